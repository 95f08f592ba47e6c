"""From any name of a clause to where it is now: on the page of the policy's latest version."""

from dataclasses import dataclass

from catalogue.model import Clause
from catalogue.references import Finder, read_citation
from publisher.compile.policy import CompiledPolicy


@dataclass(frozen=True, slots=True)
class Named:
    """A clause that the policy's page answers for.

    ``anchor`` is an id on that page and the name by which to gather what is told of the
    clause: its wId. ``stands`` is False where the page only says what became of it.
    """

    anchor: str
    citation: str
    stands: bool = True


class ClauseNames:
    """The names of one policy's clauses: wId, eId, citation, and what older texts called them."""

    def __init__(self, compiled: CompiledPolicy) -> None:
        self.latest = compiled.latest.clauses
        self.named: dict[str, Named] = {}
        self.by_eid = {clause.eid: _named(clause) for clause in self.latest.clauses}
        for clause in self.latest.clauses:
            self.named.setdefault(clause.citation, _named(clause))
        for stone in compiled.remains.tombstones:
            self.named[stone.wid] = Named(stone.wid, stone.citation, stands=False)
        for eid, wids in compiled.remains.anchors.items():
            self.named |= dict.fromkeys(wids, self.by_eid[eid])
        self.named |= {clause.wid: _named(clause) for clause in self.latest.clauses}

    def find(self, name: str) -> Named | None:
        """Return the clause of that name; None where the policy has none."""
        found = self.named.get(name) or self.by_eid.get(name)
        if found:
            return found
        clause = self.latest.resolve(name) or self._cited(name)
        return _named(clause) if clause else None

    def _cited(self, words: str) -> Clause | None:
        """Read a citation as people write it: 三、（一） for 第三部分（一）."""
        parts = read_citation(words)
        return Finder(self.latest.clauses).resolve(parts) if parts else None


def _named(clause: Clause) -> Named:
    return Named(clause.wid, clause.citation)
