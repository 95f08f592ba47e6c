"""The lines of a source, as the readers see them."""

import re
from dataclasses import dataclass

from publisher.clauses.markers import strip

_HEADING = re.compile(r"(#{1,6})[ \t\u3000]+")
_CLOSING_HASHES = re.compile(r"[ \t]+#+$")
_OPENS_QUOTATION = re.compile("[：:] *“")
_BOLD_OPENING = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank; ``number`` counts from 1.

    ``text`` is without white space at its ends and without the marks of a heading, whose
    level is ``hashes``; ``opening`` is the same text with a bold opening set plain, which
    is what numbers are looked for in (``**第一条**　…``). ``quoted`` lines go on with a
    quotation (修改为：“…) that a line above has opened.
    """

    number: int
    text: str
    hashes: int
    opening: str
    quoted: bool

    @property
    def is_row(self) -> bool:
        """Whether the line is a row of a table."""
        return len(self.text) > 2 and self.text[0] == self.text[-1] == "|"


def read_lines(text: str) -> list[Line]:
    """Part a text into its lines, blank ones left out."""
    lines, open_quotes = [], 0
    for number, raw in enumerate(text.split("\n"), 1):
        line = strip(raw)
        if line:
            lines.append(_line(number, line, quoted=open_quotes > 0))
            open_quotes = _open_quotes(line, open_quotes)
    return lines


def _open_quotes(line: str, before: int) -> int:
    """Count the quotations that are open behind a line.

    One opens behind a colon (修改为：“…) and each of its paragraphs begins with “ anew;
    other quotation marks that are out of balance are taken for slips.
    """
    if "“" not in line and "”" not in line:
        return before
    if not before and not _OPENS_QUOTATION.search(line):
        return 0
    start = 0 if line.startswith("“") else before
    return max(0, start + line.count("“") - line.count("”"))


def _line(number: int, line: str, *, quoted: bool) -> Line:
    marks = _HEADING.match(line)
    text = strip(_CLOSING_HASHES.sub("", line[marks.end() :])) if marks else line
    hashes = len(marks[1]) if marks else 0
    return Line(number, text, hashes, _plain_opening(text), quoted)


def _plain_opening(text: str) -> str:
    if not text.startswith(("**", "__")):
        return text
    bold = _BOLD_OPENING.match(text)
    return strip(bold[2] + text[bold.end() :]) if bold else text
