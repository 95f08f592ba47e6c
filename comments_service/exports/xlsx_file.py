"""The XLSX edition: a workbook for officials, in Chinese unless another language is asked for."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from catalogue.window import parse_instant
from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.domain.wording import Minute
from comments_service.exports import charts, shape
from comments_service.exports.columns import (
    EDITION_NAMES,
    OVERVIEW,
    PLANS,
    SHEET_OF_TABLE,
    TABLES,
    Column,
    SheetPlan,
    columns,
    dictionary,
    header,
    meaning,
)
from comments_service.exports.export_data import ExportData
from comments_service.exports.sheet import CellValue, CellValues, Sheet, SheetColumn
from comments_service.exports.workbook_file import FormattedWorkbook, open_workbook
from interface.language import Language

OVERVIEW_COLUMNS = (
    Column("label", "项目", "字段的名称", width=18),
    Column("value", "内容", "字段的值", width=62),
    Column("unit", "单位", "数量的单位", width=10),
    Column("meaning", "含义", "字段的含义", width=48),
)
_FIRST = (
    "title", "edition", "as_of", "windows", "versions",
    "submissions", "comments", "participants", "departments",
)  # fmt: skip
_NOTHING = "—"


def overview_rows(
    values: CellValues, manifest: dict[str, Any], totals: dict[str, Any]
) -> Iterator[tuple[Column, list[CellValue]]]:
    """Yield fields of manifest and totals with the cells of their lines, one for each member."""
    known = {column.name: column for table in ("manifest", "tally") for column in TABLES[table]}
    whole = {**manifest, **totals}
    for name in dict.fromkeys((*_FIRST, *whole)):
        column = known[name]
        for shown in _shown(values, column, whole):
            yield column, _overview_cells(values, column, shown)


def _overview_cells(values: CellValues, column: Column, shown: CellValue) -> list[CellValue]:
    spoken = values.spoken
    return [header(column, spoken), shown, spoken.translate(column.unit), meaning(column, spoken)]


def _shown(values: CellValues, column: Column, whole: dict[str, Any]) -> list[CellValue]:
    value, translate = whole[column.name], values.spoken.translate
    if column.name == "windows":
        return [values.window(window, whole["as_of"]) for window in value] or [_NOTHING]
    if column.name == "versions":
        return [values.version(version) for version in value] or [_NOTHING]
    if column.name == "rows":
        listed = (f"{translate(SHEET_OF_TABLE[table])} {number}" for table, number in value.items())
        return [translate("，").join(listed)]
    if column.name == "filter" and not value:
        return [translate("全部")]
    return [_NOTHING if value is None else values.of(column, value)]


ROWS_PER_SHEET = 1_000_000


def write_xlsx(
    path: Path,
    data: ExportData,
    rows_per_sheet: int = ROWS_PER_SHEET,
    spoken: Language | None = None,
) -> None:
    """Write the workbook; comments go on in 意见明细2, … after ``rows_per_sheet`` rows."""
    title, at = data.manifest["title"], parse_instant(data.manifest["as_of"])
    with open_workbook(path, title, at, spoken, data.progress) as workbook:
        book = _ExportBook(workbook, data, CellValues(workbook.spoken))
        overview = book.overview()
        comments, *others = PLANS
        count = book.fill_many(comments, rows_per_sheet)
        tables = shape.tables(data)
        for plan in others:
            book.fill(plan, tables[plan.table])
        book.finish_overview(overview, shape.manifest(data, count), tables)


@dataclass(frozen=True, slots=True)
class _ExportBook:
    """A workbook that is being written: its data and words."""

    formatted: FormattedWorkbook
    data: ExportData
    values: CellValues
    answers: Counter[str | None] = field(default_factory=Counter)

    def overview(self) -> Sheet:
        """Add the first sheet; its rows are known last."""
        # Its figures are among texts, and so at the left like them.
        return self._sheet(self._say(OVERVIEW), OVERVIEW_COLUMNS, align="left")

    def fill_many(self, plan: SheetPlan, rows_per_sheet: int) -> int:
        """Write the comments on as many sheets as they need, one at least; return how many."""
        rows, count, number = self._comments(plan), 0, 0
        row = next(rows, None)
        while row is not None or not number:
            number += 1
            sheet = self._open(plan, number)
            sheet.append_all(islice(chain([row] if row else [], rows), rows_per_sheet))
            sheet.close()
            count += sheet.rows
            row = next(rows, None)
        return count

    def _comments(self, plan: SheetPlan) -> Iterator[list[CellValue]]:
        """Yield the cells of the comments, and count their dispositions."""
        found = plan.columns(self.data.edition)
        names = [column.name for column in columns(plan.table, self.data.edition)]
        in_order = itemgetter(*(names.index(column.name) for column in found))
        shown, answer = [self._shown_as(column) for column in found], names.index("disposition")
        for row in shape.comments(self.data):
            self.answers[row[answer]] += 1
            pairs = zip(shown, in_order(row), strict=True)
            yield [value if show is None else show(value) for show, value in pairs]

    def _shown_as(self, column: Column) -> Callable[[Any], CellValue] | None:
        """Return what gives a column's cells, with those of late at hand; None: as they are."""
        if column.type == "text" and not column.codes:
            return None
        return lru_cache(maxsize=1024)(partial(self.values.of, column))

    def fill(self, plan: SheetPlan, rows: list[shape.Row] | None) -> None:
        """Write the rows of a table, or that they are not shown."""
        sheet = self._open(plan)
        if rows is None:
            sheet.remark(self._say("不足10条，不公开分项"))
        listed = self._explained() if plan.table == "dictionary" else rows or ()
        sheet.fill(self._cells(plan, row) for row in listed)

    def finish_overview(
        self, sheet: Sheet, manifest: shape.Row, tables: dict[str, list[shape.Row] | None]
    ) -> None:
        """Write the first sheet's rows and, where counts may be seen, its charts."""
        (totals,) = tables["tally"] or [{}]
        for column, cells in overview_rows(self.values, manifest, totals):
            sheet.append(cells)
            sheet.note(0, column.name)
        answers = self._answers(sheet)
        sheet.close()
        days, clauses = (self._source(table, tables[table]) for table in ("by_day", "by_clause"))
        drawn = [charts.disposition_chart(self.formatted, answers)] if answers.rows else []
        if shape.splits_are_shown(self.data) and clauses.rows:
            drawn.append(charts.day_chart(self.formatted, days))
            drawn.append(charts.clause_chart(self.formatted, clauses))
        sheet.insert_charts(drawn)

    def _answers(self, sheet: Sheet) -> charts.ChartSource:
        """Write how many comments have each disposition, once any has one; no table has them."""
        first, rows = sheet.rows + 1, []
        listed = {} if set(self.answers) == {None} else {**DISPOSITIONS, "": "尚未答复"}
        for code, word in listed.items():
            value = self.answers[code or None]
            if value:
                column = Column(code, word, "采纳情况为该项的意见条数", "integer", "条")
                cells = _overview_cells(self.values, column, value)
                sheet.append(cells)
                rows.append({"name": code, "label": cells[0], "value": value})
        return charts.ChartSource(sheet.name, ("label", "value"), rows, first)

    def _say(self, msgid: str) -> str:
        return self.values.spoken.translate(msgid)

    def _open(self, plan: SheetPlan, number: int = 1) -> Sheet:
        name = self._say(plan.name) + (str(number) if number > 1 else "")
        found = plan.columns(self.data.edition)
        return self._sheet(name, found, frozen=plan.frozen, printed=plan.printed)

    def _sheet(self, name: str, found: Iterable[Column], **more: Any) -> Sheet:
        columns = [
            SheetColumn(header(each, self.values.spoken), each.width, each.name) for each in found
        ]
        sheet = Sheet(self.formatted, name, columns, **more)
        manifest = self.data.manifest
        at = self.values.minute(Minute(parse_instant(manifest["as_of"])))
        right = f"{self._say(EDITION_NAMES[self.data.edition])}  {at}"
        sheet.open(manifest["title"], right)
        return sheet

    def _cells(self, plan: SheetPlan, row: shape.Row) -> list[CellValue]:
        found = plan.columns(self.data.edition)
        return [self.values.of(column, row[column.name]) for column in found]

    def _explained(self) -> list[shape.Row]:
        """Return the dictionary with sheets for tables, each field of a sheet once."""
        rows: dict[tuple[str, str], shape.Row] = {}
        for row in dictionary(self.data.edition, self.values.spoken):
            sheet = self._say(SHEET_OF_TABLE[row["table"]])
            rows.setdefault((sheet, row["name"]), {**row, "table": sheet})
        return list(rows.values())

    def _source(self, table: str, rows: list[shape.Row] | None) -> charts.ChartSource:
        plan = next(plan for plan in PLANS if plan.table == table)
        fields = [column.name for column in plan.columns(self.data.edition)]
        shown = [
            {**row, **{c.name: self.values.of(c, row[c.name]) for c in plan.columns("public")}}
            for row in rows or ()
        ]
        return charts.ChartSource(self._say(plan.name), fields, shown)
