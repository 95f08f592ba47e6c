"""The workbook as officials read it: sheets, words, dates, text that stays what it is."""

import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from comments_service.exports.cell_text import CELL_LIMIT, CUT_MARK
from comments_service.exports.columns import SHEET_OF_TABLE, columns
from comments_service.exports.export_data import ExportData
from comments_service.exports.xlsx_file import write_xlsx
from interface.language import language

Row = dict[str, Any]
MakeData = Callable[..., ExportData]
SHEETS = ["概览", "意见明细", "分条款", "分日", "分主体", "勾稽核对", "字段说明"]
STANCES = ("support", "suggest", "question", "oppose")
CHINESE = "\u4e00", "\u9fff"


def opened(path: Path, data: ExportData, **options: Any) -> Any:
    write_xlsx(path, data, **options)
    return openpyxl.load_workbook(path)


def cells(sheet: Any) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def notes(sheet: Any) -> list[str]:
    return [cell.comment.text for cell in sheet[1]]


def values_of(sheet: Any, name: str) -> list[Any]:
    return [row[notes(sheet).index(name)] for row in cells(sheet)[1:]]


SAME = [
    " 前后有空格 ",
    "一\n\n二\t三",
    "\n",
    *("=1+1", "+1", "-1", "@SUM(A1)", "＝1", "{=1}", "'撇号"),
    "_x0041_",
    "__x0041_x0042__",
    "_x005F_x0041_",
    "<r><t>假</t></r>",
    "<r></t></r></x>_x0041_</r>",
    "<b>&amp;",
    "http://example.org/",
    "0123",
    "3-2",
    "👩\u200d🌾𠮷",
    "\ufffd",
    "\u2028\x85\x7f",
    "字" * 10_000,
    "🌾" * 10_000,
]
CONTROLS = [0, 1, 8, 0xB, 0xC, 0xD, 0x1F]
UNKNOWN = ["\ud800", "\ufffe", "\uffff"]
LONG = ["字", "🌾"]
FULL = "字" * CELL_LIMIT
BODIES = [
    *SAME,
    *(f"前{character}后" for character in [*map(chr, CONTROLS), *UNKNOWN]),
    FULL,
    *(character * (CELL_LIMIT + 1) for character in LONG),
]


@pytest.fixture(scope="module")
def bodies(
    tmp_path_factory: pytest.TempPathFactory,
    make_data: MakeData,
    make_comment: Callable[..., Row],
) -> Mapping[str, Any]:
    """Write a comment of each body and read it back from the sheet, by what was written."""
    data = make_data([make_comment(1, body=each) for each in BODIES])
    book = opened(tmp_path_factory.mktemp("bodies") / "x.xlsx", data)
    return dict(zip(BODIES, values_of(book["意见明细"], "body"), strict=True))


BookOf = Callable[..., Any]


@pytest.fixture(scope="module")
def book_of(tmp_path_factory: pytest.TempPathFactory, make_data: MakeData) -> BookOf:
    """Return the workbook of so many comments in an edition; nobody may change it."""

    @cache
    def made(rows: int, edition: str = "public") -> Any:
        return opened(tmp_path_factory.mktemp("book") / "x.xlsx", make_data(rows, edition))

    return made


@pytest.mark.parametrize("edition", ["public", "restricted"])
def test_the_sheets_are_those_of_the_office_in_order(book_of: BookOf, edition: str) -> None:
    assert book_of(12, edition).sheetnames == SHEETS


@pytest.mark.parametrize("edition", ["public", "restricted"])
def test_headers_are_chinese_and_their_notes_are_the_fields(book_of: BookOf, edition: str) -> None:
    book = book_of(12, edition)
    for table, name in SHEET_OF_TABLE.items():
        if name != "概览":
            found = columns(table, edition)
            assert sorted(notes(book[name])) == sorted(c.name for c in found)
            labels = {c.name: c.label for c in found}
            assert cells(book[name])[0] == [labels[note] for note in notes(book[name])]
    assert all(CHINESE[0] <= cell[0] <= CHINESE[1] for sheet in book for cell in cells(sheet)[0])


