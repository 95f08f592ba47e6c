"""One sheet of a workbook: its head with notes, rows of exact text."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from types import MappingProxyType
from typing import Any

from catalogue.window import CHINA, Window, parse_instant
from comments_service.domain.register.code_words import WINDOW_STATES
from comments_service.domain.wording import Minute
from comments_service.exports.cell_text import CUT_MARK, fit_cell, runs
from comments_service.exports.columns import Column
from comments_service.exports.plain_rows import PlainRows
from comments_service.exports.workbook_file import FormattedWorkbook, print_across
from interface.language import LANGUAGES, Language

CellValue = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class CellValues:
    """The values of an export as one language writes them; what people wrote is unchanged."""

    spoken: Language

    def of(self, column: Column, value: Any) -> CellValue:
        """Return what a column's cell has for a value of the JSON edition; instants in Beijing."""
        if isinstance(value, str) and column.type == "text":
            word = column.codes.get(value) if column.codes else None
            return (self.spoken.translate(word) if word else "") or value
        return self._other(column, value)

    def _other(self, column: Column, value: Any) -> CellValue:
        if value is None or isinstance(value, bool):
            return None if value is None else self.spoken.translate("是" if value else "否")
        if isinstance(value, list | dict):
            return self._many(column, value)
        if value and column.type == "date-time":
            return parse_instant(value).astimezone(CHINA).replace(tzinfo=None)
        if value and column.type == "date":
            return date.fromisoformat(value)
        if isinstance(value, str):
            return self.spoken.translate(column.codes.get(value, "")) or value
        return int(value) if isinstance(value, int) else float(value)

    def version(self, version: dict[str, Any]) -> str:
        """Return a version of the manifest as a line of text."""
        return self.spoken.translate("%(id)s %(label)s（%(digest)s）", **version)

    def window(self, window: dict[str, Any], as_of: str) -> str:
        """Return a window of the manifest with its limits and its state ``as_of``."""
        opens, closes = parse_instant(window["opens_at"]), parse_instant(window["closes_at"])
        state = Window(window["id"], window["version"], opens, closes).state(parse_instant(as_of))
        first, last = self.minute(Minute(opens)), self.minute(Minute(closes, end=True))
        values = {
            "first": first,
            "last": last,
            "state": self.spoken.translate(WINDOW_STATES[state]),
        }
        words = "%(id)s（%(version)s）：%(first)s至%(last)s，%(state)s"
        return self.spoken.translate(words, **window, **values)

    def minute(self, at: Minute) -> str:
        """Return a minute as the language writes it."""
        chinese = self.spoken.tag == LANGUAGES[0]
        return str(at) if chinese else f"{at.day:%Y-%m-%d} {at.clock}"

    def _many(self, column: Column, value: list[Any] | dict[str, Any]) -> CellValue:
        if not column.codes or isinstance(value, list):
            return json.dumps(value, ensure_ascii=False)
        counts = [f"{self.of(column, code)} {count}" for code, count in value.items()]
        return self.spoken.translate("，").join(counts) or None


