"""Reading lists: 一、（一）1.（1）① and dashes, by level, below any clause; 1.1 and 专栏1 too.

Numbers are never invented or changed; what is doubtful is reported and the text kept as
it is.
"""

import re

from catalogue.model import CoverLine
from publisher.clauses.decimals import LevelMark, find_decimal
from publisher.clauses.divisions import LEVELS, find_box, find_heading
from publisher.clauses.markdown.inline import plain_words
from publisher.clauses.markdown.lines import Line
from publisher.clauses.markers import Marker, find_marker, strip
from publisher.clauses.tree import (
    Node,
    ScopeState,
    add_quotation,
    is_bracketed,
    next_number,
    number_item,
    report_gap,
)

# Levels 1.1.1 of a text are above all of these.
_RANKS = {
    "part": 10, "dvs": 10, "sec": 20, "subdvs": 20, "box": 25, "point": 30, "indent": 40,
    "subindent": 50, "subcl": 60, "indent_nn": 70,
}  # fmt: skip
# What a second list may be below.
_LEADS = ("para", "crossheading")
_CLOSED_BY_TEXT = ("indent_nn", *_LEADS)
_BOX = _RANKS["box"]
_UNDER_HEADINGS = {"part": "dvs", "sec": "subdvs"}
_REMARKS = re.compile(r"(?:备注|注) ?[:：]?.{0,2}|(?:备注|注) ?[:：].*")
_POINTED = re.compile(r"\d+[.．]\d")
_ENDS_A_BOX = 60
_ENDS_A_SENTENCE = "。；;:："
_RUN_IN_LIMIT = 50
_CLOSING_MARKS = re.compile(r"[*_]{1,3}")


def split_heading(rest: str) -> tuple[str, str]:
    """Split a numbered line into heading and text.

    The whole line is a heading where it does not end as a sentence; else what precedes its
    first 。, if that is at most 50 characters and text follows. It is judged on the words
    without marks, and no mark is split: **…。**… is split after it.
    """
    stop = rest.find("。") + 1
    words = plain_words(rest)
    if not stop:
        return (rest, "") if words and words[-1] not in _ENDS_A_SENTENCE else ("", rest)
    stop = _between_marks(rest, stop, words)
    follows = strip(rest[stop:]) if stop else ""
    following = plain_words(follows)
    if following and following[0] not in "”」』）)" and stop <= _RUN_IN_LIMIT:
        return strip(rest[:stop]), follows
    return "", rest


def _between_marks(rest: str, stop: int, words: str) -> int:
    """Return where to split a line so that both parts read as the whole does; 0 for nowhere."""
    closing = _CLOSING_MARKS.match(rest, stop)
    for place in (stop, closing.end() if closing else stop):
        if plain_words(rest[:place]) + plain_words(rest[place:]) == words:
            return place
    return 0


