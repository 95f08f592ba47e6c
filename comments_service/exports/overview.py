"""The first sheet (概览): what the export is of and its totals, one line each."""

from collections.abc import Collection, Iterator
from typing import Any

from comments_service.domain.code_words import DISPOSITIONS
from comments_service.exports.cell_values import CellValue, CellValues
from comments_service.exports.columns import TABLES, Column, header, meaning
from comments_service.exports.sheet_plans import SHEET_OF_TABLE

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
        label, means = header(column, values.spoken), meaning(column, values.spoken)
        unit = values.spoken.say(column.unit)
        for shown in _shown(values, column, whole):
            yield column, [label, shown, unit, means]


def answer_columns(answers: Collection[str | None]) -> Iterator[Column]:
    """Yield a column for each disposition there is ("": unanswered); none before any answer."""
    for code, word in {**DISPOSITIONS, "": "尚未答复"}.items():
        if (code or None) in answers and set(answers) != {None}:
            yield Column(code, word, "采纳情况为该项的意见条数", "integer", "条")


def _shown(values: CellValues, column: Column, whole: dict[str, Any]) -> list[CellValue]:
    value = whole[column.name]
    if column.name == "windows":
        return [values.window(window, whole["as_of"]) for window in value] or [_NOTHING]
    if column.name == "versions":
        return [values.version(version) for version in value] or [_NOTHING]
    if column.name == "rows":
        return [_row_counts(values, value)]
    if column.name == "filter" and not value:
        return [values.spoken.say("全部")]
    return [values.of(column, value)]


def _row_counts(values: CellValues, counts: dict[str, int]) -> str:
    say = values.spoken.say
    return say("，").join(f"{say(SHEET_OF_TABLE[table])} {n}" for table, n in counts.items())
