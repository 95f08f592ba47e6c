"""The three formats are one set of data: read back and compared cell by cell."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from comments_service.exports import FORMATS, write
from comments_service.exports.csv_file import unescape
from comments_service.exports.data import ExportData

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


@pytest.fixture(params=["public", "restricted"])
def exported(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    make_data: MakeData,
    make_comment: Callable[..., Row],
) -> Path:
    rows = [
        make_comment(n, body=TEXTS[n % 9], proposed_text=TEXTS[(n + 4) % 9]) for n in range(1, 25)
    ]
    for file_format in FORMATS:
        write(file_format, tmp_path / f"out.{file_format}", make_data(rows, request.param))
    return tmp_path


def from_json(folder: Path) -> Row:
    found: Row = json.loads((folder / "out.json").read_text("utf-8"))
    return found


def from_csv(folder: Path) -> list[Row]:
    with (folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        return [{k: unescape(v) for k, v in row.items()} for row in csv.DictReader(file)]


def from_xlsx(folder: Path, sheet: str) -> list[Row]:
    book = openpyxl.load_workbook(folder / "out.xlsx")
    header, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def as_csv(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else value or ""


def as_cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return None if value == "" else value


def test_the_comments_of_csv_are_those_of_json(exported: Path) -> None:
    expected = [{k: as_csv(v) for k, v in row.items()} for row in from_json(exported)["comments"]]
    assert from_csv(exported) == expected


@pytest.mark.parametrize("table", ["comments", "dictionary"])
def test_the_rows_of_xlsx_are_those_of_json(exported: Path, table: str) -> None:
    expected = [{k: as_cell(v) for k, v in row.items()} for row in from_json(exported)[table]]
    assert from_xlsx(exported, table) == expected


def test_the_manifest_of_xlsx_is_that_of_json(exported: Path) -> None:
    manifest = from_json(exported)["manifest"]
    assert from_xlsx(exported, "manifest") == [{k: as_cell(v) for k, v in manifest.items()}]


def test_the_tally_of_xlsx_is_that_of_json(exported: Path) -> None:
    tally = from_json(exported)["tally"]
    by_clause = [{**row.pop("stances"), **row} for row in tally.pop("by_clause")]
    assert from_xlsx(exported, "by_clause") == by_clause
    assert from_xlsx(exported, "by_day") == tally.pop("by_day")
    assert from_xlsx(exported, "by_participant") == tally.pop("by_participant")
    assert from_xlsx(exported, "tally") == [tally]


def test_the_reconciliation_of_xlsx_is_that_of_json(exported: Path) -> None:
    found = from_json(exported)["reconciliation"]
    for row in from_xlsx(exported, "reconciliation"):
        part = {k: as_cell(v) for k, v in found[row["unit"]].items()}
        assert row == {"unit": row["unit"], **part, "balanced": found["balanced"]}


@pytest.mark.parametrize("table", ["by_clause", "by_day", "by_participant"])
def test_every_split_of_the_tally_sums_to_the_comments(exported: Path, table: str) -> None:
    found = from_json(exported)
    total = sum(row["comments"] for row in found["tally"][table])
    assert total == found["tally"]["comments"] == len(found["comments"])


def test_the_stances_of_a_clause_sum_to_its_comments(exported: Path) -> None:
    for row in from_json(exported)["tally"]["by_clause"]:
        assert sum(row["stances"].values()) == row["comments"]


def test_the_dictionary_has_every_column_of_every_file_and_no_other(exported: Path) -> None:
    book = openpyxl.load_workbook(exported / "out.xlsx")
    columns = {(sheet.title, cell.value) for sheet in book for cell in sheet[1]}
    explained = {(row["table"], row["name"]) for row in from_json(exported)["dictionary"]}
    assert explained == columns
    assert {("comments", name) for name in from_csv(exported)[0]} <= explained