class PolicyReader:
    """The open clauses from ``base`` down, each with its rank.

    A paragraph is among them where a second list is below it. ``boxed`` is the clause that an
    open box is in: a number that goes on from there ends the box. ``lead`` is the
    paragraph on the line before, and the clause that it is below.
    """

    def __init__(self, base: Node, state: ScopeState) -> None:
        self.state = state
        self.open: list[tuple[int, Node]] = [(0, base)]
        self.boxed: Node | None = None
        self.lead: tuple[Node, Node] | None = None
        self.remarks = False

    @property
    def innermost(self) -> Node:
        """The clause that is open."""
        return self.open[-1][1]

    def take(self, line: Line) -> None:
        """Put one line where it belongs."""
        state, base = self.state, self.open[0][1]
        if line.is_row:
            state.add_row(self.innermost, line)
            self.lead = None
            return
        state.table = None
        is_quoted = line.number in state.quoted and base.children
        if line.apart or is_quoted or line.number in state.added:
            add_quotation(self.innermost, line, state.added)
            self.lead = None
        else:
            self._read(line)

    def _read(self, line: Line) -> None:
        """Take a line that is in no table or quotation."""
        state, base = self.state, self.open[0][1]
        if state.levels and (mark := state.levels.get(line.number)):
            self._level(line, mark)
            return
        marker = find_marker(line.opening) or self._decimal(line.opening)
        if marker and self._counts(marker):
            self._item(line.number, marker)
        elif line.hashes == 1 and not base.children and not find_heading(line):
            state.cover.append(CoverLine(line.number, "title", line.text))
        elif line.opening[0] == "专" and (box := find_box(line)):
            self._box(line.number, box)
        elif line.hashes:
            self.heading(line)
        else:
            self._paragraph(line)

    def heading(self, line: Line) -> None:
        """Take a line as a heading without a number."""
        heading = self._unnumbered("crossheading", line.number, line.text, "")
        self.lead = (self.innermost, heading)

    def _paragraph(self, line: Line) -> None:
        if self.boxed and len(line.text) > _ENDS_A_BOX and line.text.endswith("。"):
            box = next(node for rank, node in self.open if rank == _BOX)
            if any(child.printed for child in box.children):
                self._close_box()
        marked = self.remarks and find_marker(line.opening)
        self.remarks = bool(
            marked or (line.opening[0] in "注备" and _REMARKS.fullmatch(line.opening))
        )
        paragraph = self._unnumbered("para", line.number, "", line.text)
        self.lead = (self.innermost, paragraph)

    def _unnumbered(self, kind: str, number: int, heading: str, text: str) -> Node:
        # What follows, a table or a quotation, belongs to this paragraph, not to an item above.
        while (parent := self.open[-1][1]).kind in _CLOSED_BY_TEXT:
            self.open.pop()
        node = Node(kind, next_number(parent, kind), "", heading, text, number)
        parent.children.append(node)
        return node

    def _counts(self, marker: Marker) -> bool:
        """Return whether a marker is a number here, not words that look like one."""
        if marker.kind == "subcl":
            return not self.remarks and (len(self.open) > 1 or bool(self.open[0][1].printed))
        return not marker.weak or marker.value == self._next(marker)

    def _depth(self, rank: int) -> int:
        """Return how many clauses stay open above one of this rank."""
        depth = len(self.open)
        while depth > 1 and self.open[depth - 1][0] >= rank:
            depth -= 1
        return depth

    def _next(self, marker: Marker) -> int | None:
        """Return the number that continues the list of a marker; None where none is open."""
        kind = self._kind(marker)
        last = self.open[self._depth(_RANKS[kind]) - 1][1].counts.get(kind, 0)
        return last + 1 if last else None

    def _kind(self, marker: Marker) -> str:
        if marker.kind in ("indent", "subindent"):
            above = next((node for _, node in self.open if node.kind == "indent"), None)
            # 1） is below （1）, and both are below 2.1.
            half = marker.kind == "subindent"
            below = above and (_POINTED.match(above.printed) or (half and is_bracketed(above)))
            return "subindent" if below and not _POINTED.match(marker.printed) else "indent"
        return _UNDER_HEADINGS.get(marker.kind, marker.kind) if self.state.headed else marker.kind

    def _decimal(self, opening: str) -> Marker | None:
        """Return 2.1 below an open 2. as the item that it is."""
        if not opening[0].isdecimal():
            return None
        found = find_decimal(opening)
        if not found or len(found.path) != 2 or not found.rest:
            return None
        for _, node in self.open:
            if node.kind == "point" and node.number == str(found.path[0]):
                last = node.counts.get("indent", 0)
                if last < found.path[1] <= last + (3 if last else 1):
                    return Marker("indent", found.path[1], found.printed, found.rest)
        return None

    def _item(self, line: int, marker: Marker) -> None:
        kind = self._kind(marker)
        rank = _RANKS[kind] if not self.boxed else self._rank_by_box(kind, marker.value)
        self._leave_box(kind, rank, marker.value)
        lead, self.lead, self.remarks = self.lead, None, False
        del self.open[self._depth(rank) :]
        if marker.value == 1 and lead:
            self._begin_again(kind, rank, lead)
        item = Marker(kind, marker.value, marker.printed, marker.rest)
        node = self._numbered(line, item, self.state.order)
        if kind != "subcl":
            self.open.append((rank, node))

    def _numbered(self, line: int, item: Marker, order: dict[str, int]) -> Node:
        name = number_item(self.innermost, line, item, order, self.state.reporter)
        heading, text = split_heading(item.rest)
        node = Node(item.kind, name, item.printed, heading, text, line)
        self.innermost.children.append(node)
        return node

    def _begin_again(self, kind: str, rank: int, lead: tuple[Node, Node]) -> None:
        """Hang a list that begins at one again on the paragraph that leads to it.

        The paragraph is then a child of the clause that has both lists, not of the last item.
        """
        if self.innermost.kind in _LEADS and self.innermost.counts.get(kind):
            self.open.pop()
        if not self.innermost.counts.get(kind):
            return
        above, paragraph = lead
        above.children.pop()
        above.counts[paragraph.kind] -= 1
        paragraph.number = next_number(self.innermost, paragraph.kind)
        self.innermost.children.append(paragraph)
        self.open.append((rank - 1, paragraph))

    def _level(self, line: Line, mark: LevelMark) -> None:
        """Open 1.2.1 below 1.2; where there is none, below the chapter or the scope."""
        self.boxed = self.lead = None
        self.remarks = False
        while len(self.open) > 1 and self.innermost.line != mark.above:
            self.open.pop()
        (rank, parent), path = self.open[-1], mark.path
        if parent.kind != "level":
            # 1.1 below 第一章 is the first of it; where there is neither 1 nor 第一章 it is 1-1.
            below = parent.kind in LEVELS and parent.number == str(path[0])
            rank = int(below and len(path) > 1)
        prefix = "".join(f"{above}-" for above in path[rank:-1])
        whole = parent.counts.get("level")
        if prefix and whole and not parent.counts.get(f"level{prefix}"):
            report_gap(self.state.reporter, line.number, mark.printed, whole)
        order = self.state.order if len(path) == 1 else {}
        item = Marker("level", path[-1], mark.printed, mark.rest, prefix=prefix)
        node = self._numbered(line.number, item, order)
        # 2 goes on from 1.3.
        self.state.order["level"] = path[0]
        self.open.append((len(path), node))

    def _box(self, line: int, box: Marker) -> None:
        self.lead, self.remarks = None, False
        del self.open[self._depth(_BOX) :]
        self.boxed = self.innermost
        self.open.append((_BOX, self._numbered(line, box, self.state.order)))

    def _close_box(self) -> None:
        del self.open[self._depth(_BOX) :]
        self.boxed = None

    def _rank_by_box(self, kind: str, value: int | None) -> int:
        """Return the rank of a number: （一） is in the box where it would repeat one above it."""
        rank, box = _RANKS[kind], self.open[self._depth(_BOX + 1) - 1][1]
        if rank != _RANKS["sec"]:
            return rank
        last, above = box.counts.get(kind, 0), self.open[self._depth(rank) - 1][1]
        begins = above.counts.get(kind) and not any(child.printed for child in box.children)
        return _BOX + 1 if value == last + 1 and (last or begins) else rank

    def _leave_box(self, kind: str, rank: int, value: int | None) -> None:
        """Leave an open box at a higher level, or at a number that goes on from before it."""
        if not self.boxed:
            return
        if rank < _BOX:
            self._close_box()
            return
        inside = self.open[self._depth(rank) - 1][1].counts.get(kind, 0)
        goes_on = value == self.boxed.counts.get(kind, 0) + 1
        if goes_on and value not in (1, inside + 1):
            self._close_box()
