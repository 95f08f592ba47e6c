"""The build: what changed is made anew beside the old site, and the whole swapped in."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from catalogue.model import Catalogue, Policy
from publisher.addresses.environment import with_slash
from publisher.build.build_cache import (
    BuildCache,
    CachedPolicy,
    drop_records,
    read_record,
    write_record,
)
from publisher.build.download_cache import downloads_key
from publisher.build.fingerprints import assets_key, frames_of, setting_key
from publisher.build.index import IndexBuild
from publisher.build.policy import PolicyRenderer, RenderedPolicy, RenderJob, near_key
from publisher.build.pool import workers
from publisher.build.removals import check_removals, note_removals, noted_removals, public_before
from publisher.build.request import BuildRequest
from publisher.build.site import write_site
from publisher.compile.related import RelatedTexts, related_texts
from publisher.compile.site import Compiled, compile_site, join_catalogue, report_missing_links
from publisher.files.output import Output
from publisher.files.staging import locked, scratch, spare_of, staged, sweep
from publisher.pages import Addresses, PageRenderer
from publisher.problems import BuildFailed, Problems, Severity
from publisher.sources import Place, SiteFile, find_places, read_policy


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The catalogue of the site, and how many policies were made anew."""

    catalogue: Catalogue
    made: int


def check_sources(request: BuildRequest, site: SiteFile, problems: Problems) -> Compiled:
    """Read and compile everything; what is wrong goes to ``problems``."""
    places = find_places(request.policies, problems)
    sources = [source for place in places if (source := read_policy(place, problems))]
    removals = request.removals | noted_removals(request.site)
    # Of what could not be read, that is said; it is not gone.
    unread = {place.id for place in places} - {source.policy.id for source in sources}
    compiled = compile_site(
        sources, site, request.now, problems,
        preview=request.preview, removals=removals, unread=unread,
    )  # fmt: skip
    before = public_before(request)
    told = {name: policy for name, policy in before.items() if name not in unread}
    check_removals(told, compiled.catalogue, removals, request.policies, problems)
    return compiled


def build_site(request: BuildRequest, site: SiteFile, problems: Problems) -> BuildResult:
    """Build and swap in the site; ``BuildFailed`` leaves the old one as it was."""
    places = find_places(request.policies, problems)
    with locked(request.site):
        sweep(request.site)
        making = BuildRun(request, site)
        with (
            staged(request.site, spare=making.has_spare) as staging,
            scratch(request.site) as work,
        ):
            catalogue = making.run(places, staging, work, problems)
            drop_records(request.site)
        making.write_records(catalogue)
    return BuildResult(catalogue, making.made)


