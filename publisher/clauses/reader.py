"""Reading a policy text line by line into a tree of clauses.

Every line of the source ends in exactly one place: a clause, an unnumbered heading
(a clause of kind ``crossheading``) or a declared cover line. Numbers are never invented
or changed; what is doubtful is reported and the text kept as it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.model import CoverLine
from publisher.clauses.markers import Marker, find_marker, strip
from publisher.problems import Problems

_LEVELS = {"part": 1, "sec": 2, "point": 3, "indent": 4, "indent_nn": 5}
_HEADING = re.compile(r"(#{1,6})[ \t\u3000]+")
_CLOSING_HASHES = re.compile(r"[ \t]+#+$")
_ENDS_A_SENTENCE = "。；;:："
_RUN_IN_LIMIT = 50
_DAY = re.compile(
    r"[二〇○零一三四五六七八九\d]{4}年[一二三四五六七八九十\d]{1,3}月[一二三四五六七八九十\d]{1,3}日"
)
# A signer is a body: its name ends as bodies' names do, and it is not a sentence.
_SIGNER = re.compile(
    r"[\w()（） 、]{1,30}[会委局厅部院室府司处科办署社团队所校馆组台站庭厂]\)?|.{2,30}(?:公司|中心)"
)
_REMARK = re.compile(r"[(（][^()（）]{2,30}[)）]")


@dataclass(slots=True)
class Node:
    """A clause while the tree grows; the root has kind ""."""

    kind: str
    number: str
    printed: str
    heading: str
    text: str
    line: int
    children: list["Node"] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text that was read: the root of its clauses, and its cover lines."""

    root: Node
    cover: tuple[CoverLine, ...]


def read_text(text: str, path: Path, problems: Problems) -> ReadText:
    """Read one version; doubts go to ``problems`` with the line in ``path``."""
    reader = _Reader(path, problems)
    lines = [(number, strip(line)) for number, line in enumerate(text.split("\n"), 1)]
    kept = [(number, line) for number, line in lines if line]
    body, closing = split_closing(kept)
    for number, line in body:
        reader.take(number, line)
    return ReadText(reader.root, (*reader.cover, *closing))


def split_closing(
    lines: list[tuple[int, str]],
) -> tuple[list[tuple[int, str]], list[CoverLine]]:
    """Part the signers and the date (落款) at the end of a text from the rest.

    Remarks in brackets may stand below the date (此件公开发布), up to three signers above.
    """
    end = len(lines)
    while end and _REMARK.fullmatch(lines[end - 1][1]):
        end -= 1
    if not end or not _DAY.fullmatch(lines[end - 1][1].replace(" ", "")):
        return lines, []
    cut = end - 1
    while cut > 1 and end - cut < 4 and _SIGNER.fullmatch(lines[cut - 1][1]):
        cut -= 1
    return lines[:cut], [CoverLine(number, "closing", line) for number, line in lines[cut:]]


def split_heading(rest: str) -> tuple[str, str]:
    """Part a numbered line into heading and text.

    The whole line is a heading where it does not end as a sentence; else what stands up
    to its first 。, if that is at most 50 characters and text follows.
    """
    if rest and rest[-1] not in _ENDS_A_SENTENCE:
        stop = rest.find("。") + 1
        if not stop:
            return rest, ""
    else:
        stop = rest.find("。") + 1
    follows = strip(rest[stop:]) if stop else ""
    if follows and stop <= _RUN_IN_LIMIT:
        return rest[:stop], follows
    return "", rest


class _Reader:
    """The open clauses from the root down, and what was read."""

    def __init__(self, path: Path, problems: Problems) -> None:
        self.path = path
        self.problems = problems
        self.root = Node("", "", "", "", "", 0)
        self.open: list[Node] = [self.root]
        self.cover: list[CoverLine] = []

    def take(self, number: int, line: str) -> None:
        """Put one line where it belongs."""
        hashes = _HEADING.match(line)
        if hashes:
            line = strip(_CLOSING_HASHES.sub("", line[hashes.end() :]))
        marker = find_marker(line)
        if marker:
            self._item(number, marker)
        elif hashes and len(hashes[1]) == 1 and not self.root.children:
            self.cover.append(CoverLine(number, "title", line))
        elif hashes:
            self._unnumbered("crossheading", number, line, "")
        else:
            self._unnumbered("para", number, "", line)

    def _unnumbered(self, kind: str, number: int, heading: str, text: str) -> None:
        parent = next(node for node in reversed(self.open) if node.kind != "indent_nn")
        count = parent.counts[kind] = parent.counts.get(kind, 0) + 1
        parent.children.append(Node(kind, str(count), "", heading, text, number))

    def _item(self, number: int, marker: Marker) -> None:
        level = _LEVELS[marker.kind]
        while len(self.open) > 1 and _LEVELS[self.open[-1].kind] >= level:
            self.open.pop()
        parent = self.open[-1]
        name = self._sequence(parent, number, marker)
        heading, text = split_heading(marker.rest)
        node = Node(marker.kind, name, marker.printed, heading, text, number)
        parent.children.append(node)
        self.open.append(node)

    def _sequence(self, parent: Node, line: int, marker: Marker) -> str:
        """Name an item among its siblings and report a number that is out of step."""
        last = parent.counts.get(marker.kind, 0)
        value = last + 1 if marker.value is None else marker.value
        parent.counts[marker.kind] = value
        name, instance = str(value), 1
        while f"{marker.kind}_{name}" in parent.used:
            instance += 1
            name = f"{value}_inst{instance}"
        parent.used.add(f"{marker.kind}_{name}")
        if instance > 1:
            self._report(line, "C001", f"{marker.printed} stands here again")
        elif value != last + 1:
            expected = f"after number {last}" if last else "as the first of its list"
            self._report(line, "C002", f"{marker.printed} comes {expected}")
        return name

    def _report(self, line: int, code: str, text: str) -> None:
        self.problems.add(self.path, line, code, text)


def walk(node: Node) -> Iterator[Node]:
    """Go through a clause's descendants in document order, the clause itself first."""
    yield node
    for child in node.children:
        yield from walk(child)
