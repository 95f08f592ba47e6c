"""From checked sources to what is public at one instant: policies, clauses, notices."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from catalogue.model import Catalogue, ClauseSet, CoverLine, Policy, Site, Version
from catalogue.results import Results
from catalogue.text import digest
from catalogue.window import china_day
from publisher.clauses.english import EnglishBlock, english_marks, read_english
from publisher.clauses.markdown.inline import TextMarks, text_marks
from publisher.clauses.notice import Notice, read_notice
from publisher.clauses.tree import Reporter
from publisher.compile.named_files import check_named_files, shown_pictures
from publisher.compile.outcome import check_outcome_names, public_outcome
from publisher.problems import Problems
from publisher.sources import PolicySource, SiteFile, VersionSource
from publisher.sources.commitments import Commitments
from publisher.sources.lock_file import Erratum
from publisher.sources.text_file import TextFile
from publisher.versions.drafts import read_drafts, read_records
from publisher.versions.lineage import VersionState, trace
from publisher.versions.matching import Matching
from publisher.versions.permanence import check_permanence
from publisher.versions.tombstones import PastChange, Remains, histories, remains, shown_steps


@dataclass(frozen=True, slots=True)
class Edition:
    """A public version with its clauses.

    ``matching`` tells how it came from the public version before, ``unsure`` holds the
    eIds that wait for the drafter's word, ``errata`` the 勘误 of a sealed text, ``english``
    the English text, empty where there is none, with its footnotes, ``english_marks``.
    """

    version: Version
    clauses: ClauseSet
    matching: Matching | None = None
    unsure: frozenset[str] = frozenset()
    errata: tuple[Erratum, ...] = ()
    english: tuple[EnglishBlock, ...] = ()
    english_marks: TextMarks = field(default_factory=TextMarks)

    @property
    def marks(self) -> TextMarks:
        """What the marks in its lines depend on."""
        return text_marks(self.clauses.cover)

    def cover(self, role: str) -> tuple[CoverLine, ...]:
        """Return the cover lines of one role, in order."""
        return tuple(line for line in self.clauses.cover if line.role == role)


@dataclass(frozen=True, slots=True)
class CompiledPolicy:
    """A policy of which at least one version is public.

    ``explanation`` is the 起草说明, ``interpretation`` the 解读, ``results`` the outcome as
    far as it may be seen, ``commitments`` the 服务承诺清单, ``pictures`` what its texts show.
    """

    policy: Policy
    editions: tuple[Edition, ...]
    notice: Notice | None
    files: tuple[Path, ...] = ()
    explanation: Notice | None = None
    interpretation: Notice | None = None
    results: Results | None = None
    commitments: Commitments | None = None
    pictures: tuple[Path, ...] = ()

    @property
    def offered(self) -> frozenset[str]:
        """The names of the files that are published with the policy, its pictures among them."""
        return frozenset(path.name for path in (*self.files, *self.pictures))

    @property
    def latest(self) -> Edition:
        """The newest public version."""
        return self.editions[-1]

    @property
    def remains(self) -> Remains:
        """What the latest version keeps of older ones: tombstones, older names."""
        return remains([edition.clauses for edition in self.editions])

    @property
    def histories(self) -> dict[str, list[PastChange]]:
        """What became of each clause of the latest version, by wId; none of a first version."""
        if len(self.editions) < 2:
            return {}
        return histories([edition.clauses for edition in self.editions])


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything that goes into the site; ``sources`` are all, public or not."""

    catalogue: Catalogue
    policies: tuple[CompiledPolicy, ...]
    site: SiteFile
    sources: tuple[PolicySource, ...] = ()


def compile_site(  # noqa: PLR0913 - two of them by name
    sources: list[PolicySource],
    site: SiteFile,
    now: datetime,
    problems: Problems,
    *,
    preview: bool,
    removals: Collection[str] = (),
) -> Compiled:
    """Read every text, and keep what is public at ``now`` (with ``preview``, all)."""
    today = None if preview else china_day(now)
    _check_links(sources, problems)
    found = [compile_policy(source, today, problems, removals) for source in sources]
    policies = _with_public_links([compiled for compiled in found if compiled])
    catalogue = Catalogue(
        built_at=now,
        site=Site(site.name, site.organiser, site.outcome_due_days),
        policies=tuple(compiled.policy for compiled in policies),
    )
    return Compiled(catalogue, tuple(policies), site, tuple(sources))


