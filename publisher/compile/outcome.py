"""The outcome of a consultation held to the texts: what it names must be there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.model import ClauseSet
from catalogue.results import ResultRow, Results
from publisher.compile.clause_names import ClauseNames
from publisher.problems import Message, Problems
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
        for place, fault in faults:
            line = lines.line(place)
            problems.add(source.outcome.file.path, line, fault.kind, **fault.values)


def _unknown(
    source: PolicySource, results: Results, texts: Sequence[ClauseSet]
) -> Iterator[tuple[Place, Message]]:
    versions = {version.id for version in source.versions}
    rounds = frozenset(["", *(window.id for window in source.policy.windows)])
    named_rounds = [("windows", index, name) for index, name in enumerate(results.windows)]
    named_rounds += [("rounds", index, each.window) for index, each in enumerate(results.rounds)]
    for index, name in enumerate(results.versions):
        if name not in versions:
            yield ("versions", index), Message("R005.version", {"name": name})
    for key, index, name in named_rounds:
        if name not in rounds:
            yield (key, index), Message("R005.window", {"name": name})
    put_out = [text for text in texts if not results.versions or text.version in results.versions]
    by_version = {text.version: text for text in texts}
    named = _Named(_wids(put_out) | {None}, _wids(texts) | {None}, rounds, by_version)
    for index, row in enumerate(results.rows):
        for key, fault in named.unknown(row):
            yield ("rows", index, key), fault


@dataclass(frozen=True, slots=True)
class _Named:
    """The names that a row may use."""

    put_out: frozenset[str | None]
    written: frozenset[str | None]
    rounds: frozenset[str]
    texts: Mapping[str, ClauseSet]

    def unknown(self, row: ResultRow) -> Iterator[tuple[str, Message]]:
        if row.clause not in self.put_out:
            yield "clause", Message("R005.clause", {"name": row.clause or ""})
        if row.to_wid not in self.written:
            yield "to_wid", Message("R005.to_wid", {"name": row.to_wid or ""})
        if row.to_version:
            yield from self._unknown_in_version(row)
        if row.window not in self.rounds:
            yield "window", Message("R005.window", {"name": row.window})

    def _unknown_in_version(self, row: ResultRow) -> Iterator[tuple[str, Message]]:
        text = self.texts.get(row.to_version)
        if text is None:
            yield "to_version", Message("R005.version", {"name": row.to_version})
        elif row.to_wid in self.written - {None} - _wids([text]):
            yield "to_wid", _missing(row, row.to_wid or "")
        elif row.to_citation and not row.to_wid and not ClauseNames(text).find(row.to_citation):
            yield "to_citation", _missing(row, row.to_citation)


def _missing(row: ResultRow, name: str) -> Message:
    return Message("R005.in_version", {"version": row.to_version, "name": name})


def _wids(texts: Sequence[ClauseSet]) -> frozenset[str | None]:
    named = frozenset(clause.wid for text in texts for clause in text.clauses)
    return named.union(name for text in texts for name in text.former if "." in name)