def test_codes_are_words_and_booleans_are_yes_and_no(
    tmp_path: Path, make_data: MakeData, make_comment: Callable[..., Row]
) -> None:
    row = make_comment(
        5, stance="suggest", participant="department", channel="letter", state="answered",
        disposition="partly_adopted", withheld="commercial_secret",
    )  # fmt: skip
    data = replace(make_data([make_comment(5)]), comments=iter([[*row.values()]]))
    sheet = opened(tmp_path / "x.xlsx", data)["意见明细"]
    shown = {name: values_of(sheet, name)[0] for name in notes(sheet)}
    words = ["stance", "participant", "channel", "state", "disposition", "withheld"]
    assert [shown[name] for name in words] == [
        *["建议", "机关单位", "信函", "已反馈", "部分采纳", "含商业秘密"]
    ]
    assert (shown["confidential"], shown["consent_publish_name"]) == ("是", "否")


def test_words_of_a_person_that_look_like_a_code_stay_as_they_are(
    tmp_path: Path, make_data: MakeData, make_comment: Callable[..., Row]
) -> None:
    row = make_comment(1, body="suggest", reason="true", name="web", proposed_text="2018-07-12")
    sheet = opened(tmp_path / "x.xlsx", make_data([row]))["意见明细"]
    shown = [values_of(sheet, name)[0] for name in ("body", "reason", "name", "proposed_text")]
    assert shown == ["suggest", "true", "web", "2018-07-12"]


def test_times_are_dates_of_excel_in_beijing(
    tmp_path: Path, make_data: MakeData, make_comment: Callable[..., Row]
) -> None:
    rows = [make_comment(1, received_at="2018-07-18T16:30:00.123Z"), *map(make_comment, range(9))]
    book = opened(tmp_path / "x.xlsx", make_data(rows))
    received = book["意见明细"].cell(2, notes(book["意见明细"]).index("received_at") + 1)
    assert received.value == datetime(2018, 7, 19, 0, 30, 0, 123_000)  # noqa: DTZ001
    assert received.number_format == "yyyy-mm-dd hh:mm:ss"
    assert book["分日"]["A2"].is_date
    assert book["分日"]["A2"].number_format == "yyyy-mm-dd"


def test_each_window_says_whether_it_was_open_when_the_export_was_made(
    tmp_path: Path, make_data: MakeData
) -> None:
    data = make_data(3)
    data.manifest["as_of"] = data.tally["as_of"] = "2018-07-18T23:59:59.999+08:00"
    to_come = {**data.manifest["windows"][0], "id": "w2", "opens_at": "2018-07-18T16:00:00Z"}
    data.manifest["windows"] = [*data.manifest["windows"], to_come]
    shown = [row[1] for row in cells(opened(tmp_path / "x.xlsx", data)["概览"])]
    assert "w1（v1）：2018年7月12日00:00至2018年7月18日24:00，征集中" in shown
    assert any(str(text).startswith("w2") and text.endswith("即将开始") for text in shown)


def test_every_sheet_prints_on_a4_across_with_its_header_on_every_page(book_of: BookOf) -> None:
    for sheet in book_of(12, "restricted"):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # One page is what is meant where the file does not say a width.
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.oddHeader.left.text == "若干政策意见"


def test_a_figure_without_room_in_its_bar_is_no_label(tmp_path: Path, make_data: MakeData) -> None:
    data = make_data(12)
    data.tally["by_clause"][0].update(comments=150, stances=dict.fromkeys(STANCES, 2))
    first = opened(tmp_path / "x.xlsx", data)["概览"]._charts[1].series[0]
    left_out = [label.idx for label in first.dLbls.dLbl]
    shown = [int(point.v) for point in first.val.numRef.numCache.pt]
    assert left_out == [index for index, value in enumerate(shown) if value * 50 < 150]


