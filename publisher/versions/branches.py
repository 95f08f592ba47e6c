"""A version's clauses as a tree, each with the whole text that it is recognised by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from catalogue.model import Clause
from publisher.versions.evidence import Grams, folded


@dataclass(eq=False)
class Branch:
    """A clause with those below it; the root of a text has the eId "" and no clause."""

    clause: Clause | None
    children: list["Branch"] = field(default_factory=list)
    parent: "Branch | None" = None

    @property
    def eid(self) -> str:
        """Where the clause stands in its version."""
        return self.clause.eid if self.clause else ""

    @property
    def wid(self) -> str:
        """Who the clause is."""
        return self.clause.wid if self.clause else ""

    @property
    def kind(self) -> str:
        """The clause's kind, "" for the root."""
        return self.clause.kind if self.clause else ""

    @cached_property
    def whole(self) -> str:
        """The folded text of the clause and all below it, without their numbers."""
        own = self.clause.words if self.clause else ""
        return folded(own) + "".join(child.whole for child in self.children)

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
            ("" if branch is self else clause.number, clause.heading, clause.text)
            for branch in self.walk()
            if (clause := branch.clause)
        )

    def walk(self) -> Iterator["Branch"]:
        """Go through the branch in document order, itself first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def articles(self) -> Iterator["Branch"]:
        """Go through the articles below, whatever division they stand in, not annexes."""
        for child in self.children:
            if child.kind == "art":
                yield child
            elif child.kind != "att":
                yield from child.articles()


def grow(clauses: Sequence[Clause]) -> Branch:
    """Return the root of the tree that clauses in document order make."""
    root = Branch(None)
    by_eid = {"": root}
    for clause in clauses:
        parent = by_eid[clause.parent or ""]
        branch = Branch(clause, parent=parent)
        parent.children.append(branch)
        by_eid[clause.eid] = branch
    return root
