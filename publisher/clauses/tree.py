"""The tree of clauses while it grows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.model import CoverLine
from publisher.clauses.markdown.lines import Line
from publisher.problems import Problems, Value


@dataclass(slots=True)
class Node:
    """A clause while the tree grows; the root has kind "".

    ``number`` is the number in its name (``17-1``), ``printed`` the source's (第十七条之一).
    ``top`` marks a clause whose name does not begin with its parent's: articles run
    through a whole text, whatever chapter they stand in.
    """

    kind: str
    number: str
    printed: str
    heading: str
    text: str
    line: int
    top: bool = False
    children: list["Node"] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text that was read: the root of its clauses, and its cover lines."""

    root: Node
    cover: tuple[CoverLine, ...]


@dataclass(slots=True)
class Reporter:
    """Reports what is doubtful about the lines of one file."""

    path: Path
    problems: Problems

    def report(self, line: int, kind: str, /, **values: Value) -> None:
        """Report a doubt, as ``Problems.add`` does."""
        self.problems.add(self.path, line, kind, **values)


def root() -> Node:
    """Return an empty tree."""
    return Node("", "", "", "", "", 0)


def next_number(parent: Node, kind: str) -> str:
    """Count one more child of a kind that the source does not number."""
    parent.counts[kind] = parent.counts.get(kind, 0) + 1
    return str(parent.counts[kind])


def unique_number(scope: Node, kind: str, number: str) -> tuple[str, bool]:
    """Return a number as a name within ``scope``, and whether it stood there before."""
    instance = scope.used[f"{kind}_{number}"] = scope.used.get(f"{kind}_{number}", 0) + 1
    return (number, False) if instance == 1 else (f"{number}_inst{instance}", True)


def add_quotation(parent: Node, line: Line) -> None:
    """Add a line of quoted law below the clause that quotes it."""
    name = next_number(parent, "qstr")
    parent.children.append(Node("qstr", name, "", "", line.text, line.number))


@dataclass(slots=True)
class Tables:
    """Puts rows that follow each other into one table, numbered through its scope."""

    current: Node | None = None

    def add(self, scope: Node, parent: Node, line: Line) -> None:
        """Add a row to the open table, or begin one below ``parent``."""
        if self.current is None:
            name = next_number(scope, "table")
            self.current = Node("table", name, "", "", "", line.number, top=True)
            parent.children.append(self.current)
        name = next_number(self.current, "tr")
        self.current.children.append(Node("tr", name, "", "", line.text, line.number))


def walk(node: Node) -> Iterator[Node]:
    """Go through a clause's descendants in document order, the clause itself first."""
    yield node
    for child in node.children:
        yield from walk(child)
