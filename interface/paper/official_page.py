"""Lines and tables of a Word file in the form of GB/T 9704-2012 (党政机关公文格式).

Faces, sizes and the outline are in the styles; every number is literal text; each clause
has a bookmark, named by its eId, around its own words.
"""

import hashlib
import struct
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from catalogue.text import xml_text
from interface.paper.printed import Block, PrintedLine, Run, Style, Table
from interface.paper.signature import width

_LONGEST_BOOKMARK = 40
_CHARACTER, _TEXT_WIDTH = 316, 8844  # twentieths of a point
_PITCH = 579
_EMU = 635  # English Metric Units in a twentieth of a point
# What python-docx raises for a picture that it does not know, or that is cut off.
_NO_PICTURE = (
    UnrecognizedImageError,
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    struct.error,
    KeyError,
    ValueError,
    ZeroDivisionError,
)
_WIDEST_CELL = 40
_STYLE_LEVELS = {
    Style.HEADING_1: 1,
    Style.HEADING_2: 2,
    Style.HEADING_3: 3,
    Style.HEADING_4: 4,
    Style.DIVISION: 1,
    Style.ARTICLE: 1,
    Style.ANNEX: 1,
}


def write_blocks(document: Any, blocks: Iterable[Block]) -> None:
    """Write lines and tables at the end of a document of ``official_document``.

    Bookmarks are numbered from one: blocks with names are written in one call.
    """
    writer = _Writer(document)
    for block in blocks:
        writer.write(block)


def bookmark_name(eid: str) -> str:
    """Return the name of a clause's bookmark: Word takes 40 letters, digits and underscores."""
    name = eid.replace("-", "_")
    if name == eid and len(eid) <= _LONGEST_BOOKMARK:
        return eid
    return f"{name[: _LONGEST_BOOKMARK - 9]}_{hashlib.sha256(eid.encode()).hexdigest()[:8]}"


class _Writer:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.body = document.element.body
        self.bookmarks = 0

    def write(self, block: Block) -> None:
        """Write a line or a table."""
        if isinstance(block, Table):
            self._table(block)
        else:
            self._line(block)

    def _line(self, line: PrintedLine) -> None:
        paragraph = self.body.add_p()
        properties = paragraph.get_or_add_pPr()
        properties.style = line.style.value
        if line.stands_alone or line.keep:
            properties.get_or_add_keepNext()
        if line.new_page:
            properties.get_or_add_pageBreakBefore()
        if line.gap:
            _set(properties.get_or_add_spacing(), before=_PITCH)
        if any(run.picture for run in line.runs):
            # Lines of one height would cut a picture off.
            _set(properties.get_or_add_spacing(), line=240, lineRule="auto")
        if line.inset:
            inset = round(line.inset * _CHARACTER)
            _set(properties.get_or_add_ind(), rightChars=round(line.inset * 100), right=inset)
        if line.level and line.level != _STYLE_LEVELS.get(line.style):
            properties._insert_outlineLvl(_element("w:outlineLvl", val=line.level - 1))  # noqa: SLF001
        self._runs(paragraph, line.runs, faces=line.level > 0)

    def _runs(self, paragraph: Any, runs: Iterable[Run], *, faces: bool) -> None:
        """Write words; a clause's bookmark reaches to where the next one begins."""
        open_id = None
        for run in runs:
            if run.name:
                self._close(paragraph, open_id)
                open_id = self._open(paragraph, run.name)
            if run.picture:
                paragraph.append(self._picture(run))
            elif run.text:
                made = _run(run, faces=faces)
                paragraph.append(self._link(run.href, made) if run.href else made)
        self._close(paragraph, open_id)

    def _link(self, href: str, made: Any) -> Any:
        link = OxmlElement("w:hyperlink")
        relation = RELATIONSHIP_TYPE.HYPERLINK
        link.set(qn("r:id"), self.document.part.relate_to(href, relation, is_external=True))
        link.append(made)
        return link

    def _picture(self, run: Run) -> Any:
        """Put a picture in the line, no wider than the text; of a format Word lacks, its words."""
        made: Any = OxmlElement("w:r")
        path, part = str(run.picture.path if run.picture else ""), self.document.part
        try:
            image = part.get_or_add_image(path)[1]
            inline = part.new_pic_inline(path, min(image.width, _TEXT_WIDTH * _EMU))
        except _NO_PICTURE:
            return _run(replace(run, text=f"[{run.text}]"), faces=False)
        inline.docPr.set("descr", run.text)
        made.add_drawing(inline)
        return made

    def _open(self, paragraph: Any, name: str) -> int:
        self.bookmarks += 1
        start = _element("w:bookmarkStart", id=self.bookmarks, name=bookmark_name(name))
        paragraph.append(start)
        return self.bookmarks

    def _close(self, paragraph: Any, open_id: int | None) -> None:
        if open_id is not None:
            paragraph.append(_element("w:bookmarkEnd", id=open_id))

    def _table(self, table: Table) -> None:
        made = self.document.add_table(rows=len(table.rows), cols=table.width, style="Table Grid")
        made.autofit = False
        _set(made._tbl.tblPr.find(qn("w:tblW")), w=_TEXT_WIDTH, type="dxa")  # noqa: SLF001
        widths = column_widths(table)
        for column, wide in zip(made.columns, widths, strict=True):
            column.width = wide * _EMU
        for index, (row, cells) in enumerate(zip(made._tbl.tr_lst, table.rows, strict=True)):  # noqa: SLF001
            self._row(row, cells, widths, head=index == 0)

    def _row(
        self, row: Any, cells: Sequence[tuple[Run, ...]], widths: list[int], *, head: bool
    ) -> None:
        properties = row.get_or_add_trPr()
        properties.append(_element("w:cantSplit"))
        if head:
            properties.append(_element("w:tblHeader"))
        for index, cell in enumerate(row.tc_lst):
            _set(cell.get_or_add_tcPr().get_or_add_tcW(), w=widths[index], type="dxa")
            paragraph = cell.p_lst[0]
            paragraph.get_or_add_pPr().style = "TableHead" if head else "TableText"
            self._runs(paragraph, cells[index] if index < len(cells) else (), faces=False)


def _run(run: Run, *, faces: bool) -> Any:
    """Write one run; ambiguous marks such as “ and — are those of the East."""
    made: Any = OxmlElement("w:r")
    properties = made.get_or_add_rPr()
    if faces and run.plain:
        properties.style = "BodyFace"
    properties._insert_rFonts(_element("w:rFonts", hint="eastAsia"))  # noqa: SLF001
    if run.bold:
        properties.get_or_add_b()
    if run.italic:
        properties.get_or_add_i()
    if run.script:
        properties.superscript, properties.subscript = run.script == "sup", run.script == "sub"
    made.text = xml_text(run.text)
    return made


def column_widths(table: Table) -> list[int]:
    """Share the width of the text among the columns, by the longest of their cells."""
    longest = [4.0] * table.width  # characters, without the room at both sides
    for row in table.rows:
        for index, cell in enumerate(row):
            wide = width("".join(run.text for run in cell))
            longest[index] = max(longest[index], min(wide, _WIDEST_CELL))
    room = sum(longest) + len(longest)
    shares = [int(_TEXT_WIDTH * (each + 1) / room) for each in longest]
    return [*shares[:-1], _TEXT_WIDTH - sum(shares[:-1])]


def _element(tag: str, **attributes: Any) -> Any:
    return _set(OxmlElement(tag), **attributes)


def _set(element: Any, **attributes: Any) -> Any:
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element
