"""What is told beside the clauses of a text: what explains them, where they were changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from catalogue.citation import WHOLE_TEXT
from catalogue.model import Clause, ClauseSet
from catalogue.references import Finder, read_citation
from publisher.changes import changes_folder
from publisher.compile import CompiledPolicy, Edition
from publisher.pages.neighbours import Neighbour


@dataclass(frozen=True, slots=True)
class Told:
    """A page that speaks of a clause: what it is (``name``), of what text, its address.

    ``name`` is in the language of the interface, ``title`` in that of the text.
    """

    name: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What is told beside clauses, by wId: texts that explain them, pages with what changed."""

    explained: dict[str, list[Told]]
    changed: dict[str, list[Told]]


class ClauseNames:
    """Finds a clause of a text by its wId, its eId or a citation in words."""

    def __init__(self, clauses: ClauseSet) -> None:
        self.clauses = clauses
        self.by_citation = {clause.citation: clause for clause in clauses.clauses}
        self.finder = Finder(clauses.clauses)

    def find(self, name: str) -> Clause | None:
        """Return the clause; None where there is none, or it is not certain which."""
        found = self.by_citation.get(name) or self.clauses.resolve(name)
        parts = None if found else read_citation(name)
        return self.finder.resolve(parts) if parts else found


def explanations(
    compiled: CompiledPolicy, neighbours: Iterable[Neighbour], names: dict[str, str], root: str
) -> dict[str, list[Told]]:
    """Return by wId the texts that speak of a clause; ``names`` says what each ``rel`` is."""
    incoming = [near for near in neighbours if near.incoming and near.clauses]
    found: dict[str, list[Told]] = defaultdict(list)
    known = ClauseNames(compiled.latest.clauses) if incoming else None
    for near in incoming if known else ():
        for clause in _unique(known.find(name) for name in near.clauses) if known else ():
            told = Told(names[near.rel], near.title, f"{root}{near.id}/")
            found[clause.wid].append(told)
    return dict(found)


def spoken_of(compiled: CompiledPolicy, near: Neighbour) -> list[tuple[str, str]]:
    """Return the clauses that a text which leads here names: (citation, anchor on this page).

    A name that is no clause's is given as it was written, without an anchor.
    """
    known = ClauseNames(compiled.latest.clauses)
    found = [(name, known.find(name)) for name in near.clauses if name != WHOLE_TEXT]
    return [(clause.citation, clause.eid) if clause else (name, "") for name, clause in found]


def changes(compiled: CompiledPolicy, name: str, root: str) -> dict[str, list[Told]]:
    """Return by wId the comparisons in which a clause was changed, the newest first."""
    found: dict[str, list[Told]] = defaultdict(list)
    for old, new in reversed(list(pairwise(compiled.editions))):
        page = f"{root}{changes_folder(compiled.policy.id, old, new)}/"
        for wid, anchor in _changed(new):
            label = new.version.label or new.version.id
            found[wid].append(Told(name, label, f"{page}#{anchor}"))
    return dict(found)


def _changed(new: Edition) -> Iterator[tuple[str, str]]:
    """Yield the wIds of clauses that came changed into a version, with the compared unit's.

    Inside an article the unit is the article.
    """
    clauses = {clause.eid: clause for clause in new.clauses.clauses}
    for carry in new.clauses.carried:
        if carry.to_eid and carry.change not in ("unchanged", "merged"):
            clause = clauses[carry.to_eid]
            yield clause.wid, _unit(clause, clauses).wid


def _unit(clause: Clause, clauses: dict[str, Clause]) -> Clause:
    above: Clause | None = clause
    while above:
        if above.kind == "art":
            return above
        above = clauses.get(above.parent or "")
    return clause


def _unique(found: Iterable[Clause | None]) -> list[Clause]:
    return list({clause.wid: clause for clause in found if clause}.values())
