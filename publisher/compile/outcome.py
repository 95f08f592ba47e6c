"""The outcome of a consultation beside the texts: what it names must be there, and public."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from catalogue.model import ClauseSet
from catalogue.references import Finder, read_citation
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
    named_rounds = [("windows", index, name) for index, name in enumerate(results.windows)]
    named_rounds += [("rounds", index, each.window) for index, each in enumerate(results.rounds)]
    for index, name in enumerate(results.versions):
        if name not in versions:
            yield ("versions", index), f"there is no version {name}"
    for key, index, name in named_rounds:
        if name not in rounds:
            yield (key, index), f"there is no window {name}"
    put_out = [text for text in texts if not results.versions or text.version in results.versions]
    by_version = {text.version: text for text in texts}
    named = _Named(_wids(put_out) | {None}, _wids(texts) | {None}, rounds, by_version)
    for index, row in enumerate(results.rows):
        for key, text in named.unknown(row):
            yield ("rows", index, key), text


@dataclass(frozen=True, slots=True)
class _Named:
    """The names that a row may use."""

    put_out: frozenset[str | None]
    written: frozenset[str | None]
    rounds: frozenset[str]
    texts: Mapping[str, ClauseSet]

    def unknown(self, row: ResultRow) -> Iterator[tuple[str, str]]:
        if row.clause not in self.put_out:
            yield "clause", f"no text that was put out has a clause {row.clause}"
        if row.to_wid not in self.written:
            yield "to_wid", f"no text has a clause {row.to_wid}"
        if row.to_version:
            yield from self._unknown_in_version(row)
        if row.window not in self.rounds:
            yield "window", f"there is no window {row.window}"

    def _unknown_in_version(self, row: ResultRow) -> Iterator[tuple[str, str]]:
        text = self.texts.get(row.to_version)
        if text is None:
            yield "to_version", f"there is no version {row.to_version}"
        elif row.to_wid in self.written - {None} - _wids([text]):
            yield "to_wid", f"{row.to_version} has no clause {row.to_wid}"
        elif row.to_citation and not row.to_wid and not _cited(text, row.to_citation):
            yield "to_citation", f"{row.to_version} has no clause {row.to_citation}"


def public_outcome(results: Results, public: Sequence[ClauseSet]) -> Results:
    """Leave out which clause carries a comment while that clause is in no public text.

    The name alone would tell what is in the next version; that there will be one is said.
    """
    texts = {text.version: text for text in public}
    rows = tuple(_shown(row, texts) for row in results.rows)
    shown = tuple(name for name in results.versions if name in texts)
    return replace(results, rows=rows, versions=shown)


def _shown(row: ResultRow, public: Mapping[str, ClauseSet]) -> ResultRow:
    """Return the row with the wId of the clause that carries it, or with ``forthcoming``."""
    if not (row.to_wid or row.to_version):
        return row
    where = [text for name, text in public.items() if row.to_version in ("", name)]
    wid = row.to_wid if row.to_wid in _wids(where) else None
    if not row.to_wid and row.to_citation and where:
        wid = _cited(where[0], row.to_citation)
    if not where or (row.to_wid and not wid):
        return replace(row, to_wid=None, to_version="", to_citation="", forthcoming=True)
    return replace(row, to_wid=wid, forthcoming=False)


def _cited(text: ClauseSet, words: str) -> str | None:
    """Return the wId of the clause that words cite in one text."""
    same = next((clause for clause in text.clauses if clause.citation == words), None)
    parts = None if same else read_citation(words)
    found = Finder(text.clauses).resolve(parts) if parts else same
    return found.wid if found else None


def _wids(texts: Sequence[ClauseSet]) -> frozenset[str | None]:
    return frozenset(clause.wid for text in texts for clause in text.clauses)
