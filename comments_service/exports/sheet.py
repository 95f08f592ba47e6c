"""One sheet of the workbook: its header with the fields' names as notes, rows of exact text."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from catalogue.window import CHINA, Window, parse_instant
from comments_service.domain.code_words import WINDOW_STATES
from comments_service.domain.wording import Minute
from comments_service.exports.columns import Column
from look.language import LANGUAGES, Language

CellValue = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class CellValues:
    """The values of an export as one language shows them; what people wrote stays as it is."""

    spoken: Language

    def of(self, column: Column, value: Any) -> CellValue:
        """Return what the cell of a column shows for a value of the JSON edition."""
        if value is None or isinstance(value, bool):
            return None if value is None else self.spoken.say("是" if value else "否")
        if isinstance(value, list | dict):
            return self._many(column, value)
        if value and column.type == "date-time":
            return beijing(value)
        if value and column.type == "date":
            return date.fromisoformat(value)
        if isinstance(value, str):
            return self.spoken.say(column.codes.get(value, "")) or value
        return int(value) if isinstance(value, int) else float(value)

    def version(self, version: dict[str, Any]) -> str:
        """Return a version of the manifest as a line of text."""
        return self.spoken.say("%(id)s %(label)s（%(digest)s）", **version)

    def window(self, window: dict[str, Any], as_of: str) -> str:
        """Return a window of the manifest with its limits and where it stood ``as_of``."""
        opens, closes = parse_instant(window["opens_at"]), parse_instant(window["closes_at"])
        state = Window(window["id"], window["version"], opens, closes).state(parse_instant(as_of))
        return self.spoken.say(
            "%(id)s（%(version)s）：%(first)s至%(last)s，%(state)s",
            id=window["id"],
            version=window["version"],
            first=self.minute(Minute(opens)),
            last=self.minute(Minute(closes, end=True)),
            state=self.spoken.say(WINDOW_STATES[state]),
        )

    def minute(self, at: Minute) -> str:
        """Return a minute as the language writes it."""
        chinese = self.spoken.tag == LANGUAGES[0]
        return str(at) if chinese else f"{at.day:%Y-%m-%d} {at.clock}"

    def _many(self, column: Column, value: list[Any] | dict[str, Any]) -> CellValue:
        if not column.codes or isinstance(value, list):
            return json.dumps(value, ensure_ascii=False)
        counts = [f"{self.of(column, code)} {count}" for code, count in value.items()]
        return self.spoken.say("，").join(counts) or None


def beijing(instant: str) -> datetime:
    """Return an RFC 3339 instant as the clock in Beijing shows it, without a zone."""
    return parse_instant(instant).astimezone(CHINA).replace(tzinfo=None)


CELL_LIMIT = 32_767
"""What one cell of Excel holds, in UTF-16 code units."""
CUT_MARK = "…（超出单元格上限，已截断，全文见 JSON 导出）"

_ESCAPE_LIKE = re.compile(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)")
_NOTE = {"width": 150, "height": 24, "font_size": 9}
_LINE_HEIGHT = 15
"""In points; a row of Excel measures 409 at most."""
_BETWEEN_CHARTS = 20
"""In pixels."""
_LINES_OF_HEAD, _MOST_LINES = 2, 27
_TOP = {"valign": "top", "border": 1, "border_color": "#DEDCD4"}
_FONT = {"font_name": "Microsoft YaHei", "font_size": 10}
_UNFIT = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NOT_IN_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")


@dataclass(frozen=True, slots=True)
class Formats:
    """The workbook's cell formats."""

    header: Any
    text: Any
    number: Any
    figure: Any
    rate: Any
    date: Any
    moment: Any
    run: Any

    @classmethod
    def of(cls, workbook: Any) -> "Formats":
        """Make the formats of a workbook."""
        head = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#17476F", "text_wrap": True}
        dates = {**_FONT, **_TOP, "align": "left"}
        return cls(
            header=workbook.add_format({**_FONT, **_TOP, **head, "valign": "vcenter"}),
            text=workbook.add_format({**_FONT, **_TOP, "text_wrap": True}),
            number=workbook.add_format({**_FONT, **_TOP, "num_format": "0"}),
            figure=workbook.add_format({**dates, "num_format": "0"}),
            rate=workbook.add_format({**_FONT, **_TOP, "num_format": "0.0%"}),
            date=workbook.add_format({**dates, "num_format": "yyyy-mm-dd"}),
            moment=workbook.add_format({**dates, "num_format": "yyyy-mm-dd hh:mm:ss"}),
            run=workbook.add_format(_FONT),
        )


