"""Whether the clauses of ``clauses.json`` have the digests that stand beside them."""

from collections.abc import Iterable

from catalogue.errors import CatalogueError
from catalogue.model import Clause
from catalogue.text import clause_line, lines_digest


def require_digests(clauses: Iterable[Clause]) -> None:
    """Raise ``CatalogueError`` at the first clause whose text is not what its digest says.

    A digest covers the clause and all that hangs on it, so a change shows above it too;
    the one that is named is the first in the order of the document.
    """
    lines: dict[str, list[str]] = {}
    above: dict[str, tuple[str, ...]] = {}
    held = tuple(clauses)
    for place, clause in enumerate(held):
        if clause.parent is not None and clause.parent not in above:
            raise CatalogueError("no_parent", f"/clauses/{place}/parent", eid=clause.parent)
        parent = clause.parent
        above[clause.eid] = () if parent is None else (*above[parent], parent)
        lines[clause.eid] = []
        for eid in (clause.eid, *above[clause.eid]):
            lines[eid].append(clause_line(clause.number, clause.heading, clause.text))
    for place, clause in enumerate(held):
        if lines_digest(lines[clause.eid]) != clause.digest:
            raise CatalogueError("digest", f"/clauses/{place}/digest", eid=clause.eid)
