"""Reading a 公告: its own title, its paragraphs, who signed it and when."""

import re
from dataclasses import dataclass, field

from publisher.clauses.divisions import find_division
from publisher.clauses.framing.ending import split_closing
from publisher.clauses.markdown.blocks import set_apart
from publisher.clauses.markdown.doubts import report_doubts
from publisher.clauses.markdown.inline import (
    BETWEEN_CELLS,
    TextMarks,
    plain_words,
    quoted_words,
    row_cells,
    text_marks,
    words,
)
from publisher.clauses.markdown.lines import Line, read_lines
from publisher.clauses.markers import find_marker
from publisher.clauses.tree import Reporter

_ITEM = re.compile(r"[-*+][ \t\u3000]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a text without clauses.

    ``role`` is heading, item, row, quote or code, else "". ``text`` is without the mark of
    its role, but for a row.
    """

    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it is printed; ``closing`` is the signer and the date, line by line.

    Title, paragraphs and closing may have marks; ``marks`` are its footnotes.
    """

    title: str
    paragraphs: tuple[Paragraph, ...]
    closing: tuple[str, ...]
    marks: TextMarks = field(default_factory=TextMarks)

    def plain(self, text: str) -> str:
        """Return the words of its title, or of a line of its closing."""
        return words(self.marks.spans(text))

    def words(self, paragraph: Paragraph) -> str:
        """Return a paragraph without marks."""
        if paragraph.role == "code":
            return paragraph.text
        cells = row_cells(paragraph.text) if paragraph.role == "row" else [paragraph.text]
        return BETWEEN_CELLS.join(words(self.marks.spans(cell)) for cell in cells)


def read_notice(text: str, reporter: Reporter | None = None) -> Notice:
    """Read ``notice.md``: the first line is the title where it is marked with ``#``.

    Doubts about its marks go to ``reporter``.
    """
    lines = read_lines(text)
    read, apart = set_apart(lines)
    if reporter:
        report_doubts(lines, apart, reporter)
    body, closing = split_closing(read)
    titled = bool(body) and body[0].hashes == 1 and not _is_numbered(body[0])
    return Notice(
        title=body[0].text if titled else "",
        paragraphs=tuple(map(paragraph_of, body[titled:])),
        closing=tuple(line.text for line in closing),
        marks=text_marks(apart),
    )


def first_title(text: str) -> str:
    """Return the first heading of a text in words; one with a number is a clause, no title.

    Where all have numbers, the first one is returned; "" where there is no heading.
    """
    headings = [line for line in set_apart(read_lines(text))[0] if line.hashes]
    titles = [line for line in headings if not _is_numbered(line)]
    return plain_words((titles or headings)[0].text) if headings else ""


def _is_numbered(line: Line) -> bool:
    return bool(find_marker(line.opening) or find_division(line, head=False))


def paragraph_of(line: Line) -> Paragraph:
    """Return a line as a paragraph with its role."""
    if line.apart:
        text = quoted_words(line.text) if line.apart == "quote" else line.text
        return Paragraph(text, line.apart)
    if line.is_row:
        return Paragraph(line.text, "row")
    item = _ITEM.match(line.text)
    if item and item.end() < len(line.text):
        return Paragraph(line.text[item.end() :], "item")
    return Paragraph(line.text, "heading" if line.hashes else "")
