"""The lines of a source, as the readers see them."""

import re
from dataclasses import dataclass

from publisher.clauses.markers import strip

_HEADING = re.compile(r"(#{1,6})[ \t\u3000]+")
_CLOSING_HASHES = re.compile(r"[ \t]+#+$")
_BOLD_OPENING = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


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


def read_lines(text: str) -> list[Line]:
    """Part a text into its lines, blank ones left out."""
    stripped = ((number, strip(line)) for number, line in enumerate(text.split("\n"), 1))
    return [_line(number, line) for number, line in stripped if line]


def _line(number: int, line: str) -> Line:
    marks = _HEADING.match(line)
    text = strip(_CLOSING_HASHES.sub("", line[marks.end() :])) if marks else line
    return Line(number, text, len(marks[1]) if marks else 0, _plain_opening(text))


def _plain_opening(text: str) -> str:
    if not text.startswith(("**", "__")):
        return text
    bold = _BOLD_OPENING.match(text)
    return strip(bold[2] + text[bold.end() :]) if bold else text
