"""The clauses that were commented on, in their order, as they were then and are now."""

from collections import defaultdict
from dataclasses import dataclass

from catalogue.results import Results
from publisher.compile.clause_names import NamedClause
from publisher.compile.policy import CompiledPolicy
from publisher.pages.policy.changes import changed_lines

WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class ClauseOutcome:
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


def clause_outcomes(compiled: CompiledPolicy, results: Results) -> list[ClauseOutcome]:
    """Return the rows by clause: the whole draft, then in the order of the text put out last."""
    rows: dict[str | None, list[int]] = defaultdict(list)
    for index, row in enumerate(results.rows):
        rows[row.clause].append(index)
    # The oldest comparison is the last to be yielded: the first change of a clause counts.
    changes: dict[str | None, str] = {}
    for changed in changed_lines(compiled):
        changes |= dict.fromkeys((changed.old_wid, changed.new_wid), changed.path)
    found = [ClauseOutcome(results, None, tuple(rows[None]))] if rows[None] else []
    editions = [
        edition
        for edition in reversed(compiled.editions)
        if not results.versions or edition.version.id in results.versions
    ]
    for edition, clause in ((each, clause) for each in editions for clause in each.clauses.clauses):
        if clause.wid in rows:
            found.append(
                ClauseOutcome(
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
