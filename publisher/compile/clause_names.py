"""From any name of a clause to where it is now: on the page of the policy's latest version."""

import re
from dataclasses import dataclass

from catalogue.model import Clause, ClauseSet
from catalogue.references import Finder, read_citation
from publisher.versions.tombstones import NONE_RETIRED, RetiredClauses

_TITLED = re.compile(r"《([^》]+)》(.+)")


@dataclass(frozen=True, slots=True)
class NamedClause:
    """A clause that the policy's page answers for.

    ``anchor`` is an id on that page and the name by which to gather what is said of the
    clause: its wId. ``retired`` where the page only says what became of it.
    """

    anchor: str
    citation: str
    retired: bool = False


class ClauseNames:
    """The names of one policy's clauses: wId, eId, citation, and what older texts called them.

    A citation may follow the policy's own title: 《某市条例》第三条.
    """

    def __init__(
        self, latest: ClauseSet, retired: RetiredClauses = NONE_RETIRED, title: str = ""
    ) -> None:
        self.latest = latest
        self.titles = {title, *(line.text for line in latest.cover if line.role == "title")}
        self.wids = {clause.wid: _named(clause) for clause in latest.clauses}
        self.by_eid = {clause.eid: _named(clause) for clause in latest.clauses}
        self.by_eid |= {name: self.by_eid[eid] for name, eid in latest.former.items()}
        self.named = {clause.citation: _named(clause) for clause in reversed(latest.clauses)}
        for tombstone in retired.tombstones:
            named = NamedClause(tombstone.wid, tombstone.citation, retired=True)
            self.named[tombstone.wid] = named
        for eid, wids in retired.anchors.items():
            self.named |= dict.fromkeys(wids, self.by_eid[eid])
        self.named |= self.wids

    def find(self, name: str, *, mentioned: bool = False) -> NamedClause | None:
        """Return the clause of that name; None where the policy has none.

        ``mentioned`` in the words of a text that may be about others: 第三条 is then no
        clause of a policy that has no articles.
        """
        titled = _TITLED.fullmatch(name)
        if titled and titled[1] in self.titles:
            name = titled[2]
        found = self.named.get(name) or self.by_eid.get(name)
        if found:
            return found
        clause = self.latest.resolve(name)
        # A citation as people write it: 三、（一） for 第三部分（一）.
        if not clause and (parts := read_citation(name)):
            finder = Finder(self.latest.clauses)
            clause = finder.mentioned(name, parts) if mentioned else finder.resolve(parts)
        return _named(clause) if clause else None


def _named(clause: Clause) -> NamedClause:
    return NamedClause(clause.wid, clause.citation)