class BuildRun:
    """One run of the build: what stands, and what is made of it."""

    def __init__(self, request: BuildRequest, site: SiteFile) -> None:
        self.request, self.site = request, site
        self.addresses = Addresses(with_slash(request.service_url), with_slash(request.base_url))
        self.key = setting_key(request, site)
        self.record = read_record(request.site, request.site, "live", self.key)
        self.spare = read_record(request.site, spare_of(request.site), "spare", self.key)
        self.before = public_before(request)
        self.removals = request.removals | noted_removals(request.site)
        self.entries: dict[str, CachedPolicy] = {}
        self.policies: dict[str, Policy] = {}
        self.fresh: set[str] = set()

    @property
    def has_spare(self) -> bool:
        """Whether the site before the last one is there and was made by the same rules."""
        return bool(self.record.entries and self.spare.entries)

    @property
    def made(self) -> int:
        """How many policies were made anew."""
        return len(self.fresh)

    def run(self, places: list[Place], staging: Path, work: Path, problems: Problems) -> Catalogue:
        """Make what changed, take over the rest, write what depends on all."""
        self.output = Output(staging)
        cache = self.request.cache
        maker = PolicyRenderer(
            self._setting(work), staging, self.request.today, cache, self.removals
        )
        prints = {place.id: _fingerprint(place, cache) for place in places}
        changed = [self._task(p, prints[p.id]) for p in places if not self._holds(p, prints)]
        index = staging / "assets" / "search"
        self.index = IndexBuild(index, self.request.site, anew=not self.record.entries)
        jobs = self.request.jobs or os.cpu_count() or 1
        with workers(maker, len(changed), jobs, work) as self.workers:
            self._make(changed, self.index.spills)
            self._take_over(places, prints)
            near = related_texts(self.entries, self.policies, staging)
            others = [place for place in places if self._has_other_related(place, near)]
            self._make([RenderJob(p, prints[p.id], near.get(p.id, RelatedTexts())) for p in others])
            self._report(places, problems)
            catalogue = self._catalogue_without_errors(problems)
            self._clear(staging)
            self.index.write(catalogue, staging, self.workers.each)
        write_site(maker.setting, catalogue, self.request.look, staging)
        return catalogue

    def _setting(self, work: Path) -> PageRenderer:
        request = self.request
        frames = frames_of(request.site, request.engine, request.mkdocs_file, work)
        key = assets_key(request.look)
        return PageRenderer(frames, self.site, self.addresses, key, request.preview)

    def _holds(self, place: Place, prints: dict[str, str]) -> bool:
        entry = self.record.entries.get(place.id)
        return entry is not None and entry.holds(prints[place.id], self.request.today)

    def _task(self, place: Place, source: str) -> RenderJob:
        """Guess that the texts around a policy are what they were: most often they are."""
        return RenderJob(place, source, self._was_near.get(place.id, RelatedTexts()))

    @cached_property
    def _was_near(self) -> dict[str, RelatedTexts]:
        return related_texts(self.record.entries, self.record.policies, self.request.site)

    def _has_other_related(self, place: Place, near: dict[str, RelatedTexts]) -> bool:
        known = near_key(near.get(place.id, RelatedTexts()))
        return place.id in self.policies and known != self.entries[place.id].near

    def _make(self, tasks: list[RenderJob], spills: Path | None = None) -> None:
        for task in tasks:
            self._remove(task.place.id)
        for batch in self.workers.make(tasks, self.request.progress, spills):
            self.index.take(batch)
            for made in batch.made:
                self._note(made)

    def _note(self, made: RenderedPolicy) -> None:
        self.entries[made.id] = made.entry
        self.fresh.add(made.id)
        self.policies.pop(made.id, None)
        if made.policy:
            self.policies[made.id] = made.policy

    def _take_over(self, places: list[Place], prints: dict[str, str]) -> None:
        """Share what holds with the site that stands; what it lacks is made after all."""
        lost = []
        for place in places:
            if place.id in self.entries:
                continue
            if self._keep(place.id):
                self.entries[place.id] = self.record.entries[place.id]
                if place.id in self.record.policies:
                    self.policies[place.id] = self.record.policies[place.id]
            else:
                lost.append(self._task(place, prints[place.id]))
        self._make(lost)

    def _keep(self, name: str) -> bool:
        entry, folders = self.record.entries[name], (name, f"en/{name}")
        same = self.has_spare and self.spare.entries.get(name) == entry
        if same and sum(map(self.output.count, folders)) == entry.files:
            return True
        self._remove(name)
        return sum(self.output.keep(self.request.site, each) for each in folders) == entry.files

    def _remove(self, name: str) -> None:
        if self.has_spare:
            self.output.remove(name)
            self.output.remove(f"en/{name}")

    def _clear(self, staging: Path) -> None:
        """Remove from a spare what is no policy of today: it is written anew, or gone."""
        if self.has_spare:
            for folder in ("", "en/"):
                for path in (staging / folder).iterdir():
                    if path.name not in self.policies and path.name != "en":
                        self.output.remove(folder + path.name)

    def write_records(self, catalogue: Catalogue) -> None:
        """Note what the trees now hold: the site is new, its spare is the site that was."""
        site = self.request.site
        if self.record.entries:
            write_record(site, spare_of(site), "spare", self.record)
        write_record(site, site, "live", BuildCache(self.key, self.entries, {}))
        note_removals(site, self.removals, self.before, catalogue)

    def _report(self, places: list[Place], problems: Problems) -> None:
        known = {place.id for place in places}
        for entry in self.entries.values():
            problems.found += entry.problems
            report_missing_links(Path(entry.path), entry.links, known, problems)

    def _catalogue_without_errors(self, problems: Problems) -> Catalogue:
        """Return what the site will hold; ``BuildFailed`` where anything is wrong or gone."""
        links = {name: entry.links for name, entry in self.entries.items()}
        catalogue = join_catalogue(self.request.now, self.site, self.policies, links)
        severities = self.site.severities
        if not problems.of(Severity.ERROR, severities):
            folder = self.request.policies
            check_removals(self.before, catalogue, self.removals, folder, problems)
        if errors := problems.of(Severity.ERROR, severities):
            raise BuildFailed("refusal.sources", count=len(errors))
        return catalogue


def _fingerprint(place: Place, cache: Path | None) -> str:
    downloads = downloads_key(cache, place.id) if cache else ""
    try:
        return place.fingerprint() + (f" {downloads}" if downloads else "")
    except OSError:
        # Reading it will say what is wrong; nothing that stood holds.
        return ""