def test_contacts_and_ids_stand_behind_what_is_printed(book_of: BookOf) -> None:
    sheet = book_of(3, "restricted")["意见明细"]
    assert sheet.print_area == "'意见明细'!$A$1:$P$4"
    assert {"phone", "email", "uscc", "comment_id", "wid"} <= set(notes(sheet)[14:])
    assert {"citation", "stance", "body", "name", "received_at"} <= set(notes(sheet)[:14])


def test_a_title_with_an_ampersand_is_printed_as_it_is(tmp_path: Path, make_data: MakeData) -> None:
    data = make_data(3)
    data.manifest["title"] = "研发&制造" * 40
    sheet = opened(tmp_path / "x.xlsx", data)["概览"]
    assert sheet.oddHeader.left.text.startswith("研发&&制造研发&&制造")
    assert len(sheet.oddHeader.left.text) < 255


def test_a_header_stays_in_view_and_filters(book_of: BookOf) -> None:
    book = book_of(12)
    assert (book["意见明细"].freeze_panes, book["意见明细"].auto_filter.ref) == ("C2", "A1:AA13")
    assert all(sheet.auto_filter.ref.startswith("A1:") for sheet in book)
    assert all(sheet.freeze_panes.endswith("2") for sheet in book)


def test_long_text_is_wrapped_and_its_row_is_high_enough(
    tmp_path: Path, make_data: MakeData, make_comment: Callable[..., Row]
) -> None:
    rows = [
        make_comment(1, body="短"),
        make_comment(2, body="长" * 250),
        make_comment(3, body="\n" * 99),
    ]
    sheet = opened(tmp_path / "x.xlsx", make_data(rows))["意见明细"]
    assert sheet["D2"].alignment.wrap_text
    one, ten, most = (sheet.row_dimensions[n].height for n in (2, 3, 4))
    assert 15 <= one < ten / 4
    assert 150 <= ten <= 200
    assert most <= 409


@pytest.mark.parametrize("text", SAME)
def test_text_comes_back_exactly(bodies: Mapping[str, Any], text: str) -> None:
    assert bodies[text] == text


@pytest.mark.parametrize("point", CONTROLS)
def test_characters_that_xml_does_not_bear_are_written_as_excel_writes_them(
    bodies: Mapping[str, Any], point: int
) -> None:
    # The service takes none of them; a row that came by another way is exported all the same.
    assert bodies[f"前{chr(point)}后"] == f"前_x{point:04X}_后"


@pytest.mark.parametrize("character", UNKNOWN)
def test_what_is_no_character_is_shown_as_unknown(
    bodies: Mapping[str, Any], character: str
) -> None:
    assert bodies[f"前{character}后"] == "前\ufffd后"


def test_text_of_a_person_is_never_a_formula(
    tmp_path: Path, make_data: MakeData, make_comment: Callable[..., Row]
) -> None:
    texts = ("body", "proposed_text", "reason", "name", "organisation", "place", "selected_text")
    rows = [make_comment(1, **dict.fromkeys(texts, f"{sign}A1+1")) for sign in "=+-@"]
    book = opened(tmp_path / "x.xlsx", make_data(rows))
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= set("snd")
    assert values_of(book["意见明细"], "reason") == [f"{sign}A1+1" for sign in "=+-@"]


def test_text_that_fills_a_cell_is_whole(bodies: Mapping[str, Any]) -> None:
    assert bodies[FULL] == FULL


@pytest.mark.parametrize("character", LONG)
def test_longer_text_is_cut_with_a_mark(bodies: Mapping[str, Any], character: str) -> None:
    found = bodies[character * (CELL_LIMIT + 1)]
    assert found.endswith(character + CUT_MARK)
    assert CELL_LIMIT - 1 <= len(found.encode("utf-16-le")) // 2 <= CELL_LIMIT


