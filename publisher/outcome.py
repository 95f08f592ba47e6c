"""The outcome of a consultation beside the texts: what it names must be there, and public."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from catalogue.model import ClauseSet
from catalogue.results import ResultRow, Results
from publisher.problems import Problems
from publisher.sources import PolicySource
from publisher.sources.yaml_text import Place


def check_outcome_names(
    source: PolicySource, texts: Sequence[ClauseSet], problems: Problems
) -> None:
    """Report R005 for each version, round or clause that the policy does not have.

    A comment is on a clause of a text that was put out; what carries it may be a clause of
    any text in the folder, public or not.
    """
    if source.outcome and (faults := list(_unknown(source, source.outcome.results, texts))):
        lines = source.outcome.lines()
        for place, text in faults:
            problems.add(source.outcome.file.path, lines.line(place), "R005", text)


def _unknown(
    source: PolicySource, results: Results, texts: Sequence[ClauseSet]
) -> Iterator[tuple[Place, str]]:
    versions = {version.id for version in source.versions}
    rounds = frozenset(["", *(window.id for window in source.policy.windows)])
    for index, name in enumerate(results.versions):
        if name not in versions:
            yield ("versions", index), f"there is no version {name}"
    for index, name in enumerate(results.windows):
        if name not in rounds:
            yield ("windows", index), f"there is no window {name}"
    put_out = [text for text in texts if not results.versions or text.version in results.versions]
    named = _Named(_wids(put_out) | {None}, _wids(texts) | {None}, rounds)
    for index, row in enumerate(results.rows):
        for key, text in named.unknown(row):
            yield ("rows", index, key), text


@dataclass(frozen=True, slots=True)
class _Named:
    """The names that a row may use."""

    put_out: frozenset[str | None]
    written: frozenset[str | None]
    rounds: frozenset[str]

    def unknown(self, row: ResultRow) -> Iterator[tuple[str, str]]:
        if row.clause not in self.put_out:
            yield "clause", f"no text that was put out has a clause {row.clause}"
        if row.to_wid not in self.written:
            yield "to_wid", f"no text has a clause {row.to_wid}"
        if row.window not in self.rounds:
            yield "window", f"there is no window {row.window}"


def public_outcome(results: Results, public: Sequence[ClauseSet]) -> Results:
    """Leave out which clause carries a comment while that clause is in no public text.

    The name alone would tell that a next version is coming and what is in it.
    """
    known = _wids(public)
    rows = tuple(
        row if row.to_wid is None or row.to_wid in known else replace(row, to_wid=None)
        for row in results.rows
    )
    versions = {text.version for text in public}
    shown = tuple(name for name in results.versions if name in versions)
    return replace(results, rows=rows, versions=shown)


def _wids(texts: Sequence[ClauseSet]) -> frozenset[str | None]:
    return frozenset(clause.wid for text in texts for clause in text.clauses)
