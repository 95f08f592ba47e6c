"""What is printed: lines and tables, each with the style it is set in.

What is made from it (Word, PDF, HTML for another system) differs in form alone.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Style(StrEnum):
    """How a line is set, after GB/T 9704-2012, 7.3; the names are those of the styles in Word."""

    TITLE = "Title"
    LABEL = "Subtitle"
    ENACTMENT = "Enactment"
    CONTENTS_TITLE = "ContentsTitle"
    HEADING_1 = "Heading1"
    HEADING_2 = "Heading2"
    HEADING_3 = "Heading3"
    HEADING_4 = "Heading4"
    DIVISION = "Division"
    ARTICLE = "Article"
    BODY = "BodyText"
    ANNEX = "Annex"
    CLOSING = "Closing"
    SOURCE = "Source"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a line: its file, and the hexadecimal SHA-256 of its bytes."""

    path: Path = field(repr=False)
    digest: str


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one line; ``plain`` is the face of the body inside a heading's line.

    ``name`` is the eId of the clause that begins with them, else empty. A line feed, which
    only titles have, ends a line. ``href`` is where the words lead, an absolute address;
    ``script`` is sup, as of a reference to a footnote, sub or "". The words of a
    ``picture`` are its text alternative.
    """

    text: str
    plain: bool = False
    bold: bool = False
    name: str = ""
    italic: bool = False
    code: bool = False
    script: str = ""
    href: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One paragraph; ``level`` is its place in the outline from 1, 0 where it is no heading.

    ``gap`` is a blank line above; ``inset`` how far it ends from the right edge, in
    characters, of a line of the signature (落款); ``keep`` holds it on the page of the next;
    ``new_page`` begins a page.
    """

    style: Style
    runs: tuple[Run, ...]
    level: int = 0
    gap: bool = False
    inset: float = 0
    keep: bool = False
    new_page: bool = False

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(run.text for run in self.runs).replace("\n", "")

    @property
    def heading(self) -> tuple[Run, ...]:
        """What is set in the line's own face, before the words after a run-in heading."""
        return tuple(run for run in self.runs if not run.plain)

    @property
    def behind(self) -> tuple[Run, ...]:
        """What follows a run-in heading on its line."""
        return tuple(run for run in self.runs if run.plain)

    @property
    def stands_alone(self) -> bool:
        """Whether a heading has its line for itself."""
        return self.level > 0 and not self.behind


@dataclass(frozen=True, slots=True)
class Table:
    """A table, row by row and cell by cell; its first row is the head."""

    rows: tuple[tuple[tuple[Run, ...], ...], ...]

    @property
    def width(self) -> int:
        """The number of its columns."""
        return max(len(row) for row in self.rows)


Block = PrintedLine | Table
