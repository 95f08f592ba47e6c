"""A sheet that officials fill in: title, one line, head row, grey cells to read, yellow to fill."""

from datetime import date
from types import MappingProxyType

from comments_service.exports.sheet import FONT, HEADING, LINED, Sheet, SheetColumn

_TITLE = {"font_name": "SimSun", "font_size": 18, "bold": True, "font_color": "#1D2530"}
_GREY, _YELLOW, _OCHRE = "#F7F7F5", "#FFFAEB", "#7A4A00"
_FREE = {"sort": True, "autofilter": True, "format_columns": True, "format_rows": True}


class Late(date):
    """A day on which something came too late."""


_NUMBERS = {int: "0", date: "yyyy-mm-dd", Late: 'yyyy-mm-dd"逾期"'}


class Grid(Sheet):
    """Such a sheet, with its name for title; its yellow cells hold text."""

    head = 2
    _head_height = 26
    _margin = 6
    _room = 2
    _note = MappingProxyType({"width": 240, "height": 90, "font_size": 9})

    def begin(self, line: str, subject: str, right: str = "", hidden_line: str = "") -> None:
        """Write title, line and head; ``hidden_line`` goes into the last column's first cell.

        ``subject`` and ``right`` are printed above each page.
        """
        middle, last = {"align": "center", "valign": "vcenter"}, self._shown - 1
        self._sheet.set_row(0, 34)
        self._sheet.set_row(1, 24)
        title = self._book.format(**_TITLE, **middle)
        self._sheet.merge_range(0, 0, 0, last, self.name, title)
        if hidden_line:
            self._sheet.write_string(0, len(self._columns) - 1, hidden_line)
        soft = self._book.format(**FONT, **middle, font_color="#56606C")
        self._sheet.merge_range(1, 0, 1, last, line, soft)
        self.open(subject, right)
        self._sheet.hide_gridlines(2)

    def mark_where(self, index: int, formula: str, colour: str) -> None:
        """Shade the cells of a column for which a formula of Excel on its first row holds."""
        shade = self._book.format(bg_color=colour)
        rule = {"type": "formula", "criteria": formula, "format": shade}
        self._sheet.conditional_format(self.head + 1, index, self.last, index, rule)

    def offer(self, index: int, choices: tuple[str, ...], row: int) -> None:
        """Add a list of choices to a cell; ``row`` is counted from 1 below the head."""
        at = self.head + row
        choice = {"validate": "list", "source": list(choices)}
        self._sheet.data_validation(at, index, at, index, choice)

    def close(self, *, filtered: bool = True) -> None:
        """Set the filter of a sheet with frozen columns, its choices and its protection."""
        super().close(filtered=filtered and self._frozen > 0)
        for index, column in enumerate(self._columns):
            if column.fill and column.note:
                self._sheet.data_validation(self.head + 1, index, self.last, index, _asked(column))
        if any(column.fill for column in self._columns):
            self._sheet.protect("", _FREE)

    def _heading(self, column: SheetColumn) -> dict[str, object]:
        return {**HEADING, "indent": 1} | ({"bg_color": _OCHRE} if column.fill else {})

    def _cell(self, index: int, kind: type, *, fill: bool) -> dict[str, object]:
        fill = fill and self._columns[index].fill
        counted = index > 0 and kind is int
        return {
            **LINED,
            "font_color": "#9F2B24" if kind is Late else "#1D2530",
            "text_wrap": True,
            "bg_color": _YELLOW if fill else _GREY,
            "locked": not fill,
            "num_format": _NUMBERS.get(kind, "@"),
            "align": "right" if counted else "left",
            "indent": 1,
        }


def _asked(column: SheetColumn) -> dict[str, object]:
    asked: dict[str, object] = {
        "validate": "any",
        "input_title": column.label[:32],
        "input_message": column.note,
    }
    if column.choices:
        asked |= {
            "validate": "list",
            "source": list(column.choices),
            "error_title": column.label[:32],
            "error_message": "请从列表里选。",
        }
    return asked
