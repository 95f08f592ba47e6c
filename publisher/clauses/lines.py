"""The lines of a source, as the readers see them."""

import re
from collections.abc import Container
from dataclasses import dataclass

from catalogue.numerals import NUMERAL_CHARS
from publisher.clauses.markers import strip

_HEADING = re.compile(r"(#{1,6})[ \t\u3000]+")
_OPENING, _CLOSING = "“「", "”」"
_OPENS_QUOTATION = re.compile("[：:] *[“「]")
_BOLD_OPENING = re.compile(r"(\*{1,3}|_{1,3})(?![*_])(.{1,60}?)\1")
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
    is what numbers are looked for in (``**第一条**　…``).
    """

    number: int
    text: str
    hashes: int
    opening: str

    @property
    def is_row(self) -> bool:
        """Whether the line is a row of a table."""
        return len(self.text) > 2 and self.text[0] == self.text[-1] == "|"


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
    marks = _HEADING.match(line)
    text = _without_closing_hashes(line[marks.end() :]) if marks else ""
    if not marks or not text:
        return Line(number, line, 0, _plain_opening(line))
    return Line(number, text, len(marks[1]), _plain_opening(text))


def _without_closing_hashes(text: str) -> str:
    bare = text.rstrip("#")
    return strip(bare if bare[-1:] in (" ", "\t") else text)


def _plain_opening(text: str) -> str:
    if text[0] not in "*_":
        return text
    bold = _BOLD_OPENING.match(text)
    plain = strip(bold[2]) + text[bold.end() :] if bold else ""
    return plain if plain and plain[0] in _NUMBERED else text
