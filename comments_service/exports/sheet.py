"""One sheet of the workbook: header with Chinese notes, rows of exact text."""

import json
import re
from dataclasses import dataclass
from typing import Any

from comments_service.exports.columns import LONG, Column, columns

CELL_LIMIT = 32_767
"""What one cell of Excel holds, in UTF-16 code units."""
CUT_MARK = "…（超出单元格上限，已截断，全文见 JSON 导出）"

_ESCAPE_LIKE = re.compile(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)")

_NOT_IN_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")


@dataclass(frozen=True, slots=True)
class Formats:
    """The workbook's cell formats."""

    header: Any
    plain: Any
    wrapped: Any
    run: Any

    @classmethod
    def of(cls, workbook: Any) -> "Formats":
        """Make the formats of a workbook."""
        return cls(
            header=workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#F2F2F2"}),
            plain=workbook.add_format({"valign": "top"}),
            wrapped=workbook.add_format({"valign": "top", "text_wrap": True}),
            run=workbook.add_format(),
        )


class Sheet:
    """Rows go in from the top and cannot be changed later (XlsxWriter's constant memory)."""

    def __init__(self, sheet: Any, formats: Formats, found: tuple[Column, ...]) -> None:
        self._sheet = sheet
        self._formats = formats
        self._columns = found
        self.rows = 0

    def head(self) -> None:
        """Write field names as the header, Chinese names as its notes, and freeze it."""
        for index, column in enumerate(self._columns):
            self._sheet.write_string(0, index, column.name, self._formats.header)
            self._sheet.write_comment(0, index, column.label)
            self._sheet.set_column(index, index, column.width)
        self._sheet.freeze_panes(1, 0)

    def append(self, row: dict[str, Any]) -> None:
        """Write the next row; its keys are the names of the columns."""
        self.rows += 1
        for index, column in enumerate(self._columns):
            wrap = column.width >= LONG
            style = self._formats.wrapped if wrap else self._formats.plain
            self._write(index, row[column.name], style)

    def remark(self, text: str) -> None:
        """Write a sentence where rows would be."""
        self.rows += 1
        self._sheet.write_string(self.rows, 0, text, self._formats.plain)

    def finish(self) -> None:
        """Set the filter over header and rows."""
        self._sheet.autofilter(0, 0, self.rows, len(self._columns) - 1)

    def insert_chart(self, row: int, chart: Any) -> None:
        """Place a chart with its upper left corner in the first column of ``row``."""
        self._sheet.insert_chart(row, 0, chart)

    def _write(self, index: int, value: Any, style: Any) -> None:
        if isinstance(value, bool):
            self._sheet.write_boolean(self.rows, index, value, style)
        elif isinstance(value, int | float):
            self._sheet.write_number(self.rows, index, value, style)
        elif isinstance(value, list | dict):
            self._write_text(index, json.dumps(value, ensure_ascii=False), style)
        elif value:
            self._write_text(index, value, style)

    def _write_text(self, index: int, text: str, style: Any) -> None:
        first, *others = runs(fit_cell(text))
        if not others:
            self._sheet.write_string(self.rows, index, first, style)
            return
        styled = [part for run in others for part in (self._formats.run, run)]
        self._sheet.write_rich_string(self.rows, index, first, *styled, style)


def open_sheet(
    workbook: Any, formats: Formats, table: str, edition: str, *, name: str | None = None
) -> Sheet:
    """Add a sheet for a table, named like it or ``name``, with its header."""
    sheet = Sheet(workbook.add_worksheet(name or table), formats, columns(table, edition))
    sheet.head()
    return sheet


def fit_cell(text: str) -> str:
    """Return text as one cell can hold it: cut text ends in ``CUT_MARK``.

    U+FFFE and U+FFFF, which XML cannot hold, become U+FFFD.
    """
    text = text.translate(_NOT_IN_XML)
    if _units(text) <= CELL_LIMIT:
        return text
    room = (CELL_LIMIT - len(CUT_MARK)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT_MARK


def runs(text: str) -> list[str]:
    """Split text so that no part means anything but itself in a workbook's XML.

    Readers take ``_x0041_`` for a character written as an escape, and disagree on how to
    escape the escape; XlsxWriter passes ``<r>…</r>`` on as ready XML. A cell may hold runs,
    so such text is broken inside the danger, and the reader joins it.
    """
    if text.startswith("<r>") and text.endswith("</r>"):
        return ["<", *_ESCAPE_LIKE.split(text[1:])]
    return _ESCAPE_LIKE.split(text)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
