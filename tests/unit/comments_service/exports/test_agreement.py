"""The three formats are one set of data: read back and compared cell by cell."""

import csv
import json
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from catalogue.csv_text import unescape
from comments_service.exports import FORMATS, write
from comments_service.exports.export_data import ExportData

Row = dict[str, Any]
MakeData = Callable[..., ExportData]
TEXTS = [
    "=1+1",
    " -1 ",
    "'",
    "＝1",
    '一\n二,"三"',
    "_x0041_",
    "<r>x</r>",
    "\ufffd👩\u200d🌾",
    "0012",
]


@pytest.fixture(scope="module", params=["public", "restricted"])
def exported(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    make_data: MakeData,
    make_comment: Callable[..., Row],
) -> Path:
    """Export the same comments in every format; nobody may change the files."""
    folder = tmp_path_factory.mktemp("exported")
    rows = [
        make_comment(n, body=TEXTS[n % 9], proposed_text=TEXTS[(n + 4) % 9]) for n in range(1, 25)
    ]
    for file_format in FORMATS:
        write(file_format, folder / f"out.{file_format}", make_data(rows, request.param))
    return folder


def from_json(folder: Path) -> Row:
    found: Row = json.loads((folder / "out.json").read_text("utf-8"))
    return found


def from_csv(folder: Path) -> list[Row]:
    with (folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        return [{k: unescape(v) for k, v in row.items()} for row in csv.DictReader(file)]


@lru_cache(maxsize=1)
def workbook(folder: Path) -> Any:
    """Return the workbook in a folder, which is whole; nobody may change it."""
    return openpyxl.load_workbook(folder / "out.xlsx")


def from_xlsx(folder: Path, sheet: str) -> list[Row]:
    """Read rows by the fields' names, which are the notes of the header."""
    header, *rows = workbook(folder)[sheet].iter_rows()
    names = [cell.comment.text if cell.comment else "" for cell in header]
    return [dict(zip(names, [cell.value for cell in row], strict=True)) for row in rows]


def of_overview(folder: Path) -> Row:
    """Read the first sheet by the notes of its first column; a field can have several lines."""
    found: dict[str, list[Any]] = {}
    _, *lines = workbook(folder)["概览"].iter_rows()
    for line in lines:
        assert line[0].comment
        found.setdefault(line[0].comment.text, []).append(line[1].value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def as_csv(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else value or ""


WORDS = {
    "stance": {"support": "支持", "oppose": "反对", "suggest": "建议", "question": "疑问"},
    "participant": {"person": "个人"},
    "channel": {"web": "网页"},
    "state": {"received": "已登记"},
    "assurance": {"declared": "自行申报"},
    "unit": {"submissions": "来件", "comments": "意见"},
}


def as_cell(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    if name in ("received_at", "as_of"):
        return datetime.fromisoformat(value).replace(tzinfo=None)
    if name == "day":
        return datetime.fromisoformat(value)
    return WORDS.get(name, {}).get(value, value) if value not in ("", {}) else None


def as_cells(row: Row) -> Row:
    return {name: as_cell(name, value) for name, value in row.items()}


def test_the_comments_of_csv_are_those_of_json(exported: Path) -> None:
    expected = [{k: as_csv(v) for k, v in row.items()} for row in from_json(exported)["comments"]]
    assert from_csv(exported) == expected


def test_the_comments_of_xlsx_are_those_of_json(exported: Path) -> None:
    expected = [as_cells(row) for row in from_json(exported)["comments"]]
    assert from_xlsx(exported, "意见明细") == expected


def test_the_manifest_and_the_totals_of_xlsx_are_those_of_json(exported: Path) -> None:
    whole = from_json(exported)
    shown = of_overview(exported)
    for name in ("policy", "title"):
        assert shown[name] == whole["manifest"][name]
    for name in ("submissions", "comments", "participants", "departments"):
        assert shown[name] == whole["tally"][name]
    assert shown["as_of"] == as_cell("as_of", whole["tally"]["as_of"])
    assert (
        shown["edition"]
        == {"public": "公开版", "restricted": "内部版"}[whole["manifest"]["edition"]]
    )
    assert shown["versions"] == "v1 送审稿（sha256:v1）"
    assert shown["windows"] == "w1（v1）：2018年7月12日00:00至2018年7月18日24:00，已截止"
    assert shown["rows"] == "意见明细 24，分条款 4，分日 3，分主体 1"
    assert shown["filter"] == "全部"
    assert shown.keys() == whole["manifest"].keys() | whole["tally"].keys() - {
        "by_clause", "by_day", "by_participant",
    }  # fmt: skip


def test_the_tally_of_xlsx_is_that_of_json(exported: Path) -> None:
    tally = from_json(exported)["tally"]
    by_clause = [{**row.pop("stances"), **row} for row in tally["by_clause"]]
    assert from_xlsx(exported, "分条款") == by_clause
    assert from_xlsx(exported, "分日") == [as_cells(row) for row in tally["by_day"]]
    assert from_xlsx(exported, "分主体") == [as_cells(row) for row in tally["by_participant"]]


def test_the_reconciliation_of_xlsx_is_that_of_json(exported: Path) -> None:
    found = from_json(exported)["reconciliation"]
    expected = [
        as_cells({"unit": unit, **found[unit], "balanced": found["balanced"]})
        for unit in ("submissions", "comments")
    ]
    assert from_xlsx(exported, "勾稽核对") == expected


@pytest.mark.parametrize("table", ["by_clause", "by_day", "by_participant"])
def test_every_split_of_the_tally_sums_to_the_comments(exported: Path, table: str) -> None:
    found = from_json(exported)
    total = sum(row["comments"] for row in found["tally"][table])
    assert total == found["tally"]["comments"] == len(found["comments"])


def test_the_stances_of_a_clause_sum_to_its_comments(exported: Path) -> None:
    for row in from_json(exported)["tally"]["by_clause"]:
        assert sum(row["stances"].values()) + row["withdrawn"] == row["comments"]


def test_the_dictionary_has_every_field_of_every_sheet_and_no_other(exported: Path) -> None:
    book = workbook(exported)
    shown = {("概览", name) for name in of_overview(exported)}
    for sheet in book.worksheets[1:]:
        shown |= {(sheet.title, cell.comment.text) for cell in sheet[1] if cell.comment}
    explained = [(row["table"], row["name"]) for row in from_xlsx(exported, "字段说明")]
    assert set(explained) == shown
    assert len(set(explained)) == len(explained)


def test_the_dictionary_of_json_has_every_column_of_csv(exported: Path) -> None:
    explained = {(row["table"], row["name"]) for row in from_json(exported)["dictionary"]}
    assert {("comments", name) for name in from_csv(exported)[0]} <= explained
