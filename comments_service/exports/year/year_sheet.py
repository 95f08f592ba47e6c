"""The year's sheet over all consultations (.xlsx): by 发布机构, by consultation, with charts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from comments_service.domain.wording import Minute
from comments_service.exports.atomic_write import atomic_write
from comments_service.exports.charts import ChartSource, bar_chart
from comments_service.exports.columns import Column, count_column
from comments_service.exports.sheet import CellValue, Sheet, SheetColumn
from comments_service.exports.workbook_file import FormattedWorkbook, open_workbook
from comments_service.exports.xlsx_file import OVERVIEW_COLUMNS
from comments_service.exports.year.year_values import YearData, YearRow, total

NO_VALUE = "—"
_NONE = "本年度没有截止的征求意见"


@dataclass(frozen=True, slots=True)
class _Rate:
    """A part ÷ a whole, by their fields; ``nothing`` is the value where the whole is 0."""

    label: str
    part: str
    whole: str
    words: tuple[str, str]
    unit: str
    nothing: str

    @property
    def columns(self) -> tuple[Column, Column]:
        meaning = "÷".join(f"{word}数" for word in self.words)
        fraction = Column(f"{self.part}_fraction", f"{self.label}算式", meaning, width=13)
        return Column(f"{self.part}_rate", self.label, meaning, "rate", width=10), fraction

    def cells(self, row: YearRow) -> dict[str, CellValue]:
        part, whole = getattr(row, self.part), getattr(row, self.whole)
        fraction = f"{part}{self.unit}÷{whole}{self.unit}"
        values = (part / whole, fraction) if whole else (self.nothing, NO_VALUE)
        return dict(zip((column.name for column in self.columns), values, strict=True))


_RATES = (
    _Rate("采纳率", "adopted", "valid", ("采纳", "有效意见"), "条", "无有效意见"),
    _Rate("部分采纳率", "partly_adopted", "valid", ("部分采纳", "有效意见"), "条", "无有效意见"),
    _Rate("按期公开率", "on_time", "due", ("按期公开", "到期事项"), "项", "无到期事项"),
)


_count = partial(count_column, width=9)
_ISSUER = Column("issuer", "发布机构", "公布征求意见稿的机构", width=30)
_POLICY = (
    Column("title", "文件名称", "征求意见文件的名称", width=42),
    _ISSUER,
    Column("last_day", "截止日期", "最后一轮征求意见的最后一日", "date", width=13),
    Column("outcome_due", "应公开日期", "应当公开采纳情况的最后一日", "date", width=13),
    Column("published_on", "公开日期", "采纳情况首次公开的日期", "date", width=13),
)
_FIGURES = (
    _count("submissions", "件数", "件", "来件数，一人一次提交为一件"),
    _count("comments", "条数", "条", "意见条数，一件可含多条"),
    _count("participants", "人数", "人", "不同的参与人，不含机关单位；参与几项征求意见计几次"),
    _count("departments", "机关单位数", "个", "提出书面意见的机关单位，不计入人数"),
    _count("adopted", "采纳数", "条", "采纳的意见"),
    _count("partly_adopted", "部分采纳数", "条", "部分采纳的意见"),
    _count("valid", "有效意见数", "条", "不含无效的、转送信访部门的和撤回的"),
    *_RATES[0].columns,
    *_RATES[1].columns,
    _count("due", "到期事项数", "项", "本年度内应当公开采纳情况且已到期的"),
    _count("on_time", "按期公开数", "项", "到期事项中在应公开日期之前（含当日）已公开的"),
    *_RATES[2].columns,
)
BY_ISSUER = (
    _ISSUER,
    _count("consultations", "征求意见项数", "项", "本年度截止的征求意见"),
    *_FIGURES,
)
BY_CONSULTATION = (*_POLICY, *_FIGURES)


def write_year(path: Path, data: YearData) -> None:
    """Write the workbook, whole or not at all; ``OSError`` where it finds no room."""
    with (
        atomic_write(path, private=False) as target,
        open_workbook(target, _title(data), data.as_of) as book,
    ):
        # Its figures are among texts, and so at the left like them.
        _sheet(book, data, "概览", OVERVIEW_COLUMNS, align="left").fill(_overview(data))
        issuers = data.by_issuer()
        sheet = _sheet(book, data, "按发布机构", BY_ISSUER)
        sheet.fill((year_cells(BY_ISSUER, row) for row in issuers), _NONE)
        if issuers:
            sheet.insert_charts(_charts(book, sheet.name, issuers))
        listed = _sheet(book, data, "按征求意见", BY_CONSULTATION)
        listed.fill((year_cells(BY_CONSULTATION, row) for row in data.rows), _NONE)


def year_cells(columns: Sequence[Column], row: YearRow) -> list[CellValue]:
    """Return the cells of a row; a rate without a denominator is a word, never a figure."""
    rates = {name: cell for rate in _RATES for name, cell in rate.cells(row).items()}
    cells = (rates[c.name] if c.name in rates else getattr(row, c.name) for c in columns)
    return [NO_VALUE if value is None else value for value in cells]


def _title(data: YearData) -> str:
    return f"{data.year}年度征求意见情况"


def _sheet(
    book: FormattedWorkbook, data: YearData, name: str, columns: Sequence[Column], **drawn: Any
) -> Sheet:
    found = [
        SheetColumn(f"{c.label}（{c.unit}）" if c.unit else c.label, c.width, c.name)
        for c in columns
    ]
    sheet = Sheet(book, name, found, frozen=1, **drawn)
    sheet.open(_title(data), f"截至{Minute(data.as_of)}")
    return sheet


def _overview(data: YearData) -> Iterable[tuple[CellValue, CellValue, CellValue, CellValue]]:
    yield "年度", str(data.year), "", "以征求意见截止日期所在的年度为准；到期事项以应公开日期为准"
    yield "统计时点", str(Minute(data.as_of)), "", "数据截至的时刻（北京时间）"
    whole = total(data.rows, "合计")
    for column, value in zip(BY_ISSUER[1:], year_cells(BY_ISSUER[1:], whole), strict=True):
        shown = f"{value:.1%}" if isinstance(value, float) else value
        yield column.label, shown, column.unit, column.meaning


def _charts(book: FormattedWorkbook, sheet: str, rows: Sequence[YearRow]) -> Iterable[Any]:
    names = [column.name for column in BY_ISSUER]
    values = [dict(zip(names, year_cells(BY_ISSUER, row), strict=True)) for row in rows]
    source = ChartSource(sheet, names, values)
    yield bar_chart(book, source, ("issuer", "comments"), "各机构意见条数")
    for rate in (_RATES[0], _RATES[2]):
        fields, title = ("issuer", rate.columns[0].name), f"各机构{rate.label}"
        yield bar_chart(book, source, fields, title, percent=True)