_LINE_HEIGHT = 15
"""In points; a row of Excel measures 409 at most."""
_MOST_LINES = 27
_BETWEEN_CHARTS = 20
"""In pixels."""
FONT = {"font_name": "Microsoft YaHei", "font_size": 10}
LINED = {**FONT, "border": 1, "border_color": "#DEDCD4", "valign": "top"}
HEADING = {
    **LINED, "bold": True, "font_color": "#FFFFFF", "bg_color": "#17476F", "text_wrap": True,
    "valign": "vcenter",
}  # fmt: skip
_TEXT = {"text_wrap": True}
_KINDS: dict[type, dict[str, object]] = {
    int: {"num_format": "0"},
    float: {"num_format": "0.0%"},
    date: {"num_format": "yyyy-mm-dd", "align": "left"},
    datetime: {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"},
}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """``width`` in half-width characters; ``fill``: by officials, of ``choices`` if any."""

    label: str
    width: float
    note: str = ""
    fill: bool = False
    hidden: bool = False
    choices: tuple[str, ...] = ()


class Sheet:
    """Rows go in from the top and cannot be changed later (XlsxWriter's constant memory).

    So many columns are ``frozen``, so many ``printed``; ``drawn`` are properties of each cell.
    """

    head = 0
    """The head row, counted from 0."""
    _head_height = 33
    _margin = 3
    _room = 0
    """How much narrower than its column a text is, in half-width characters."""
    _note = MappingProxyType({"width": 150, "height": 24, "font_size": 9})

    def __init__(
        self,
        book: FormattedWorkbook,
        name: str,
        columns: Sequence[SheetColumn],
        *,
        frozen: int = 0,
        printed: int | None = None,
        **drawn: Any,
    ) -> None:
        self.name = name
        self.rows = 0
        self._sheet = book.workbook.add_worksheet(name)
        self._book, self._columns, self._frozen = book, columns, frozen
        self._shown = sum(not column.hidden for column in columns)
        self._printed = self._shown if printed is None else printed
        self._drawn, self._run = drawn, book.format(**FONT)
        self._formats: dict[tuple[int, type, bool], Any] = {}
        self._widths = [max(int(column.width) - self._room, 1) for column in columns]

    @property
    def at(self) -> int:
        """The row that was written last, counted from 0."""
        return self.head + self.rows

    @property
    def last(self) -> int:
        """The last row that there is room for: one below the head where nothing was written."""
        return self.head + max(self.rows, 1)

    def open(self, subject: str, right: str) -> None:
        """Write and freeze the head; ``subject`` and ``right`` are printed above each page."""
        footing = self._book.spoken.translate("第 &P 页，共 &N 页")
        print_across(self._sheet, subject, right, footing, self.head)
        self._sheet.set_row(self.head, self._head_height)
        for index, column in enumerate(self._columns):
            style = self._book.format(**self._heading(column))
            self._sheet.write_string(self.head, index, column.label, style)
            self._sheet.set_column(index, index, column.width, None, {"hidden": column.hidden})
            if column.note:
                self.note(index, column.note)
        self._sheet.freeze_panes(self.head + 1, self._frozen)
        # 0719 and 3-2 are meant as texts; Excel need not mark each such cell.
        self._sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def append(self, values: Sequence[CellValue], *, fill: bool = True) -> None:
        """Write the next row; without ``fill`` nothing of it is to be filled in."""
        self.rows += 1
        self._sheet.set_row(self.at, self._height(values))
        for index, (_, value) in enumerate(zip(self._columns, values, strict=True)):
            self._write(index, value, self._format(index, value, fill=fill))
        if self.rows > 1:
            # The height of a row that is on the disk by now would be kept until the end.
            self._sheet.row_info.pop(self.at - 1, None)
            self._sheet.row_sizes.pop(self.at - 1, None)

    def append_all(self, rows: Iterable[Sequence[CellValue]]) -> None:
        """Write many rows like ``append``, most of them in a tenth of its time."""
        plain = PlainRows(self._sheet, len(self._columns), partial(self._format, fill=True))
        for values in rows:
            height = self._height(values)
            if plain.write(self.at + 1, height, values):
                self.rows += 1
            else:
                self.append(values)

    def fill(self, rows: Iterable[Sequence[CellValue]], nothing: str = "") -> None:
        """Write all rows, or ``nothing`` where there are none, and close the sheet."""
        for row in rows:
            self.append(row)
        if nothing and not self.rows:
            self.remark(nothing)
        self.close()

    def note(self, index: int, text: str) -> None:
        """Add a note to a cell of the row that was written last."""
        self._sheet.write_comment(self.at, index, text, self._note)

    def remark(self, text: str) -> None:
        """Write a sentence where rows would be."""
        self.rows += 1
        self._sheet.write_string(self.at, 0, text, self._run)

    def close(self, *, filtered: bool = True) -> None:
        """Set the filter over head and rows, and what is printed of them."""
        if filtered:
            self._sheet.autofilter(self.head, 0, self.last, self._shown - 1)
        if self._printed < len(self._columns):
            self._sheet.print_area(0, 0, self.last, self._printed - 1)

    def insert_charts(self, charts: Iterable[Any]) -> None:
        """Insert charts below the rows, one below the other."""
        offset = 0
        for chart in charts:
            options = {"object_position": 3, "y_offset": offset}
            self._sheet.insert_chart(self.at + 2, 0, chart, options)
            offset += chart.height + _BETWEEN_CHARTS

    def _heading(self, _column: SheetColumn) -> dict[str, object]:
        return HEADING

    def _cell(self, _index: int, kind: type, *, fill: bool) -> dict[str, object]:  # noqa: ARG002
        return {**LINED, **_KINDS.get(kind, _TEXT)}

    def _format(self, index: int, value: CellValue, *, fill: bool) -> Any:
        key = index, type(value), fill
        if key not in self._formats:
            cell = self._cell(index, type(value), fill=fill)
            self._formats[key] = self._book.format(**(cell | self._drawn))
        return self._formats[key]

    def _height(self, values: Sequence[CellValue]) -> int:
        # Excel finds the height by itself, other programs leave wrapped text cut. What is not
        # printed, such as a long clause, may be cut: its cell has the whole.
        texts = zip(values[: self._printed], self._widths, strict=False)
        lines = [count_lines(text, width) for text, width in texts if isinstance(text, str)]
        return _LINE_HEIGHT * min(max(lines, default=1), _MOST_LINES) + self._margin

    def _write(self, index: int, value: CellValue, style: Any) -> None:
        if isinstance(value, date):
            self._sheet.write_datetime(self.at, index, value, style)
        elif isinstance(value, int | float):
            self._sheet.write_number(self.at, index, value, style)
        elif value:
            self._write_text(index, value, style)
        else:
            self._sheet.write_blank(self.at, index, None, style)

    def _write_text(self, index: int, value: str, style: Any) -> None:
        # Exactly: as runs where the text would be read as an escape.
        first, *others = runs(fit_cell(value, self._book.spoken.translate(CUT_MARK)))
        if not others:
            self._sheet.write_string(self.at, index, first, style)
            return
        styled = [part for each in others for part in (self._run, each)]
        self._sheet.write_rich_string(self.at, index, first, *styled, style)


def count_lines(text: str, width: int) -> int:
    """Return about how many lines text takes in a column of so many half-width characters."""
    if len(text) * 2 <= width and "\n" not in text:
        return 1
    # GBK has one byte for what is half as wide as what it has two bytes for.
    lines = text[: _MOST_LINES * width].split("\n")
    measures = (len(line.encode("gbk", "replace")) for line in lines)
    return sum(-(-measure // width) or 1 for measure in measures)
