"""Clauses whose own line stands once in each of two versions, word for word.

Such a line is better evidence than any likeness: what holds it, or is it, is no other clause.
"""

from collections import Counter

from publisher.versions.clause_tree import ClauseNode

_LONG_ENOUGH = 10
_LONG_HEADING = 5


class Twins:
    """The pairs of such clauses, by the eId of the old one and of the new one."""

    def __init__(self, old: ClauseNode, new: ClauseNode) -> None:
        here, there = _once(old), _once(new)
        self.pairs = [(node, there[line]) for line, node in here.items() if line in there]
        self.new_of = {before.eid: after.eid for before, after in self.pairs}
        self.old_of = {after.eid: before.eid for before, after in self.pairs}

    def part(self, old: ClauseNode, new: ClauseNode) -> bool:
        """Return whether either is known to be another clause."""
        ahead, back = self.new_of.get(old.eid), self.old_of.get(new.eid)
        return ahead not in (None, new.eid) or back not in (None, old.eid)

    def join(self, old: ClauseNode, new: ClauseNode) -> bool:
        """Return whether two clauses share lines below them, and neither with any other clause."""
        olds = {node.eid for node in old.walk()}
        news = {node.eid for node in new.walk()}
        ahead = {self.new_of[eid] for eid in olds if eid in self.new_of}
        back = {self.old_of[eid] for eid in news if eid in self.old_of}
        return bool(ahead) and ahead <= news and back <= olds


def _enough(node: ClauseNode) -> int:
    is_heading = node.clause and node.clause.heading and not node.clause.text
    return _LONG_HEADING if is_heading else _LONG_ENOUGH


def _once(root: ClauseNode) -> dict[str, ClauseNode]:
    nodes = [node for node in root.walk() if len(node.line) >= _enough(node)]
    counts = Counter(node.line for node in nodes)
    return {node.line: node for node in nodes if counts[node.line] == 1}
