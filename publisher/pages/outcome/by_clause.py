"""The comments of an outcome in the order of its table: by clause, numbered through.

A table is put on several pages where it is long; the number of a comment tells the page.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate

from catalogue.results import Results
from publisher.compile.clause_names import NamedClause
from publisher.compile.comparisons import changed_lines
from publisher.compile.policy import CompiledPolicy

ROWS_A_PAGE = 200
WHOLE = "whole"


def outcome_folder(policy: str, page: int = 1) -> str:
    """Return the folder of a policy's outcome, or of a further page of it, below the site."""
    return f"{policy}/results" if page == 1 else f"{policy}/results/{page}"


def way_to(number: int, anchor: str = "") -> str:
    """Return the way from the first page to a comment, or to what has another anchor there."""
    page = (number - 1) // ROWS_A_PAGE + 1
    return f"{f'{page}/' if page > 1 else ''}#{anchor or f'comment-{number}'}"


@dataclass(frozen=True, slots=True)
class ClauseOutcome:
    """A clause with its comments; ``wid`` None is the whole draft.

    ``rows`` are indexes into the rows of the outcome, ``first`` is the number of the first of
    them. ``asked`` is the clause as it was put out and ``changes`` what became of it since
    (paths below the site), ``words`` its text then, ``now`` the clause on the policy's page.
    """

    results: Results
    wid: str | None
    rows: tuple[int, ...]
    first: int
    citation: str = ""
    words: str = ""
    asked: str | None = None
    now: NamedClause | None = None
    changes: str | None = None

    @property
    def anchor(self) -> str:
        """The id of its head in the table."""
        return f"on-{self.wid or WHOLE}"

    @property
    def path(self) -> str:
        """Where its head is, below the site's pages."""
        return f"{outcome_folder(self.results.policy)}/{way_to(self.first, self.anchor)}"


def clause_outcomes(compiled: CompiledPolicy, results: Results) -> list[ClauseOutcome]:
    """Return the rows by clause: the whole draft, then in the order of the text put out last."""
    rows: dict[str | None, list[int]] = defaultdict(list)
    for index, row in enumerate(results.rows):
        rows[row.clause].append(index)
    places = _places(compiled, results)
    # What is in no text that is public comes last.
    known = [wid for wid in (None, *places) if wid in rows]
    order = [*known, *(wid for wid in rows if wid not in set(known))]
    # The oldest comparison is the last to be yielded: the first change of a clause counts.
    changes: dict[str | None, str] = {}
    for changed in changed_lines(compiled):
        changes |= dict.fromkeys((changed.old_wid, changed.new_wid), changed.path)
    firsts = accumulate((len(rows[wid]) for wid in order), initial=1)
    return [
        ClauseOutcome(
            results, wid, tuple(rows[wid]), first,
            *places.get(wid, (results.rows[rows[wid][0]].citation, "", None)),
            compiled.names.find(wid) if wid else None, changes.get(wid) if wid else None,
        )
        for wid, first in zip(order, firsts, strict=False)
    ]  # fmt: skip


def _places(
    compiled: CompiledPolicy, results: Results
) -> dict[str | None, tuple[str, str, str | None]]:
    """Return citation, words and place of each clause that was put out, as it was then."""
    found: dict[str | None, tuple[str, str, str | None]] = {}
    asked = asked_versions(compiled, results)
    for edition in reversed(compiled.editions):
        if edition.version.id in asked:
            for clause in edition.clauses.clauses:
                path = f"{compiled.policy.id}/{edition.version.id}/#{clause.eid}"
                found.setdefault(clause.wid, (clause.citation, clause.wording, path))
    return found


def asked_versions(compiled: CompiledPolicy, results: Results) -> set[str]:
    """Return the versions that the comments were on; all, where nothing says so."""
    asked = set(results.versions) or {each.version for each in compiled.policy.windows}
    return asked or {edition.version.id for edition in compiled.editions}
