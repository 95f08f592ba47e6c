"""A sheet that officials fill in: title, one line, head row, grey cells to read, yellow to fill."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from comments_service.exports.sheet import CellValue, forget_row, row_height, write_value
from comments_service.exports.workbook_file import print_across

HEAD = 2
"""The head row, counted from 0."""
_FONT = {"font_name": "Microsoft YaHei", "font_size": 10}
_TITLE = {"font_name": "SimSun", "font_size": 18, "bold": True, "font_color": "#1D2530"}
_CELL = {
    **_FONT, "font_color": "#1D2530", "border": 1, "border_color": "#DEDCD4", "valign": "top",
    "text_wrap": True,
}  # fmt: skip
_HEADING = {**_CELL, "bold": True, "font_color": "#FFFFFF", "valign": "vcenter", "indent": 1}
_GREY, _YELLOW, _BLUE, _OCHRE = "#F7F7F5", "#FFFAEB", "#17476F", "#7A4A00"
_DAY = "yyyy-mm-dd"
_LATE_DAY, _LATE_COLOUR = 'yyyy-mm-dd"逾期"', "#9F2B24"
_FREE = {"sort": True, "autofilter": True, "format_columns": True, "format_rows": True}
_NOTE = {"width": 240, "height": 90, "font_size": 9}


@dataclass(frozen=True, slots=True)
class GridColumn:
    """Half-width characters wide; ``fill``: by officials, with a ``prompt``, of ``choices``."""

    label: str
    width: float
    fill: bool = False
    hidden: bool = False
    prompt: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Titles:
    """A sheet's title, the line below, and what is printed above at the left and the right."""

    title: str
    line: str
    subject: str
    right: str = ""


class Late(date):
    """A day on which something came too late."""


class Paints:
    """The formats of a workbook's cells, made when they are first asked for."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[object, ...], Any] = {}
        self._cells: dict[tuple[type, bool, bool], Any] = {}

    def of(self, **properties: object) -> Any:
        """Return the format of these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]

    def cell(self, value: CellValue, *, fill: bool, counted: bool = False) -> Any:
        """Return the format of a cell; what is to be filled in is text and unlocked."""
        key = type(value), fill, counted
        if key not in self._cells:
            self._cells[key] = self._cell(*key)
        return self._cells[key]

    def _cell(self, kind: type, fill: bool, counted: bool) -> Any:  # noqa: FBT001 - a key's parts
        shape = {**_CELL, "bg_color": _YELLOW if fill else _GREY, "locked": not fill}
        if kind is Late:
            shape |= {"num_format": _LATE_DAY, "font_color": _LATE_COLOUR}
        elif kind is date:
            shape |= {"num_format": _DAY}
        else:
            shape |= {"num_format": "0" if kind in {int, float} else "@"}
        return self.of(**shape, align="right" if counted else "left", indent=1)


class Grid:
    """Rows go in from the top and cannot be changed later (XlsxWriter's constant memory)."""

    def __init__(
        self, sheet: Any, paints: Paints, columns: Sequence[GridColumn], frozen: int = 0
    ) -> None:
        self._sheet, self._paints, self._columns = sheet, paints, columns
        self._frozen = frozen
        self._run = paints.of(**_FONT)
        self.rows = 0

    @property
    def _shown(self) -> int:
        return sum(not column.hidden for column in self._columns)

    def open(self, titles: Titles, hidden_line: str = "") -> None:
        """Write title, line and head; ``hidden_line`` goes into the last column's first cell."""
        sheet, last = self._sheet, self._shown - 1
        print_across(sheet, titles.subject, titles.right, "第 &P 页，共 &N 页", HEAD)
        title = self._paints.of(**_TITLE, align="center", valign="vcenter")
        line = self._paints.of(**_FONT, align="center", valign="vcenter", font_color="#56606C")
        sheet.set_row(0, 34)
        sheet.set_row(1, 24)
        sheet.set_row(HEAD, 26)
        sheet.merge_range(0, 0, 0, last, titles.title, title)
        if hidden_line:
            sheet.write_string(0, len(self._columns) - 1, hidden_line)
        sheet.merge_range(1, 0, 1, last, titles.line, line)
        for index, column in enumerate(self._columns):
            self._head(index, column)
        sheet.freeze_panes(HEAD + 1, self._frozen)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        sheet.hide_gridlines(2)

    def _head(self, index: int, column: GridColumn) -> None:
        colour = _OCHRE if column.fill else _BLUE
        style = self._paints.of(**_HEADING, bg_color=colour)
        self._sheet.write_string(HEAD, index, column.label, style)
        self._sheet.set_column(
            index, index, column.width, None, {"hidden": column.hidden} if column.hidden else {}
        )
        if column.prompt:
            self._sheet.write_comment(HEAD, index, column.prompt, _NOTE)

    def append(self, values: Sequence[CellValue], *, fill: bool = True) -> None:
        """Write the next row; without ``fill`` all of it is grey."""
        self.rows += 1
        at = HEAD + self.rows
        self._sheet.set_row(at, self._height(values))
        for index, (column, value) in enumerate(zip(self._columns, values, strict=True)):
            counted = index > 0 and isinstance(value, int)
            style = self._paints.cell(value, fill=fill and column.fill, counted=counted)
            write_value(self._sheet, (at, index), value, style, self._run)
        if self.rows > 1:
            forget_row(self._sheet, at - 1)

    def mark_where(self, index: int, formula: str, colour: str) -> None:
        """Shade the cells of a column for which a formula of Excel on its first row holds."""
        shade = self._paints.of(bg_color=colour)
        rule = {"type": "formula", "criteria": formula, "format": shade}
        self._sheet.conditional_format(HEAD + 1, index, self._last, index, rule)

    def close(self) -> None:
        """Set the filter, what may be chosen, what is guarded and what is printed."""
        shown = self._shown - 1
        if self._frozen:
            self._sheet.autofilter(HEAD, 0, self._last, shown)
        self._sheet.print_area(0, 0, self._last, shown)
        for index, column in enumerate(self._columns):
            if column.fill and column.prompt:
                self._sheet.data_validation(HEAD + 1, index, self._last, index, _asked(column))
        if any(column.fill for column in self._columns):
            self._sheet.protect("", _FREE)

    @property
    def _last(self) -> int:
        return HEAD + max(self.rows, 1)

    def _height(self, values: Sequence[CellValue]) -> int:
        texts = zip(values, self._columns, strict=True)
        shown = ((text, max(int(c.width) - 2, 1)) for text, c in texts if not c.hidden)
        return row_height(shown, 6)


def _asked(column: GridColumn) -> dict[str, object]:
    asked: dict[str, object] = {
        "validate": "any",
        "input_title": column.label[:32],
        "input_message": column.prompt,
    }
    if column.choices:
        asked |= {
            "validate": "list",
            "source": list(column.choices),
            "error_title": column.label[:32],
            "error_message": "请从列表里选。",
        }
    return asked