def test_comments_go_on_in_further_sheets_behind_the_first(
    tmp_path: Path, make_data: MakeData
) -> None:
    book = opened(tmp_path / "x.xlsx", make_data(25), rows_per_sheet=10)
    names = ["意见明细", "意见明细2", "意见明细3"]
    assert book.sheetnames == ["概览", *names, *SHEETS[2:]]
    assert [book[name].max_row - 1 for name in names] == [10, 10, 5]
    firsts = [values_of(book[name], "comment_id")[0] for name in names]
    assert firsts == ["c-1", "c-11", "c-21"]


def test_a_full_sheet_opens_no_empty_one(tmp_path: Path, make_data: MakeData) -> None:
    book = opened(tmp_path / "x.xlsx", make_data(20), rows_per_sheet=10)
    assert book.sheetnames[1:4] == ["意见明细", "意见明细2", "分条款"]


def test_a_round_without_a_comment_is_a_workbook_too(book_of: BookOf) -> None:
    book = book_of(0, "restricted")
    assert book.sheetnames == SHEETS
    assert book["意见明细"].max_row == 1


def test_nine_comments_are_not_split_in_public(book_of: BookOf) -> None:
    book = book_of(9)
    assert book.sheetnames == SHEETS
    assert cells(book["分日"])[1:] == [["不足10条，不公开分项", None, None, None]]
    assert cells(book["分主体"])[1][0] == "不足10条，不公开分项"


@pytest.mark.parametrize(
    ("rows", "edition", "charts"),
    [(9, "public", 0), (10, "public", 2), (9, "restricted", 2), (0, "restricted", 0)],
)
def test_charts_stand_on_the_overview_where_counts_may_be_seen(
    tmp_path: Path, make_data: MakeData, rows: int, edition: str, charts: int
) -> None:
    book = opened(tmp_path / "x.xlsx", make_data(rows, edition))
    assert len(book["概览"]._charts) == charts


def test_a_chart_reads_the_cells_and_holds_their_figures(book_of: BookOf) -> None:
    book = book_of(12)
    for series, name in zip(book["概览"]._charts[1].series, STANCES, strict=True):
        sheet, place = series.val.numRef.f.replace("'", "").split("!")
        shown = [cell.value for (cell,) in book[sheet][place.replace("$", "")]]
        assert shown == values_of(book["分条款"], name)
        assert [int(point.v) for point in series.val.numRef.numCache.pt] == shown
        names = [point.v for point in series.cat.strRef.strCache.pt]
        assert names == values_of(book["分条款"], "citation")


def test_in_english_nothing_of_ours_is_chinese(tmp_path: Path, make_data: MakeData) -> None:
    data = make_data(12, "restricted")
    book = opened(tmp_path / "x.xlsx", data, spoken=language("en"))
    assert book.sheetnames == [
        *["Overview", "Comments", "By clause", "By day", "By participant"],
        *["Reconciliation", "Fields"],
    ]
    ours = [cell for sheet in book for cell in cells(sheet)[0]]
    for name in ("stance", "participant", "channel", "state", "confidential"):
        ours += values_of(book["Comments"], name)
    ours += [row[0] for row in cells(book["Overview"])]
    assert [text for text in ours if any(CHINESE[0] <= c <= CHINESE[1] for c in text)] == []
    assert set(values_of(book["Comments"], "stance")) == {
        *["Support", "Opposition", "Suggestion", "Question"]
    }
    assert set(values_of(book["Comments"], "confidential")) == {"yes", "no"}
    assert notes(book["Comments"])[:3] == ["receipt_no", "citation", "stance"]
    assert "The whole text" in values_of(book["By clause"], "citation")


def test_memory_does_not_grow_with_the_rows(
    tmp_path: Path, make_data: MakeData, make_comment: Callable[..., Row]
) -> None:
    def many() -> Iterator[list[Any]]:
        rows = (make_comment(n, body=str(n) + "意" * 5_000) for n in range(500))
        return ([*row.values()] for row in rows)

    data = replace(make_data(1), comments=many())
    tracemalloc.start()
    write_xlsx(tmp_path / "x.xlsx", data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000
