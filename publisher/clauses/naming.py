"""From a tree of clauses to the clauses of the contract, with eId, wId, citation, digest."""

from catalogue.citation import cite
from catalogue.ids import make_eid, make_wid
from catalogue.model import Clause, ClauseSet
from catalogue.text import clause_digest
from publisher.clauses.tree import Node, ReadText, walk


def name_clauses(policy: str, version: str, read: ReadText) -> ClauseSet:
    """Name every clause of a version that is the first to hold it."""
    clauses: list[Clause] = []
    for node in read.root.children:
        _name(node, None, None, version, clauses)
    return ClauseSet(policy, version, tuple(clauses), cover=read.cover)


def _name(
    node: Node, parent: str | None, scope: str | None, version: str, clauses: list[Clause]
) -> None:
    eid = make_eid(scope if node.top else parent, node.kind, node.number)
    below = eid if node.kind == "att" else scope
    lines = ((child.printed, child.heading, child.text) for child in walk(node))
    clauses.append(
        Clause(
            eid=eid,
            wid=make_wid(version, eid),
            parent=parent,
            kind=node.kind,
            number=node.printed,
            heading=node.heading,
            text=node.text,
            citation=eid,
            digest=clause_digest(lines),
            line=node.line,
        )
    )
    for child in node.children:
        _name(child, eid, below, version, clauses)
