"""A version's clauses as a tree, each with the whole text that it is recognised by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from catalogue.model import Clause
from publisher.versions.evidence import Grams, folded

_TELLING = 5
# What numbers its articles for itself: a text, an annex, a further text.
SCOPES = frozenset(["", "att", "cmp"])


@dataclass(eq=False)
class ClauseNode:
    """A clause with those below it; the root of a text has the eId "" and no clause."""

    clause: Clause | None
    children: list["ClauseNode"] = field(default_factory=list)
    parent: "ClauseNode | None" = None

    @property
    def eid(self) -> str:
        """Its name in its version."""
        return self.clause.eid if self.clause else ""

    @property
    def wid(self) -> str:
        """Its lasting name."""
        return self.clause.wid if self.clause else ""

    @property
    def kind(self) -> str:
        """The clause's kind, "" for the root."""
        return self.clause.kind if self.clause else ""

    @cached_property
    def line(self) -> str:
        """The folded words of its own line, without its number; "" for an article or a table."""
        return folded(self.clause.words) if self.clause and self.clause.words else ""

    @property
    def lead(self) -> str:
        """The line that it begins with; "" where that says too little to tell it by."""
        if self.line or not self.children:
            return self.line if len(self.line) > 1 else ""
        first = self.children[0].line
        return first if len(first) >= _TELLING else ""

    @cached_property
    def whole(self) -> str:
        """The folded text of the clause and all below it, without their numbers."""
        return self.line + "".join(child.whole for child in self.children)

    @cached_property
    def grams(self) -> Grams:
        """The 3-grams of the whole text."""
        return Grams(self.whole)

    @cached_property
    def wording(self) -> tuple[tuple[str, str, str], ...]:
        """Number, heading and text of the clause and all below it, its own number left out.

        What a reader would see as the same clause under another number is equal here.
        """
        return tuple(
            ("" if node is self else clause.number, clause.heading, clause.text)
            for node in self.walk()
            if (clause := node.clause)
        )

    def walk(self) -> Iterator["ClauseNode"]:
        """Yield the clauses in document order, itself first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def articles(self) -> Iterator["ClauseNode"]:
        """Yield the articles below, whatever division they are in, not of annexes."""
        for child in self.children:
            if child.kind == "art":
                yield child
            elif child.kind not in SCOPES:
                yield from child.articles()


def build_tree(clauses: Sequence[Clause]) -> ClauseNode:
    """Return the root of the tree that clauses in document order make."""
    root = ClauseNode(None)
    by_eid = {"": root}
    for clause in clauses:
        parent = by_eid[clause.parent or ""]
        node = ClauseNode(clause, parent=parent)
        parent.children.append(node)
        by_eid[clause.eid] = node
    return root
