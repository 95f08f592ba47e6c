import json
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from comments_service.exports.columns import TABLES, columns
from comments_service.exports.data import ExportData
from comments_service.exports.sheet import CELL_LIMIT, CUT_MARK
from comments_service.exports.xlsx_file import write_xlsx

Row = dict[str, Any]
MakeData = Callable[..., ExportData]


def opened(path: Path, data: ExportData, **options: int) -> Any:
    write_xlsx(path, data, **options)
    return openpyxl.load_workbook(path)


def cells(sheet: Any) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.fixture
def body(tmp_path: Path, make_data: MakeData, make_comment: Callable[..., Row]) -> Any:
    """Write a comment of that body and read it back from the sheet."""

    def back(text: str) -> Any:
        book = opened(tmp_path / "x.xlsx", make_data([make_comment(1, body=text)]))
        header, row = cells(book["comments"])
        return row[header.index("body")]

    return back


def test_there_is_a_sheet_for_each_table(tmp_path: Path, make_data: MakeData) -> None:
    assert opened(tmp_path / "x.xlsx", make_data(3)).sheetnames == list(TABLES)


@pytest.mark.parametrize("edition", ["public", "restricted"])
def test_headers_are_the_names_of_the_dictionary(
    tmp_path: Path, make_data: MakeData, edition: str
) -> None:
    book = opened(tmp_path / "x.xlsx", make_data(12, edition))
    for sheet in book:
        assert cells(sheet)[0] == [c.name for c in columns(sheet.title, edition)]


def test_a_header_is_frozen_filtered_and_noted_in_chinese(
    tmp_path: Path, make_data: MakeData
) -> None:
    sheet = opened(tmp_path / "x.xlsx", make_data(3))["comments"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:W4")
    assert sheet["A1"].comment.text == "回执编号"


def test_long_text_is_wrapped_and_wide(tmp_path: Path, make_data: MakeData) -> None:
    sheet = opened(tmp_path / "x.xlsx", make_data(1))["comments"]
    assert sheet["K2"].alignment.wrap_text
    assert sheet.column_dimensions["K"].width > 50


@pytest.mark.parametrize(
    "text",
    [
        " 前后有空格 ",
        "一\n\n二\t三",
        "\n",
        "=1+1",
        "+1",
        "'撇号",
        "_x0041_",
        "__x0041_x0042__",
        "_x005F_x0041_",
        "<r><t>假</t></r>",
        "<r></t></r></x>_x0041_</r>",
        "<b>&amp;",
        "http://example.org/",
        "0123",
        "👩\u200d🌾𠮷",
        "\ufffd",
        "\u2028\x85\x7f",
        "字" * 10_000,
        "🌾" * 10_000,
    ],
)
def test_text_comes_back_exactly(body: Callable[[str], Any], text: str) -> None:
    assert body(text) == text


def test_text_that_fills_a_cell_is_whole(body: Callable[[str], Any]) -> None:
    assert body("字" * CELL_LIMIT) == "字" * CELL_LIMIT


@pytest.mark.parametrize("character", ["字", "🌾"])
def test_longer_text_is_cut_with_a_mark(body: Callable[[str], Any], character: str) -> None:
    found = body(character * (CELL_LIMIT + 1))
    assert found.endswith(character + CUT_MARK)
    assert CELL_LIMIT - 1 <= len(found.encode("utf-16-le")) // 2 <= CELL_LIMIT


def test_numbers_and_booleans_are_such(tmp_path: Path, make_data: MakeData) -> None:
    book = opened(tmp_path / "x.xlsx", make_data(12))
    assert cells(book["tally"])[1][2:] == [12, 12, 12, 1, 0]
    assert cells(book["comments"])[1][20:22] == [False, False]
    assert cells(book["reconciliation"])[1][-1] is True


def test_lists_are_json_in_a_cell(tmp_path: Path, make_data: MakeData) -> None:
    data = make_data(12)
    header, row = cells(opened(tmp_path / "x.xlsx", data)["manifest"])
    assert json.loads(row[header.index("windows")]) == data.manifest["windows"]
    assert json.loads(row[header.index("rows")])["comments"] == 12


def test_comments_go_on_in_further_sheets(tmp_path: Path, make_data: MakeData) -> None:
    book = opened(tmp_path / "x.xlsx", make_data(25), rows_per_sheet=10)
    sheets = [book[name] for name in ("comments", "comments_2", "comments_3")]
    assert [sheet.max_row - 1 for sheet in sheets] == [10, 10, 5]
    assert [cells(sheet)[1][1] for sheet in sheets] == ["c-1", "c-11", "c-21"]
    assert json.loads(cells(book["manifest"])[1][-1])["comments"] == 25


def test_a_full_sheet_opens_no_empty_one(tmp_path: Path, make_data: MakeData) -> None:
    book = opened(tmp_path / "x.xlsx", make_data(20), rows_per_sheet=10)
    assert book.sheetnames[-2:] == ["comments", "comments_2"]


def test_nine_comments_are_not_split_in_public(tmp_path: Path, make_data: MakeData) -> None:
    book = opened(tmp_path / "x.xlsx", make_data(9))
    assert cells(book["by_day"])[1:] == [["不足10条，不公开分项", None, None, None]]
    assert cells(book["by_participant"])[1][0] == "不足10条，不公开分项"


@pytest.mark.parametrize(
    ("rows", "edition", "charts"),
    [(9, "public", 0), (10, "public", 2), (9, "restricted", 2), (0, "restricted", 0)],
)
def test_charts_stand_on_the_tally_where_counts_may_be_seen(
    tmp_path: Path, make_data: MakeData, rows: int, edition: str, charts: int
) -> None:
    book = opened(tmp_path / "x.xlsx", make_data(rows, edition))
    assert len(book["tally"]._charts) == charts


def test_the_chart_reads_the_counts_of_the_clauses(tmp_path: Path, make_data: MakeData) -> None:
    _, chart = opened(tmp_path / "x.xlsx", make_data(12))["tally"]._charts
    series = chart.series[0]
    assert series.val.numRef.f == "by_clause!$D$2:$D$5"
    assert (series.cat.strRef or series.cat.numRef).f == "by_clause!$C$2:$C$5"


def test_memory_does_not_grow_with_the_rows(
    tmp_path: Path, make_data: MakeData, make_comment: Callable[..., Row]
) -> None:
    def many() -> Iterator[Row]:
        return (make_comment(n, body=str(n) + "意" * 5_000) for n in range(1_000))

    data = replace(make_data(1), comments=many())
    tracemalloc.start()
    write_xlsx(tmp_path / "x.xlsx", data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000
