"""The clauses that were commented on, in their order, with where they are then and now."""

from collections import defaultdict
from dataclasses import dataclass

from catalogue.model import Clause
from catalogue.results import Results
from publisher.compile.clause_names import NamedClause
from publisher.compile.comparisons import Comparison, changes_folder, comparisons
from publisher.compile.policy import CompiledPolicy, Edition

WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Answered:
    """A clause with its comments; ``wid`` None is the whole draft.

    ``rows`` are indexes into the rows of the outcome. ``asked`` is the clause as it was put
    out and ``changes`` what became of it since (paths below the site), ``words`` its text
    then, ``now`` the clause on the policy's page.
    """

    results: Results
    wid: str | None
    rows: tuple[int, ...]
    citation: str = ""
    words: str = ""
    asked: str | None = None
    now: NamedClause | None = None
    changes: str | None = None

    @property
    def anchor(self) -> str:
        """The id of its section on the page of the outcome."""
        return f"on-{self.wid or WHOLE}"


def answered_clauses(compiled: CompiledPolicy, results: Results) -> list[Answered]:
    """Gather the rows by clause: the whole draft, then in the order of the texts put out."""
    rows: dict[str | None, list[int]] = defaultdict(list)
    for index, row in enumerate(results.rows):
        rows[row.clause].append(index)
    changes = _changes(compiled)
    found = [Answered(results, None, tuple(rows[None]))] if rows[None] else []
    for edition, clause in _asked(compiled, results):
        if clause.wid in rows:
            found.append(
                Answered(
                    results,
                    clause.wid,
                    tuple(rows.pop(clause.wid)),
                    clause.citation,
                    clause.wording,
                    f"{compiled.policy.id}/{edition.version.id}/#{clause.eid}",
                    compiled.names.find(clause.wid),
                    changes.get(clause.wid),
                )
            )
    return found


def _asked(compiled: CompiledPolicy, results: Results) -> list[tuple[Edition, Clause]]:
    """Return the clauses of the texts that were put out, those of the last one first."""
    editions = [
        edition
        for edition in compiled.editions
        if not results.versions or edition.version.id in results.versions
    ]
    return [
        (edition, clause) for edition in reversed(editions) for clause in edition.clauses.clauses
    ]


def _changes(compiled: CompiledPolicy) -> dict[str, str]:
    """Return by wId where the comparison shows a clause that changed, the first change first."""
    found: dict[str, str] = {}
    for comparison in comparisons(compiled):
        folder = changes_folder(compiled.policy.id, comparison.old, comparison.new)
        for wid, row in _changed(comparison).items():
            found.setdefault(wid, f"{folder}/#{row}")
    return found


def _changed(comparison: Comparison) -> dict[str, str]:
    """Return by wId the anchor of the changed row that holds a clause of either version.

    The rows know their clauses by eId alone; who they are for good, the editions say.
    """
    old, new = (_wids(edition) for edition in (comparison.old, comparison.new))
    found: dict[str, str] = {}
    for row in comparison.rows:
        for line in row.lines if row.change != "unchanged" else ():
            if line.old:
                found[old[line.old.eid]] = row.anchor
            if line.new:
                found[new[line.new.eid]] = row.anchor
    return found


def _wids(edition: Edition) -> dict[str, str]:
    return {clause.eid: clause.wid for clause in edition.clauses.clauses}
