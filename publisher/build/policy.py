"""Rendering one policy's part of the site.

It depends on the policy's own files alone, but for the titles of the texts that it names or
that name it, which the caller knows.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from catalogue.codec import dump_clauses, dump_results, load_clauses
from catalogue.errors import CatalogueError
from catalogue.model import Policy
from catalogue.results import Results
from interface.language import language
from publisher.build.build_cache import CachedPolicy
from publisher.build.download_cache import downloads_of, place_downloads
from publisher.build.fingerprints import policy_fingerprint
from publisher.clauses.markdown.targets import FILES
from publisher.compile.comparisons import TABLE_FILE, comparisons
from publisher.compile.policy import CompiledPolicy, compile_policy
from publisher.compile.related import RelatedTexts, mentions_in
from publisher.compile.site import links_of
from publisher.compile.visibility import next_change
from publisher.documents.comparison_table import comparison_table
from publisher.feeds.qr import qr_svg
from publisher.files.output import Output
from publisher.pages import QR_FILE, PageRenderer, PolicyPages, path_of
from publisher.pages.outcome.by_clause import outcome_folder
from publisher.pages.outcome.outcome_table import OutcomeTable
from publisher.pages.outcome.page import CSV_FILE, RESULTS_FILE
from publisher.problems import Problems, Severity
from publisher.search import Document, about_of, document_of, kept_about
from publisher.sources import Place, read_policy
from publisher.sources.own_file import each_file_read_once, read_own
from publisher.versions.drafts import trace_policy


@dataclass(frozen=True, slots=True)
class RenderJob:
    """One policy to render: its place, and the texts that are related to it."""

    place: Place
    related: RelatedTexts


@dataclass(frozen=True, slots=True)
class RenderedPolicy:
    """What came of a job; ``policy`` and ``document`` are None where nothing is public."""

    id: str
    entry: CachedPolicy
    policy: Policy | None
    document: Document | None


@dataclass(frozen=True, slots=True)
class PolicyRenderer:
    """Renders policies into ``folder``; ``today`` is the day of the build, None shows all.

    ``removals`` names what was sealed and may be gone; ``good`` are the policies of the last
    site, at ``site``, whose pages stay where there are errors now.
    """

    pages: PageRenderer
    folder: Path
    today: date | None
    site: Path
    good: Mapping[str, Policy]
    cache: Path | None = None
    removals: Collection[str] = ()

    def render(self, job: RenderJob) -> RenderedPolicy:
        """Read, compile and write one policy; where it has errors, its last good pages stay."""
        with each_file_read_once():
            fingerprint = policy_fingerprint(job.place, self.cache)
            problems, output = Problems(), Output(self.folder)
            source = read_policy(job.place, problems)
            traced = trace_policy(source, problems) if source else None
            compiled = (
                compile_policy(traced, self.today, problems, self.removals) if traced else None
            )
            errors = problems.of(Severity.ERROR, self.pages.site.severities)
            if compiled and not errors:
                self._write(compiled, job.related, output)
            if fingerprint != policy_fingerprint(job.place, self.cache):
                fingerprint = ""  # A file came or went meanwhile: the next build renders again.
        entry = CachedPolicy(
            source=fingerprint,
            related=related_key(job.related),
            valid_from=self.today.isoformat() if self.today else "",
            valid_until=str((source and next_change(source, self.today)) or ""),
            public=compiled is not None,
            path=str(source.path if source else job.place.path),
            files=output.files,
            links=links_of(source) if source else (),
            problems=tuple(problems.found),
        )
        if errors:
            return self.keep_last(job.place.id, entry)
        if compiled is None:
            return RenderedPolicy(job.place.id, entry, None, None)
        policy, clauses = compiled.policy, compiled.latest.clauses.clauses
        entry = replace(entry, mentions=mentions_in(policy, clauses))
        about = about_of(
            policy,
            notice=compiled.notice,
            explanation=compiled.explanation,
            interpretation=compiled.interpretation,
        )
        return RenderedPolicy(job.place.id, entry, policy, document_of(policy, clauses, about))

    def keep_last(self, name: str, entry: CachedPolicy) -> RenderedPolicy:
        """Take a policy over as the last site has it, to be tried again; nothing if it has none."""
        output, folders = Output(self.folder), (name, f"en/{name}")
        for folder in folders:
            output.remove(folder)
        entry = replace(entry, source="", files=0, public=False)
        policy = self.good.get(name)
        try:
            latest = policy and (self.site / policy.latest.clauses).read_text("utf-8")
            clauses = load_clauses(latest or "").clauses
        except (OSError, CatalogueError):
            policy = None
        if policy is None:
            return RenderedPolicy(name, entry, None, None)
        entry = replace(
            entry,
            files=sum(output.keep(self.site, folder) for folder in folders),
            links=tuple((link.rel, link.to, link.clauses, 1) for link in policy.links),
            mentions=mentions_in(policy, clauses),
            public=True,
        )
        about = kept_about(self.site / "assets" / "search", name)
        return RenderedPolicy(name, entry, policy, document_of(policy, clauses, about))

    def _write(self, compiled: CompiledPolicy, related: RelatedTexts, output: Output) -> None:
        site, addresses = self.pages.site, self.pages.addresses
        downloads = downloads_of(self.cache, compiled, addresses.base) if self.cache else ()
        pages = PolicyPages(compiled, related, site, addresses, downloads)
        if pages.qr_address:
            output.data(f"{compiled.policy.id}/{QR_FILE}", qr_svg(pages.qr_address))
        for tag in compiled.policy.languages:
            for page in pages.pages(tag):
                output.text(path_of(page, tag), self.pages.html(page, tag))
        place_downloads(downloads, self.folder)
        output.files += len(downloads)
        for edition in compiled.editions:
            output.plain(edition.version.clauses, dump_clauses(edition.clauses))
        for path in dict.fromkeys((*compiled.files, *compiled.pictures)):
            output.data(f"{compiled.policy.id}/{FILES}/{path.name}", read_own(path))
        if compiled.results:
            _write_outcome(compiled, compiled.results, output)
        for comparison in comparisons(compiled):
            output.data(f"{comparison.folder}/{TABLE_FILE}", comparison_table(comparison))


def _write_outcome(compiled: CompiledPolicy, results: Results, output: Output) -> None:
    """Write the downloads of an outcome: its data, its table in each language."""
    folder = outcome_folder(compiled.policy.id)
    output.text(f"{folder}/{RESULTS_FILE}", dump_results(results))
    for spoken in map(language, compiled.policy.languages):
        table = OutcomeTable(compiled, results, spoken.translate)
        output.data(f"{spoken.prefix}{folder}/{CSV_FILE}", table.as_csv())


def related_key(related: RelatedTexts) -> str:
    """Digest what a policy's pages show of the related texts; "" for none."""
    text = json.dumps(asdict(related), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest() if related != RelatedTexts() else ""
