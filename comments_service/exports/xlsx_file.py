"""The XLSX edition: one sheet a table, under the names of the JSON edition."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from comments_service.exports import shape
from comments_service.exports.charts import clause_chart, day_chart
from comments_service.exports.data import ExportData
from comments_service.exports.sheet import Formats, Sheet, open_sheet
from comments_service.exports.workbook_file import open_workbook

ROWS_PER_SHEET = 1_000_000
_DAY_CHART_ROW = 3
_CLAUSE_CHART_ROW = 21
_NOT_SHOWN = "不足10条，不公开分项"


def write_xlsx(path: Path, data: ExportData, rows_per_sheet: int = ROWS_PER_SHEET) -> None:
    """Write the workbook; comments go on in ``comments_2``, … after ``rows_per_sheet`` rows."""
    tables = shape.tables(data)
    with open_workbook(path) as workbook:
        workbook.set_properties(_properties(data))
        sheet = partial(open_sheet, workbook, Formats.of(workbook), edition=data.edition)
        manifest = sheet("manifest")
        tally = sheet("tally")
        _fill(tally, tables["tally"])
        for table in ("by_clause", *shape.SPLITS, "reconciliation", "dictionary"):
            _fill(sheet(table), tables[table])
        _add_charts(workbook, tally, data)
        count = _write_comments(sheet, data, rows_per_sheet)
        _fill(manifest, [shape.manifest(data, count)])


def _fill(sheet: Sheet, rows: list[shape.Row] | None) -> None:
    if rows is None:
        sheet.remark(_NOT_SHOWN)
    for row in rows or ():
        sheet.append(row)
    sheet.finish()


def _write_comments(sheet: Callable[..., Sheet], data: ExportData, rows_per_sheet: int) -> int:
    rows = shape.comments(data)
    current = sheet("comments")
    full = 0
    for row in rows:
        if current.rows == rows_per_sheet:
            current.finish()
            full += 1
            current = sheet("comments", name=f"comments_{full + 1}")
        current.append(row)
    current.finish()
    return full * rows_per_sheet + current.rows


def _add_charts(workbook: Any, tally: Sheet, data: ExportData) -> None:
    clauses, days = (len(data.tally.get(table, ())) for table in ("by_clause", "by_day"))
    if not shape.splits_are_shown(data):
        return
    if days:
        tally.insert_chart(_DAY_CHART_ROW, day_chart(workbook, days))
    if clauses:
        tally.insert_chart(_CLAUSE_CHART_ROW, clause_chart(workbook, clauses))


def _properties(data: ExportData) -> dict[str, Any]:
    # Without a date of its own the file would carry the clock of the machine, and the same
    # data would not give the same bytes.
    created = datetime.fromisoformat(data.manifest["as_of"]).astimezone(UTC)
    return {"title": data.manifest["title"], "created": created}
