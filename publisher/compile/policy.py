"""One policy as it is public at one instant: its versions, the texts next to it, its outcome."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from catalogue.model import ClauseSet, CoverLine, Policy, Version
from catalogue.results import Results
from catalogue.text import digest
from publisher.clauses.english import EnglishBlock, english_marks, read_english
from publisher.clauses.markdown.inline import TextMarks, text_marks
from publisher.clauses.notice import Notice, read_notice
from publisher.clauses.tree import Reporter
from publisher.compile.clause_names import ClauseNames
from publisher.compile.named_files import check_named_files, shown_pictures
from publisher.compile.outcome import check_outcome_names
from publisher.compile.visibility import PublicPart, public_part
from publisher.problems import Problems
from publisher.sources import VersionSource
from publisher.sources.commitments import Commitments
from publisher.sources.lock_file import Erratum
from publisher.sources.text_file import TextFile
from publisher.versions.drafts import TracedPolicy
from publisher.versions.lineage import VersionState
from publisher.versions.matching import Matching
from publisher.versions.permanence import check_permanence, taken_back
from publisher.versions.tombstones import PastChange, RetiredClauses, histories, retired_clauses

CHARACTERS_A_MINUTE = 440
"""How fast official Chinese is read."""


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


@dataclass(frozen=True)
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

    @cached_property
    def retired(self) -> RetiredClauses:
        """The clauses of older versions that the latest one does not have."""
        return retired_clauses([edition.clauses for edition in self.editions])

    @cached_property
    def histories(self) -> dict[str, list[PastChange]]:
        """What became of each clause of the latest version, by wId; none of a first version."""
        texts = [edition.clauses for edition in self.editions]
        return histories(texts) if len(texts) > 1 else {}

    @cached_property
    def names(self) -> ClauseNames:
        """The names by which its clauses are found."""
        return ClauseNames(self.latest.clauses, self.retired, self.policy.title)


def compile_policy(
    traced: TracedPolicy, today: date | None, problems: Problems, removals: Collection[str] = ()
) -> CompiledPolicy | None:
    """Keep of one policy what is public on a day (None: everything); None where nothing is.

    All its texts are checked, public or not. ``removals`` names what was sealed and may be gone.
    """
    _check_texts(traced, removals, problems)
    source = traced.source
    notice, explanation, interpretation = (
        _read_notice(text, problems)
        for text in (source.notice, source.explanation, source.interpretation)
    )
    pictures = check_named_files(source, problems)
    public = public_part(traced, today)
    if today:
        _check_taken_back(traced, public, today, removals, problems)
    if public is None:
        return None
    editions = tuple(map(_edition, public.versions, public.states))
    policy = replace(
        source.policy,
        versions=tuple(edition.version for edition in editions),
        windows=public.windows,
        outcome=public.results.head if public.results else None,
        notice_minutes=_minutes(notice) if notice else 0,
    )
    return CompiledPolicy(
        policy,
        editions,
        notice,
        source.files,
        explanation,
        interpretation,
        public.results,
        source.commitments,
        shown_pictures(source, public.versions, pictures),
    )


def _check_texts(traced: TracedPolicy, removals: Collection[str], problems: Problems) -> None:
    for draft in traced.drafts:
        if not draft.clauses.clauses:
            problems.add(draft.path, 1, "S005.no_text")
    for english in (version.english for version in traced.source.versions if version.english):
        if not english.text.strip():
            problems.add(english.path, 1, "S005.no_text")
        english_marks(english.text, Reporter(english.path, problems))
    check_permanence(traced.source, traced.records, removals, problems)
    check_outcome_names(traced.source, [state.clauses for state in traced.states], problems)


def _check_taken_back(
    traced: TracedPolicy,
    public: PublicPart | None,
    today: date,
    removals: Collection[str],
    problems: Problems,
) -> None:
    source, policy = traced.source, traced.source.policy.id
    shown = {version.id for version in public.versions} if public else set[str]()
    for version, day in taken_back(source, traced.records.lock, shown, today):
        name = f"{policy}/{version}"
        if not {policy, name} & {*removals}:
            line = source.line_of("versions", version)
            problems.add(source.path, line, "V012.taken_back", version=version, day=day, name=name)


def _read_notice(text: TextFile | None, problems: Problems) -> Notice | None:
    return read_notice(text.text, Reporter(text.path, problems)) if text else None


def _minutes(notice: Notice) -> int:
    count = sum(len(notice.words(paragraph)) for paragraph in notice.paragraphs)
    return max(1, round(count / CHARACTERS_A_MINUTE))


def _label(clauses: ClauseSet) -> str:
    """Return what a text calls itself below its title, as （征求意见稿）; "" where it does not."""
    lines = (line.text for line in clauses.cover if line.role == "label")
    return next(lines, "").strip("（）()【】[]〔〕 \u3000")


def _edition(version: VersionSource, state: VersionState) -> Edition:
    public = Version(
        id=version.id,
        label=version.label or _label(state.clauses),
        published_on=version.published_on,
        clauses=f"{state.clauses.policy}/{version.id}/clauses.json",
        digest=digest(version.text),
        issued_on=version.issued_on,
        summary=version.summary,
    )
    unsure = (pair.new.eid for pair in state.matching.open_pairs) if state.matching else ()
    errata = state.seal.errata if state.seal else ()
    english = read_english(version.english.text, state.clauses.clauses) if version.english else ()
    marks = english_marks(version.english.text) if version.english else TextMarks()
    return Edition(public, state.clauses, state.matching, frozenset(unsure), errata, english, marks)
