"""Reading policy texts: 一、（一）1.（1） and dashes, by level, below any clause.

Numbers are never invented or changed; what is doubtful is reported and the text kept as
it stands.
"""

import re

from catalogue.model import CoverLine
from publisher.clauses.divisions import find_division
from publisher.clauses.markdown.inline import plain_words
from publisher.clauses.markdown.lines import Line
from publisher.clauses.markers import Marker, find_marker, strip
from publisher.clauses.tree import (
    Node,
    Reporter,
    Tables,
    add_quotation,
    next_number,
    unique_number,
)

_LEVELS = {"part": 1, "sec": 2, "point": 3, "indent": 4, "indent_nn": 5}
_ENDS_A_SENTENCE = "。；;:："
_RUN_IN_LIMIT = 50
_CLOSING_MARKS = re.compile(r"[*_]{1,3}")


def split_heading(rest: str) -> tuple[str, str]:
    """Part a numbered line into heading and text.

    The whole line is a heading where it does not end as a sentence; else what stands up
    to its first 。, if that is at most 50 characters and text follows. It is judged on the
    words without marks, and no mark is parted: **…。**… is parted behind it.
    """
    stop = rest.find("。") + 1
    said = plain_words(rest)
    if not stop:
        return (rest, "") if said and said[-1] not in _ENDS_A_SENTENCE else ("", rest)
    stop = _between_marks(rest, stop, said)
    follows = strip(rest[stop:]) if stop else ""
    told = plain_words(follows)
    if told and told[0] not in "”」』）)" and stop <= _RUN_IN_LIMIT:
        return strip(rest[:stop]), follows
    return "", rest


def _between_marks(rest: str, stop: int, said: str) -> int:
    """Return where to part a line so that both parts read as the whole does; 0 for nowhere."""
    behind = _CLOSING_MARKS.match(rest, stop)
    for place in (stop, behind.end() if behind else stop):
        if plain_words(rest[:place]) + plain_words(rest[place:]) == said:
            return place
    return 0


class PolicyReader:
    """The open clauses from ``base`` down; tables are numbered through ``scope``."""

    def __init__(
        self,
        base: Node,
        reporter: Reporter,
        cover: list[CoverLine],
        quoted: frozenset[int],
        scope: Node | None = None,
    ) -> None:
        self.reporter = reporter
        self.quoted = quoted
        self.scope = scope or base
        self.tables = Tables()
        self.open: list[Node] = [base]
        self.cover = cover

    def take(self, line: Line) -> None:
        """Put one line where it belongs."""
        if line.is_row:
            self.tables.add(self.scope, self.open[-1], line)
            return
        self.tables.current = None
        if line.apart or (line.number in self.quoted and self.open[0].children):
            add_quotation(self.open[-1], line)
            return
        marker = find_marker(line.opening)
        if marker and (not marker.weak or self._goes_on(marker)):
            self._item(line.number, marker)
        elif line.hashes == 1 and not self.open[0].children and not find_division(line, head=False):
            self.cover.append(CoverLine(line.number, "title", line.text))
        elif line.hashes:
            self._unnumbered("crossheading", line.number, line.text, "")
        else:
            self._unnumbered("para", line.number, "", line.text)

    def heading(self, line: Line) -> None:
        """Take a line as a heading without a number."""
        self._unnumbered("crossheading", line.number, line.text, "")

    def _unnumbered(self, kind: str, number: int, heading: str, text: str) -> None:
        # What follows, a table or a quotation, stands behind this paragraph, not in an item above.
        while self.open[-1].kind == "indent_nn":
            self.open.pop()
        parent = self.open[-1]
        name = next_number(parent, kind)
        parent.children.append(Node(kind, name, "", heading, text, number))

    def _parent(self, kind: str) -> int:
        """Return how many clauses stay open above one of this kind."""
        depth = len(self.open)
        while depth > 1 and _LEVELS[self.open[depth - 1].kind] >= _LEVELS[kind]:
            depth -= 1
        return depth

    def _goes_on(self, marker: Marker) -> bool:
        parent = self.open[self._parent(marker.kind) - 1]
        last = parent.counts.get(marker.kind, 0)
        return last > 0 and marker.value == last + 1

    def _item(self, line: int, marker: Marker) -> None:
        del self.open[self._parent(marker.kind) :]
        parent = self.open[-1]
        name = number_item(parent, line, marker, self.reporter)
        heading, text = split_heading(marker.rest)
        node = Node(marker.kind, name, marker.printed, heading, text, line)
        parent.children.append(node)
        self.open.append(node)


def number_item(parent: Node, line: int, marker: Marker, reporter: Reporter) -> str:
    """Name an item among its siblings and report a number that is out of step."""
    last = parent.counts.get(marker.kind, 0)
    value = last + 1 if marker.value is None else marker.value
    parent.counts[marker.kind] = value
    name, again = unique_number(parent, marker.kind, str(value))
    if again:
        reporter.report(line, "C001.again", printed=marker.printed)
    elif value != last + 1:
        report_gap(reporter, line, marker.printed, last)
    return name


def report_gap(reporter: Reporter, line: int, printed: str, before: str | int | None) -> None:
    """Report a number that does not follow the one before it, or is no first one."""
    if before:
        reporter.report(line, "C002.after", printed=printed, before=before)
    else:
        reporter.report(line, "C002.first", printed=printed)
