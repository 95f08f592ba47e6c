"""What is told beside the clauses of a text: what explains them, where they were changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.citation import WHOLE_TEXT
from catalogue.model import Clause, ClauseSet
from catalogue.references import Finder, read_citation
from publisher.changes import comparisons
from publisher.compile import CompiledPolicy
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
    """Return by wId the comparisons in which a clause was changed, the newest first.

    Each leads to the unit that was compared: inside an article that is the article.
    """
    found: dict[str, list[Told]] = defaultdict(list)
    for comparison in reversed(comparisons(compiled)):
        version = comparison.new.version
        # What is compared was read before it had the names that clauses keep for good.
        wids = {clause.eid: clause.wid for clause in comparison.new.clauses.clauses}
        for row in comparison.rows:
            told = Told(
                name, version.label or version.id, f"{root}{comparison.folder}/#{row.anchor}"
            )
            for clause in (line.new for line in row.lines if row.change != "unchanged"):
                if clause:
                    found[wids[clause.eid]].append(told)
    return dict(found)


def _unique(found: Iterable[Clause | None]) -> list[Clause]:
    return list({clause.wid: clause for clause in found if clause}.values())