class Sheet:
    """Rows go in from the top and cannot be changed later (XlsxWriter's constant memory)."""

    def __init__(self, sheet: Any, formats: Formats, cut_mark: str = CUT_MARK) -> None:
        self._sheet = sheet
        self._formats = formats
        self._cut_mark = cut_mark
        self._styles: dict[type, Any] = {
            datetime: formats.moment, date: formats.date, float: formats.rate, int: formats.number,
        }  # fmt: skip
        self._widths: list[int] = []
        self._printed = 0
        self.rows = 0

    @property
    def name(self) -> str:
        """The sheet's name."""
        return str(self._sheet.name)

    def head(
        self, found: Sequence[Column], labels: Sequence[str], *, frozen: int, printed: int
    ) -> None:
        """Write and freeze the header, fields' names in notes; ``printed`` columns are printed."""
        self._widths, self._printed = [column.width for column in found], printed
        self._sheet.set_row(0, _LINE_HEIGHT * _LINES_OF_HEAD + 3)
        for index, (column, label) in enumerate(zip(found, labels, strict=True)):
            self._sheet.write_string(0, index, label, self._formats.header)
            self.note(index, column.name)
            self._sheet.set_column(index, index, column.width)
        self._sheet.freeze_panes(1, frozen)
        # 0719 and 3-2 are texts and mean to be; Excel need not say so in every corner.
        self._sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def append(self, values: list[CellValue]) -> None:
        """Write the next row."""
        self.rows += 1
        self._sheet.set_row(self.rows, self._height(values))
        for index, value in enumerate(values):
            kept = fit_cell(value, self._cut_mark) if isinstance(value, str) else value
            style = self._styles.get(type(value), self._formats.text)
            write_value(self._sheet, (self.rows, index), kept, style, self._formats.run)
        if self.rows > 1:
            forget_row(self._sheet, self.rows - 1)

    def note(self, index: int, name: str) -> None:
        """Put a field's name as a note on a cell of the row that was written last."""
        self._sheet.write_comment(self.rows, index, name, _NOTE)

    def remark(self, text: str) -> None:
        """Write a sentence where rows would be."""
        self.rows += 1
        self._sheet.write_string(self.rows, 0, text, self._formats.run)

    def finish(self) -> None:
        """Set the filter over header and rows, and what is printed of them."""
        self._sheet.autofilter(0, 0, self.rows, len(self._widths) - 1)
        if self._printed < len(self._widths):
            self._sheet.print_area(0, 0, self.rows, self._printed - 1)

    def insert_charts(self, charts: Iterable[Any]) -> None:
        """Place charts below the rows, one below the other."""
        offset = 0
        for chart in charts:
            place = {"object_position": 3, "y_offset": offset}
            self._sheet.insert_chart(self.rows + 2, 0, chart, place)
            offset += chart.height + _BETWEEN_CHARTS

    def _height(self, values: Sequence[CellValue]) -> int:
        # What is not printed, such as a long clause, may be cut: its cell has the whole.
        return row_height(zip(values[: self._printed], self._widths, strict=False), 3)


def row_height(texts: Iterable[tuple[CellValue, int]], margin: int) -> int:
    """Return the height in points of a row with texts in columns of such widths."""
    # Excel finds the height by itself, other programs leave wrapped text cut.
    lines = [count_lines(text, width) for text, width in texts if isinstance(text, str)]
    return _LINE_HEIGHT * min(max(lines, default=1), _MOST_LINES) + margin


def write_value(sheet: Any, cell: tuple[int, int], value: CellValue, whole: Any, run: Any) -> None:
    """Write a day, a number or a text exactly, or a blank that has its format too."""
    if isinstance(value, date):
        sheet.write_datetime(*cell, value, whole)
    elif isinstance(value, int | float):
        sheet.write_number(*cell, value, whole)
    elif value:
        write_text(sheet, cell, fit_cell(value), whole, run)
    else:
        sheet.write_blank(*cell, None, whole)


def write_text(sheet: Any, cell: tuple[int, int], text: str, whole: Any, run: Any) -> None:
    """Write text exactly, as runs (of format ``run``) where it would be read as an escape."""
    first, *others = runs(text)
    if not others:
        sheet.write_string(*cell, first, whole)
        return
    styled = [part for each in others for part in (run, each)]
    sheet.write_rich_string(*cell, first, *styled, whole)


def forget_row(sheet: Any, row: int) -> None:
    """Drop the height of a row that is on the disk by now; each would be kept until the end."""
    sheet.row_info.pop(row, None)
    sheet.row_sizes.pop(row, None)


def count_lines(text: str, width: int) -> int:
    """Return about how many lines text takes in a column of so many half-width characters."""
    # GBK has one byte for what is half as wide as what it has two bytes for.
    lines = text[: _MOST_LINES * width].split("\n")
    measures = (len(line.encode("gbk", "replace")) for line in lines)
    return sum(-(-measure // width) or 1 for measure in measures)


def fit_cell(text: str, cut_mark: str = CUT_MARK) -> str:
    """Return text as one cell can hold it, cut with ``cut_mark``; what XML cannot is U+FFFD."""
    if len(text) <= CELL_LIMIT // 2 and not _UNFIT.search(text):
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = whole.translate(_NOT_IN_XML)
    if len(text.encode("utf-16-le")) // 2 <= CELL_LIMIT:
        return text
    room = (CELL_LIMIT - len(cut_mark)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + cut_mark


def runs(text: str) -> list[str]:
    """Split text so that no part reads as an escape (``_x0041_``) or as XML (``<r>…</r>``)."""
    if text.startswith("<r>") and text.endswith("</r>"):
        return ["<", *_ESCAPE_LIKE.split(text[1:])]
    return _ESCAPE_LIKE.split(text)
