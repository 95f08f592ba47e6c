"""The lines of a source, as the readers of clauses use them."""

import re
from collections.abc import Container
from dataclasses import dataclass

from catalogue.numerals import NUMERAL_CHARS
from publisher.clauses.markers import BLANK, find_marker, strip

_HEADING = re.compile(rf"(#{{1,6}})[{BLANK}]+")
# Many leave out the blank before a number: ##（一）….
_GLUED_HEADING = re.compile(r"(#{1,6})([^#\s].*)")
_GLUED_DIVISION = re.compile(rf"第 ?[{NUMERAL_CHARS}\d]{{1,7}} ?(?:部分|分编|编|章|节|条)")
_INDENT = ("    ", "\t")
_OPENING, _CLOSING = "“「", "”」"
_MAY_END_IN_COLON = frozenset("：:*_")
_OPENS_QUOTATION = re.compile("[：:][ *_]*[“「]")
# A star with a blank after it opens an item.
_BOLD_OPENING = re.compile(r"(\*{2,3}|_{2,3}|[*_](?!\s))(?![*_])(.+?)\1")
# A number that alone is bold is separate from what follows: **第五条**中小学校 is no 第五条中的….
_BOLD_NUMBER = re.compile(
    rf"(?:{_GLUED_DIVISION.pattern}(?: ?之 ?[{NUMERAL_CHARS}]{{1,3}})?"
    rf"|附 ?[件录表图] ?[{NUMERAL_CHARS}\d]{{0,3}})"
)
# Programs that write Markdown put \ into what is no list of theirs: 1\. is 1. and \(1\) is (1).
_ESCAPED_NUMBER = re.compile(rf"^(?:\d{{1,3}}\\[.、)）]|\\\([{NUMERAL_CHARS}\d]{{1,3}}\\?\))")


@dataclass(frozen=True, slots=True)
class Quotations:
    """The lines inside a quotation, and where one opens that does not end properly."""

    quoted: frozenset[int]
    unclosed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank; ``number`` counts from 1.

    ``text`` is without white space at its ends and without the marks of a heading, whose
    level is ``hashes``; ``opening`` is the same text with a plain opening instead of a bold
    one (``**第一条**　…``), in which numbers are searched. ``apart`` is "quote" or "code" for
    what belongs to a clause without being read. ``indented`` is whether it begins with four
    blanks or a tab, which counts after a footnote alone.
    """

    number: int
    text: str
    hashes: int
    opening: str
    apart: str = ""
    indented: bool = False

    @property
    def is_row(self) -> bool:
        """Whether the line is a row of a table."""
        return len(self.text) > 2 and self.text[0] == self.text[-1] == "|" and not self.apart


def read_lines(text: str) -> list[Line]:
    """Split a text into its lines, without blank ones."""
    lines = (_line(number, raw) for number, raw in enumerate(text.split("\n"), 1))
    return [line for line in lines if line]


def find_quotations(lines: list[Line], breaks: Container[int] = ()) -> Quotations:
    """Find the quotations (修改为：“…) of several lines.

    One opens after a colon, on the same line or on the next; each of its paragraphs may begin
    with another “; other unbalanced marks are treated as slips. ``breaks`` are lines that are
    in no quotation, whatever is open above them.
    """
    quoted, unclosed = set(), []
    depth, opened, colon = 0, 0, False
    for line in lines:
        if depth and line.number in breaks:
            unclosed.append(opened)
            depth = 0
        opening, text = line.opening, line.text
        starts = colon and opening[0] in _OPENING
        if depth or starts:
            quoted.add(line.number)
        if depth or starts or _OPENS_QUOTATION.search(opening):
            before, depth = depth, _open_quotes(opening, depth)
            opened = opened if before and depth else line.number
        colon = text[-1] in _MAY_END_IN_COLON and text.rstrip("*_")[-1:] in ("：", ":")
    return Quotations(frozenset(quoted), tuple([*unclosed, opened] if depth else unclosed))


def _open_quotes(line: str, before: int) -> int:
    """Return how many quotations are open after a line that has or opens some."""
    inside = 0 if line[0] in _OPENING else before
    opening = sum(line.count(mark) for mark in _OPENING)
    return max(0, inside + opening - sum(line.count(mark) for mark in _CLOSING))


def _line(number: int, raw: str) -> Line | None:
    line = strip(raw)
    if not line:
        return None
    marks = _HEADING.match(line) if line[0] == "#" else None
    text = _without_closing_hashes(line[marks.end() :]) if marks else ""
    if marks and text:
        return Line(number, text, len(marks[1]), _plain_opening(text))
    glued = _GLUED_HEADING.fullmatch(line)
    opening = _plain_opening(glued[2]) if glued else ""
    if glued and (find_marker(opening) or _GLUED_DIVISION.match(opening)):
        text = _without_closing_hashes(glued[2])
        return Line(number, text, len(glued[1]), _plain_opening(text))
    return Line(number, line, 0, _plain_opening(line), indented=raw.startswith(_INDENT))


def _without_closing_hashes(text: str) -> str:
    bare = text.rstrip("#")
    return strip(bare if bare[-1:] in (" ", "\t") else text)


def _plain_opening(text: str) -> str:
    plain = text
    if text[0] in "*_" and (bold := _BOLD_OPENING.match(text)):
        inside, rest = strip(bold[2]), text[bold.end() :]
        gap = " " if rest and _BOLD_NUMBER.fullmatch(inside) else ""
        plain = f"{inside}{gap}{rest}" or text
    if "\\" not in plain[:6]:
        return plain
    return _ESCAPED_NUMBER.sub(lambda found: found[0].replace("\\", ""), plain)
