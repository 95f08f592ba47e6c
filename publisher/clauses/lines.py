"""The lines of a source, as the readers see them."""

import re
from collections.abc import Container
from dataclasses import dataclass

from catalogue.numerals import NUMERAL_CHARS
from publisher.clauses.markers import BLANK, find_marker, strip

_HEADING = re.compile(rf"(#{{1,6}})[{BLANK}]+")
# Many leave out the blank in front of a number: ##（一）….
_GLUED_HEADING = re.compile(r"(#{1,6})([^#\s].*)")
_GLUED_DIVISION = re.compile(rf"第 ?[{NUMERAL_CHARS}\d]{{1,7}} ?(?:分编|编|章|节|条)")
_OPENING, _CLOSING = "“「", "”」"
_OPENS_QUOTATION = re.compile("[：:] *[“「]")
_BOLD_OPENING = re.compile(r"(\*{1,3}|_{1,3})(?![*_])(.{1,60}?)\1")
# Programs that write Markdown put \ into what is no list of theirs: 1\. is printed 1.
_ESCAPED_NUMBER = re.compile(r"^(\d{1,3})\\([.、)）])")
_NUMBERED = frozenset("第附（(" + NUMERAL_CHARS + "0123456789０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Quotations:
    """Lines that stand in a quotation, and where one opens that does not end as it should."""

    quoted: frozenset[int]
    unclosed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank; ``number`` counts from 1.

    ``text`` is without white space at its ends and without the marks of a heading, whose
    level is ``hashes``; ``opening`` is the same text with a bold opening set plain, which
    is what numbers are looked for in (``**第一条**　…``). ``apart`` is "quote" or "code" for
    what stands below a clause without being read.
    """

    number: int
    text: str
    hashes: int
    opening: str
    apart: str = ""

    @property
    def is_row(self) -> bool:
        """Whether the line is a row of a table."""
        return len(self.text) > 2 and self.text[0] == self.text[-1] == "|" and not self.apart


def read_lines(text: str) -> list[Line]:
    """Part a text into its lines, blank ones left out."""
    stripped = ((number, strip(raw)) for number, raw in enumerate(text.split("\n"), 1))
    return [_line(number, line) for number, line in stripped if line]


def find_quotations(lines: list[Line], breaks: Container[int] = ()) -> Quotations:
    """Follow the quotations (修改为：“…) that go on over several lines.

    One opens behind a colon, on the same line or on the next; each of its paragraphs may
    begin with “ anew; other marks out of balance are taken for slips. ``breaks`` are lines
    that stand in no quotation, whatever is open above them.
    """
    quoted, unclosed = set(), []
    depth, opened, colon = 0, 0, False
    for line in lines:
        if depth and line.number in breaks:
            unclosed.append(opened)
            depth = 0
        starts = colon and line.text[0] in _OPENING
        if depth or starts:
            quoted.add(line.number)
        before, depth = depth, _open_quotes(line.text, depth, starts=starts)
        opened = opened if before and depth else line.number
        colon = line.text[-1] in "：:"
    return Quotations(frozenset(quoted), tuple([*unclosed, opened] if depth else unclosed))


def _open_quotes(line: str, before: int, *, starts: bool) -> int:
    """Count the quotations that are open behind a line."""
    if not (before or starts or _OPENS_QUOTATION.search(line)):
        return 0
    inside = 0 if line[0] in _OPENING else before
    opening = sum(line.count(mark) for mark in _OPENING)
    return max(0, inside + opening - sum(line.count(mark) for mark in _CLOSING))


def _line(number: int, line: str) -> Line:
    marks = _HEADING.match(line) if line[0] == "#" else None
    text = _without_closing_hashes(line[marks.end() :]) if marks else ""
    if marks and text:
        return Line(number, text, len(marks[1]), _plain_opening(text))
    glued = _GLUED_HEADING.fullmatch(line)
    if glued and (find_marker(glued[2]) or _GLUED_DIVISION.match(glued[2])):
        text = _without_closing_hashes(glued[2])
        return Line(number, text, len(glued[1]), _plain_opening(text))
    return Line(number, line, 0, _plain_opening(line))


def _without_closing_hashes(text: str) -> str:
    bare = text.rstrip("#")
    return strip(bare if bare[-1:] in (" ", "\t") else text)


def _plain_opening(text: str) -> str:
    if text[0] not in "*_":
        return _ESCAPED_NUMBER.sub(r"\1\2", text) if "\\" in text[:5] else text
    bold = _BOLD_OPENING.match(text)
    plain = strip(bold[2]) + text[bold.end() :] if bold else ""
    return plain if plain and plain[0] in _NUMBERED else text
