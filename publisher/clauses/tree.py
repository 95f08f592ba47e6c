"""The tree of clauses while it is built."""

import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.model import CoverLine
from publisher.clauses.decimals import LevelMark
from publisher.clauses.markdown.lines import Line
from publisher.clauses.markers import Marker
from publisher.problems import Problems, Value


@dataclass(slots=True)
class Node:
    """A clause while the tree is built; the root has kind "".

    ``number`` is the number in its name (``17-1``), ``printed`` the source's (第十七条之一).
    ``top`` marks a clause whose name does not begin with its parent's: articles are numbered
    through a whole text, whatever their chapter.
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


def is_bracketed(node: Node) -> bool:
    """Return whether a number is printed （一） or （1）, also as one character."""
    return unicodedata.normalize("NFKC", node.printed)[:1] == "("


def next_number(parent: Node, kind: str) -> str:
    """Count one more child of a kind that the source does not number."""
    parent.counts[kind] = parent.counts.get(kind, 0) + 1
    return str(parent.counts[kind])


def unique_number(scope: Node, kind: str, number: str) -> tuple[str, bool]:
    """Return a number as a name within ``scope``, and whether it was there before."""
    instance = scope.used[f"{kind}_{number}"] = scope.used.get(f"{kind}_{number}", 0) + 1
    return (number, False) if instance == 1 else (f"{number}_inst{instance}", True)


def number_item(
    parent: Node, line: int, marker: Marker, order: dict[str, int], reporter: Reporter
) -> str:
    """Name an item among its siblings and report a number that is out of step.

    It is in step where it begins at one, or goes on from its siblings or from the last of its
    kind in the scope: （三） in 二、 after （一）（二） in 一、 is a usual style. ``order``
    has the last number of each kind in the scope.
    """
    last = parent.counts.get(marker.kind + marker.prefix, 0)
    value = last + 1 if marker.value is None else marker.value
    parent.counts[marker.kind + marker.prefix] = value
    name, again = unique_number(parent, marker.kind, f"{marker.prefix}{value}")
    # 第一节 and （一） may both be a sec.
    style = marker.kind + ("第" if marker.printed.startswith("第") else "")
    goes_on = value == order.get(style, 0) + 1
    order[style] = value
    if again:
        reporter.report(line, "C001.again", printed=marker.printed)
    elif value != last + 1 and not goes_on:
        report_gap(reporter, line, marker.printed, last)
    return name


def report_gap(reporter: Reporter, line: int, printed: str, before: str | int | None) -> None:
    """Report a number that does not follow the one before it, or is no first one."""
    if before:
        reporter.report(line, "C002.after", printed=printed, before=before)
    else:
        reporter.report(line, "C002.first", printed=printed)


def add_quotation(parent: Node, line: Line, added: Container[int]) -> None:
    """Add a line of quoted law below the clause that quotes it.

    ``added`` are the lines of new articles: those of one amendment are below the first.
    """
    last = parent.children[-1] if parent.children else parent
    if last.kind == "qstr" and line.number in added and last.line in added:
        parent = last
    name = next_number(parent, "qstr")
    parent.children.append(Node("qstr", name, "", "", line.text, line.number))


@dataclass(slots=True)
class ScopeState:
    """What the readers of one scope share.

    ``node`` is its clause; tables are numbered through it, and ``table`` is the open one.
    ``quoted`` are the lines inside quotations, ``levels`` the lines that open 1.1; ``headed`` is
    whether 一、 and （一） are below 编 章 节 部分 in it, ``added`` are the lines of new articles
    that an amendment announces. ``order`` is that of ``number_item``.
    """

    node: Node
    reporter: Reporter
    cover: list[CoverLine]
    quoted: frozenset[int]
    levels: Mapping[int, LevelMark]
    headed: bool
    added: frozenset[int] = frozenset()
    order: dict[str, int] = field(default_factory=dict)
    table: Node | None = None

    def add_row(self, parent: Node, line: Line) -> None:
        """Add a row to the open table, or begin one below ``parent``."""
        if self.table is None:
            name = next_number(self.node, "table")
            self.table = Node("table", name, "", "", "", line.number, top=True)
            parent.children.append(self.table)
        name = next_number(self.table, "tr")
        self.table.children.append(Node("tr", name, "", "", line.text, line.number))


def walk(node: Node) -> Iterator[Node]:
    """Yield a clause and its descendants in document order."""
    yield node
    for child in node.children:
        yield from walk(child)