def compile_policy(
    source: PolicySource, today: date | None, problems: Problems, removals: Collection[str] = ()
) -> CompiledPolicy | None:
    """Read the texts of one policy and keep what is public on a day (None: everything).

    ``removals`` names what was sealed and may be gone.
    """
    steps = _steps(source, removals, problems)
    beside = tuple(
        _beside(text, problems)
        for text in (source.notice, source.explanation, source.interpretation)
    )
    return _public(source, steps, beside, check_named_files(source, problems), today)


def _beside(text: TextFile | None, problems: Problems) -> Notice | None:
    return read_notice(text.text, Reporter(text.path, problems)) if text else None


def _check_links(sources: list[PolicySource], problems: Problems) -> None:
    ids = {source.policy.id for source in sources}
    for source in sources:
        for index, link in enumerate(source.policy.links):
            if link.to not in ids:
                line = source.line("links", index)
                problems.add(source.path, line, "S011", missing_link(link.to))


def missing_link(to: str) -> str:
    """Return what is said of a link to a policy that is not there."""
    return f"links: there is no policy {to}"


def _with_public_links(policies: list[CompiledPolicy]) -> list[CompiledPolicy]:
    """Drop links to what is not yet public: its id alone would tell that it is coming."""
    ids = {compiled.policy.id for compiled in policies}
    kept = []
    for compiled in policies:
        links = tuple(link for link in compiled.policy.links if link.to in ids)
        kept.append(replace(compiled, policy=replace(compiled.policy, links=links)))
    return kept


def _steps(
    source: PolicySource, removals: Collection[str], problems: Problems
) -> list[VersionState]:
    drafts = read_drafts(source, problems)
    for draft in drafts:
        if not draft.clauses.clauses:
            problems.add(draft.path, 1, "S005", "holds no text")
    for english in (version.english for version in source.versions if version.english):
        if not english.text.strip():
            problems.add(english.path, 1, "S005", "holds no text")
        english_marks(english.text, Reporter(english.path, problems))
    records = read_records(source, problems)
    check_permanence(source, records, removals, problems)
    steps = trace(drafts, records, problems)
    check_outcome_names(source, [step.clauses for step in steps], problems)
    return steps


def _public(
    source: PolicySource,
    steps: list[VersionState],
    beside: tuple[Notice | None, ...],
    pictures: dict[str, Path],
    today: date | None,
) -> CompiledPolicy | None:
    """Keep what may be seen on a day; None is every day."""
    versions = {
        version.id: version
        for version in source.versions
        if today is None or version.is_public(today)
    }
    if not versions:
        return None
    shown = tuple(
        _edition(source.policy.id, versions[step.clauses.version], step)
        for step in shown_steps(steps, set(versions))
    )
    told = (source.notice, source.explanation, source.interpretation)
    texts = [text.text for text in told if text]
    for version in versions.values():
        texts += [version.text, version.english.text if version.english else ""]
    results = _told(source, shown, today)
    return CompiledPolicy(
        _policy(source, shown, results),
        shown,
        beside[0],
        source.files,
        beside[1],
        beside[2],
        results,
        source.commitments,
        shown_pictures(texts, pictures),
    )


def _told(source: PolicySource, shown: tuple[Edition, ...], today: date | None) -> Results | None:
    """Return the outcome from its day on, without what it says of texts yet to come."""
    results = source.results
    if results is None or (today is not None and results.published_on > today):
        return None
    return public_outcome(results, [edition.clauses for edition in shown])


def _edition(policy_id: str, version: VersionSource, step: VersionState) -> Edition:
    public = Version(
        id=version.id,
        label=version.label,
        published_on=version.published_on,
        clauses=f"{policy_id}/{version.id}/clauses.json",
        digest=digest(version.text),
        issued_on=version.issued_on,
    )
    unsure = (pair.new.eid for pair in step.matching.open_pairs) if step.matching else ()
    errata = step.seal.errata if step.seal else ()
    english = read_english(version.english.text, step.clauses.clauses) if version.english else ()
    marks = english_marks(version.english.text) if version.english else TextMarks()
    return Edition(public, step.clauses, step.matching, frozenset(unsure), errata, english, marks)


def _policy(source: PolicySource, shown: tuple[Edition, ...], results: Results | None) -> Policy:
    versions = tuple(edition.version for edition in shown)
    ids = {version.id for version in versions}
    windows = tuple(window for window in source.policy.windows if window.version in ids)
    told = results.head if results else None
    return replace(source.policy, versions=versions, windows=windows, outcome=told)
