"""修改对照表: 原条文 | 修改后 | 修改依据 as a Word file, A4, fonts after GB/T 9704-2012.

The last column is empty: the drafting office fills it.
"""

from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from catalogue.model import Clause
from interface.language import CHINESE_WORDS
from interface.names import CHANGE_NAMES
from interface.paper.word_package import saved
from interface.redline import Piece, redline, renumbered
from publisher.compile.comparisons import Comparison
from publisher.documents.printed_text import created_on
from publisher.versions.comparison import ComparedUnit
from publisher.wording.clause_changes import change_note

HEADINGS = ("原条文", "修改后", "修改依据")
_WIDTHS = (Cm(7), Cm(7), Cm(3))
_BODY_FONT, _TITLE_FONT = "仿宋_GB2312", "方正小标宋简体"


def comparison_table(comparison: Comparison) -> bytes:
    """Return the .docx; its only time is the day on which the newer version was published."""
    document = Document()
    _page(document)
    title = document.add_paragraph().add_run(f"{comparison.policy.title}修改对照表")
    _set_font(title.font, title._r.get_or_add_rPr(), _TITLE_FONT, 16)  # noqa: SLF001
    labels = (each.version.label or each.version.id for each in (comparison.old, comparison.new))
    _write(document.add_paragraph(), "（{} — {}）".format(*labels))
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, heading, width in zip(table.rows[0].cells, HEADINGS, _WIDTHS, strict=True):
        cell.width = width
        cell.paragraphs[0].add_run(heading).font.bold = True
    mark = OxmlElement("w:tblHeader")  # the head is repeated on each page
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no name
    for row in comparison.rows:
        _fill(table.add_row().cells, row)
    at = created_on(comparison.new.version.published_on)
    return saved(document, "修改对照表", at)


def _page(document: Any) -> None:
    normal = document.styles["Normal"]
    _set_font(normal.font, normal.element.get_or_add_rPr(), _BODY_FONT, 12)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)


def _fill(cells: tuple[_Cell, ...], row: ComparedUnit) -> None:
    before, after, _ = cells
    for cell, width in zip(cells, _WIDTHS, strict=True):
        cell.width = width
    if row.old:
        _lines(before, ((line.old, line.new) for line in row.lines), "deleted")
    else:
        _write(_next_paragraph(before), f"（{CHANGE_NAMES[row.change]}）")
    if row.change == "unchanged":
        _write(_next_paragraph(after), "（未修改）")
    elif row.new:
        _lines(after, ((line.old, line.new) for line in row.lines), "inserted")
        if note := change_note(row, CHINESE_WORDS):
            _write(_next_paragraph(after), f"（{note}）")
    else:
        note = change_note(row, CHINESE_WORDS) or CHANGE_NAMES[row.change]
        _write(_next_paragraph(after), f"（{note}）")


def _lines(cell: _Cell, lines: Iterable[tuple[Clause | None, Clause | None]], own: str) -> None:
    """Write one side; what only this side has is marked, not by colour alone."""
    for old, new in lines:
        pieces = [piece for piece in _pieces(old, new) if piece.change in {"same", own}]
        if not pieces:
            continue
        paragraph = _next_paragraph(cell)
        for piece in pieces:
            _write(paragraph, piece.text, piece.change)


def _pieces(old: Clause | None, new: Clause | None) -> tuple[Piece, ...]:
    before, after = ((each.marker, each.words) if each else ("", "") for each in (old, new))
    number = renumbered(before[0], after[0])
    blank = (Piece("same", " "),) if number else ()
    return (*number, *blank, *redline(before[1], after[1]))


def _next_paragraph(cell: _Cell) -> Paragraph:
    first: Paragraph = cell.paragraphs[0]
    return cell.add_paragraph() if first.text else first


def _write(paragraph: Paragraph, text: str, mark: str = "same") -> None:
    """Add a run in the document's own font: a long law has many thousand runs."""
    run = paragraph.add_run(text)
    if mark == "deleted":
        run.font.strike = True
    elif mark == "inserted":
        run.font.underline = True


def _set_font(font: Any, properties: Any, name: str, size: int) -> None:
    font.name, font.size = name, Pt(size)
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), name)
