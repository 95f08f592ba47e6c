"""The build: what changed is rendered again next to the old site, and the whole swapped in."""

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from catalogue.model import Catalogue, KeptPolicy, Policy
from publisher.addresses.environment import with_slash
from publisher.build.build_cache import (
    BuildCache,
    CachedPolicy,
    drop_build_caches,
    no_pages,
    read_build_cache,
    write_build_cache,
)
from publisher.build.fingerprints import assets_key, common_key, page_shells, policy_fingerprint
from publisher.build.index import IndexBuild
from publisher.build.kept_assets import keep_assets
from publisher.build.policy import PolicyRenderer, RenderedPolicy, RenderJob, related_key
from publisher.build.pool import workers
from publisher.build.problem_owners import by_policy
from publisher.build.redirects import check_redirects
from publisher.build.removals import (
    check_removals,
    last_catalogue,
    note_removals,
    noted_removals,
    public_before,
)
from publisher.build.request import BuildRequest
from publisher.build.site import write_site
from publisher.compile.neighbours import neighbours_of
from publisher.compile.related import RelatedTexts, related_texts
from publisher.compile.site import Compiled, compile_site, join_catalogue, report_missing_links
from publisher.files.output import Output
from publisher.files.staging import for_readers, locked, scratch, spare_of, staged, sweep
from publisher.pages import Addresses, PageRenderer
from publisher.problems import BuildFailed, Problems, Severity, SourceProblem
from publisher.sources import Place, SiteFile, find_places, read_head, read_policy


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The catalogue of the site, and how many policies were rendered, not taken over.

    ``left_out`` are policies with errors that the last site does not have, each with its codes.
    """

    catalogue: Catalogue
    rendered: int
    left_out: Mapping[str, Sequence[str]]


def check_sources(
    request: BuildRequest,
    site: SiteFile,
    problems: Problems,
    places: Sequence[Place] | None = None,
) -> Compiled:
    """Read and compile everything, or ``places`` alone; what is wrong goes to ``problems``."""
    places = find_places(request.policies, problems) if places is None else places
    sources = [source for place in places if (source := read_policy(place, problems))]
    removals = request.removals | noted_removals(request.site) | site.redirects.keys()
    # Of what could not be read, that is said; it is not gone.
    unread = {place.id for place in places} - {source.policy.id for source in sources}
    unread |= request.known
    compiled = compile_site(
        sources, site, request.now, problems,
        preview=request.preview, removals=removals, unread=unread,
    )  # fmt: skip
    before = public_before(request)
    kept = {name: policy for name, policy in before.items() if name not in unread}
    check_removals(kept, compiled.catalogue, removals, request.policies, problems)
    check_redirects(site, compiled.catalogue, problems)
    return compiled


def build_site(request: BuildRequest, site: SiteFile, problems: Problems) -> BuildResult:
    """Build and swap in the site; ``BuildFailed`` leaves the old one as it was."""
    places = find_places(request.policies, problems)
    # What is not yet public stays with whom it was made for.
    with nullcontext() if request.preview else for_readers(), locked(request.site):
        sweep(request.site)
        build = BuildRun(request, site)
        with (
            staged(request.site, spare=build.has_spare) as staging,
            scratch(request.site) as work,
        ):
            catalogue = build.run(places, staging, work, problems)
            drop_build_caches(request.site)
        build.write_caches(catalogue)
    left_out = {name: codes for name, codes in build.at_fault.items() if name not in build.policies}
    return BuildResult(catalogue, len(build.rendered), left_out)


class BuildRun:
    """One run of the build: what the last one left, and what is made of it."""

    def __init__(self, request: BuildRequest, site: SiteFile) -> None:
        self.request, self.site = request, site
        self.addresses = Addresses(with_slash(request.service_url), with_slash(request.base_url))
        self.key = common_key(request, site)
        self.last = read_build_cache(request.site, request.site, "live", self.key)
        self.spare = read_build_cache(request.site, spare_of(request.site), "spare", self.key)
        self.before = public_before(request)
        self.let_go = request.removals | noted_removals(request.site)
        # What leads on is not gone.
        self.removals = self.let_go | site.redirects.keys()
        self.keeps = site.broken == "keep"
        # Policies with errors, each with its codes: what the last site has of them stays.
        self.at_fault: dict[str, tuple[str, ...]] = {}
        self.entries: dict[str, CachedPolicy] = {}
        self.policies: dict[str, Policy] = {}
        self.rendered: set[str] = set()

    @property
    def has_spare(self) -> bool:
        """Whether the site before the last one is there and was made by the same rules."""
        return bool(self.last.entries and self.spare.entries)

    def run(self, places: list[Place], staging: Path, work: Path, problems: Problems) -> Catalogue:
        """Render what changed, take over the rest, write what depends on all."""
        self.output, self.places = Output(staging), places
        pages, request = self._page_renderer(work), self.request
        good = {policy.id: policy for policy in self._last.policies} if self._last else {}
        self.renderer = PolicyRenderer(
            pages, staging, request.today, request.site, good, request.cache, self.removals
        )
        changed = [self._job(place) for place in places if not self.holds(place)]
        index = staging / "assets" / "search"
        self.index = IndexBuild(index, request.site, whole=not self.last.entries)
        processes = request.jobs or os.cpu_count() or 1
        with workers(self.renderer, len(changed), processes, work) as self.workers:
            self._render(changed, self.index.spills)
            self._take_over(places)
            if self.keeps:
                self._keep_at_fault(places, problems)
            related = related_texts(self.entries, self.policies, staging)
            jobs = [RenderJob(place, related.get(place.id, RelatedTexts())) for place in places]
            self._render([job for job in jobs if self._has_other_related(job)])
            self._report(places, problems)
            catalogue = self._catalogue_without_errors(problems)
            self._remove_own()
            self.index.write(catalogue, staging, self.workers.each)
        shown_at = request.shown_at or catalogue.built_at
        self.names = write_site(pages, catalogue, request.interface, staging, shown_at)
        kept = [each.policy for each in catalogue.kept]
        keep_assets(request.site, staging, kept, pages.assets_key)
        return catalogue

    @cached_property
    def _last(self) -> Catalogue | None:
        """The last site, if pages of it stay; none later than the time that the caller named."""
        request = self.request
        last = last_catalogue(request.site) if self.keeps else None
        return None if last and request.time_is_named and request.now < last.built_at else last

    def _page_renderer(self, work: Path) -> PageRenderer:
        request = self.request
        shells = page_shells(request.site, request.engine, request.mkdocs_file, work)
        key = assets_key(request.interface, self.site)
        return PageRenderer(shells, self.site, self.addresses, key, request.preview)

    def holds(self, place: Place) -> bool:
        """Return whether the pages of a policy are still those that a build would make."""
        entry = self.last.entries.get(place.id)
        if entry is None:
            return False
        return entry.holds(policy_fingerprint(place, self.request.cache), self.request.today)

    def _job(self, place: Place) -> RenderJob:
        """Guess that the texts around a policy are what they were: most often they are."""
        return RenderJob(place, self._last_related.get(place.id, RelatedTexts()))

    @cached_property
    def _last_related(self) -> dict[str, RelatedTexts]:
        if self.last.entries:
            return related_texts(self.last.entries, self.last.policies, self.request.site)
        # Every page is made anew; with the right neighbours, once.
        heads = (read_head(place, self.request.today) for place in self.places)
        near = neighbours_of(filter(None, heads)).items()
        return {name: RelatedTexts(near=neighbours) for name, neighbours in near}

    def _has_other_related(self, job: RenderJob) -> bool:
        name = job.place.id
        if name in self.at_fault:
            return False
        return name in self.policies and related_key(job.related) != self.entries[name].related

    def _render(self, jobs: list[RenderJob], spills: Path | None = None) -> None:
        for job in jobs:
            self._remove(job.place.id)
        for batch in self.workers.render(jobs, self.request.progress, spills):
            self.index.take(batch)
            for rendered in batch.rendered:
                self._note(rendered)

    def _note(self, rendered: RenderedPolicy) -> None:
        name = rendered.id
        self.entries[name] = rendered.entry
        self.rendered.add(name)
        self.policies.pop(name, None)
        self.at_fault.pop(name, None)
        if rendered.policy:
            self.policies[name] = rendered.policy
        found = Problems(list(rendered.entry.problems)).of(Severity.ERROR, self.site.severities)
        if found:
            self._note_fault(name, found)

    def _note_fault(self, name: str, found: Iterable[SourceProblem]) -> None:
        codes = {*self.at_fault.get(name, ()), *(problem.code for problem in found)}
        self.at_fault[name] = tuple(sorted(codes))
        self.rendered.discard(name)

    def _keep_at_fault(self, places: list[Place], problems: Problems) -> None:
        """Set back the policies whose place, links or public addresses are at fault."""
        found, folder = Problems(), self.request.policies
        known = {place.id for place in places} | self.request.known
        for name in self.entries.keys() - self.at_fault.keys():
            self._report_links(name, known, found)
        self._set_back([*problems.of(Severity.ERROR, self.site.severities), *found])
        gone = Problems()
        check_removals(self.before, self._catalogue(), self.removals, folder, gone)
        self._set_back(gone)
        problems.found += [*found, *gone]

    def _set_back(self, found: Iterable[SourceProblem]) -> None:
        """Take over the policies that some problems are about from the last site."""
        folder = self.request.policies
        for name, faults in by_policy(found, folder).items():
            # What is no policy is named, and left out.
            if name in self.entries or name in self.renderer.good:
                entry = self.entries.get(name) or no_pages(folder / name)
                rendered = self.renderer.keep_last(name, entry)
                self.index.set_back(name, rendered.document)
                self._note(rendered)
                self._note_fault(name, faults)

    def _take_over(self, places: list[Place]) -> None:
        """Share what holds with the last site; what that lacks is rendered after all."""
        lost = []
        for place in places:
            if place.id in self.entries:
                continue
            if self._keep(place.id):
                self.entries[place.id] = self.last.entries[place.id]
                if place.id in self.last.policies:
                    self.policies[place.id] = self.last.policies[place.id]
            else:
                lost.append(self._job(place))
        self._render(lost)

    def _keep(self, name: str) -> bool:
        entry, folders = self.last.entries[name], (name, f"en/{name}")
        same = self.has_spare and self.spare.entries.get(name) == entry
        if same and sum(map(self.output.count, folders)) == entry.files:
            return True
        self._remove(name)
        return sum(self.output.keep(self.request.site, each) for each in folders) == entry.files

    def _remove(self, name: str) -> None:
        if self.has_spare:
            self.output.remove(name)
            self.output.remove(f"en/{name}")

    def _remove_own(self) -> None:
        """Remove from a spare what the build before the last one wrote and this one does not.

        What is written for the whole site is written again. Anything else is not the build's.
        """
        for name in (*self.spare.names, *(self.spare.entries.keys() - self.policies.keys())):
            self._remove(name)

    def write_caches(self, catalogue: Catalogue) -> None:
        """Note what the trees now hold: the site is new, its spare is the site that was."""
        site = self.request.site
        if self.last.entries:
            write_build_cache(site, spare_of(site), "spare", self.last)
        cache = BuildCache(self.key, self.entries, {}, self.names)
        write_build_cache(site, site, "live", cache)
        note_removals(site, self.let_go, self.before, catalogue)

    def _report(self, places: list[Place], problems: Problems) -> None:
        known = {place.id for place in places} | self.request.known
        for name, entry in self.entries.items():
            problems.found += entry.problems
            if not self.keeps:
                self._report_links(name, known, problems)

    def _report_links(self, name: str, known: Collection[str], problems: Problems) -> None:
        entry = self.entries[name]
        report_missing_links(Path(entry.path), entry.links, known, problems)

    def _catalogue(self) -> Catalogue:
        links = {name: entry.links for name, entry in self.entries.items()}
        return join_catalogue(self.request.now, self.site, self.policies, links)

    def _catalogue_without_errors(self, problems: Problems) -> Catalogue:
        """Return what the site will hold; ``BuildFailed`` where anything is wrong or gone."""
        since = {each.policy: each.since for each in self._last.kept} if self._last else {}
        kept = (
            KeptPolicy(name, since.get(name, self.request.now), codes)
            for name, codes in sorted(self.at_fault.items())
            if name in self.policies
        )
        catalogue = replace(self._catalogue(), kept=tuple(kept))
        folder, severities = self.request.policies, self.site.severities
        errors = problems.of(Severity.ERROR, severities)
        if self.keeps and self.policies:
            errors = by_policy(errors, folder).get("", [])
        if not errors:
            gone = Problems()
            check_removals(self.before, catalogue, self.removals, folder, gone)
            check_redirects(self.site, catalogue, gone)
            problems.found += gone
            errors = gone.of(Severity.ERROR, severities)
        if errors:
            raise BuildFailed("refusal.sources", count=len(errors))
        return catalogue
