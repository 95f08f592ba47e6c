from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from comments_service.domain.comments.decision import NewDecision
from tests.worlds.decision_sheets import (
    Edit,
    alone,
    compute,
    decision,
    edited,
    faults,
    put,
    read,
    register,
    row,
    workbook,
)

ROWS = register(3)
LEFT = edited(workbook(ROWS.values()), alone)


def test_a_sheet_that_nobody_touched_proposes_nothing() -> None:
    found = read(LEFT, ROWS)
    assert (found.changes, found.unchanged, found.faults) == ((), 3, ())


def test_what_was_filled_in_is_proposed_and_the_rest_is_left() -> None:
    data = edited(
        LEFT, put(H4="采纳", I4="第一部分（一）", H6="未采纳", J6="=暂无依据\n第二行😀", K6="摘要")
    )
    found = read(data, ROWS)
    assert found.faults == ()
    assert found.unchanged == 1
    assert found.decisions == [
        NewDecision("c-1", "adopted", "", "", "v1.part_1__sec_1", "", 101),
        NewDecision("c-3", "not_adopted", "=暂无依据\n第二行😀", "摘要", None, "", 103),
    ]
    assert [each.cell for each in found.changes] == ["意见采纳情况表!H4", "意见采纳情况表!H6"]


@pytest.mark.parametrize("word", [" 部分 采纳 ", "部分採納", "部分采纳。", "部分\u200b采纳\n"])
def test_a_disposition_is_known_whatever_blanks_and_marks_stand_in_it(word: str) -> None:
    found = read(edited(LEFT, put(H4=word, J4="有限")), ROWS)
    assert [each.disposition for each in found.decisions] == ["partly_adopted"]


@pytest.mark.parametrize(
    "words", ["一、（一）", "第一部分(一)", " 第1部分（一） ", "v1.part_1__sec_1"]
)
def test_a_clause_is_known_by_any_way_to_cite_it(words: str) -> None:
    found = read(edited(LEFT, put(H4="采纳", I4=words)), ROWS)
    assert [each.to_clause for each in found.decisions] == ["v1.part_1__sec_1"]


def test_what_a_later_document_carries_is_a_note() -> None:
    found = read(edited(LEFT, put(H4="采纳", I4="拟在后续文件中体现： 实施细则")), ROWS)
    assert [(each.to_clause, each.later) for each in found.decisions] == [(None, "实施细则")]


def shuffle(sheet: Worksheet) -> None:
    put(H4="采纳", H5="未采纳", J5="无依据")(sheet)
    rows = [[cell.value for cell in cells] for cells in sheet["A4:L6"]]
    for at, values in zip((6, 4, 5), rows, strict=True):
        for column, value in enumerate(values, start=1):
            sheet.cell(at, column).value = value


def insert_blank_rows(sheet: Worksheet) -> None:
    put(H4="采纳", H5="未采纳", J5="无依据")(sheet)
    sheet.unmerge_cells("A1:K1")
    sheet.unmerge_cells("A2:K2")
    sheet.insert_rows(5)
    sheet.insert_rows(3)


def put_a_sheet_in_front(sheet: Worksheet) -> None:
    put(H4="采纳", H5="未采纳", J5="无依据")(sheet)
    assert sheet.parent
    sheet.parent.create_sheet("备注", 0)["A1"] = "=1+1"


def take_rows_away(sheet: Worksheet) -> None:
    put(H4="采纳", H5="未采纳", J5="无依据")(sheet)
    sheet.delete_rows(6)


@pytest.mark.parametrize("edit", [shuffle, insert_blank_rows, put_a_sheet_in_front, take_rows_away])
def test_sorting_blank_rows_other_sheets_and_missing_rows_harm_nothing(edit: Edit) -> None:
    found = read(edited(LEFT, edit), ROWS)
    assert found.faults == ()
    assert [(each.comment, each.disposition) for each in sorted(found.decisions, key=str)] == [
        ("c-1", "adopted"), ("c-2", "not_adopted"),
    ]  # fmt: skip


def copy_a_row(sheet: Worksheet) -> None:
    for column in range(1, 13):
        sheet.cell(7, column).value = sheet.cell(4, column).value


def write_a_row(sheet: Worksheet) -> None:
    sheet["H7"] = "采纳"


def lose_the_key(sheet: Worksheet) -> None:
    sheet["L5"] = None


def lose_all_keys(sheet: Worksheet) -> None:
    sheet.delete_cols(12)


def take_a_column_away(sheet: Worksheet) -> None:
    sheet.delete_cols(11)


def put_a_column_in_front(sheet: Worksheet) -> None:
    for merged in ("A1:K1", "A2:K2"):
        sheet.unmerge_cells(merged)
    sheet["H4"] = "采纳"
    sheet.insert_cols(1)


def merge(sheet: Worksheet) -> None:
    sheet.merge_cells("H5:H6")


DAMAGES: list[tuple[str, Edit, list[str]]] = [
    ("unknown word", put(H5="不采纳"), ["H5 没有“不采纳”这种采纳情况，请从列表里选"]),
    ("no word", put(J5="有理由"), ["H5 采纳情况没有选"]),
    ("no reason", put(H6="未采纳", J6=" \n"), ["J6 除“采纳”外，须写明理由"]),
    ("unknown clause", put(H4="采纳", I4="第九十条"), ["I4 文本中没有条款“第九十条”"]),
    ("idle clause", put(H4="未采纳", I4="一、（一）", J4="无"),
     ["I4 只有“采纳”和“部分采纳”才写体现在哪里，其他请留空"]),
    ("empty note", put(H4="采纳", I4="拟在后续文件中体现："),
     ["I4 “拟在后续文件中体现”后面请写明是哪份文件或什么时候"]),
    ("changed number", put(B4="4-2", H4="采纳"), ["B4 灰色列改动过，请恢复原样"]),
    ("changed comment", put(D5="别的意见"), ["D5 灰色列改动过，请恢复原样"]),
    ("changed day", put(G5=date(2018, 7, 17)), ["G5 灰色列改动过，请恢复原样"]),
    ("copied row", copy_a_row, ["B7 与意见采纳情况表!B4是同一条意见，请只留一行"]),
    ("written row", write_a_row,
     ["L7 这一行的核对码不见了，不知道是哪条意见，请从导出的表里复制整行"]),
    ("lost key", lose_the_key,
     ["L5 这一行的核对码不见了，不知道是哪条意见，请从导出的表里复制整行"]),
    ("lost keys", lose_all_keys, ["L3 表头应为“核对码（请勿改动）”，现为“”"]),
    ("lost column", take_a_column_away,
     ["K3 表头应为“公开摘要”，现为“核对码（请勿改动）”",
      "L3 表头应为“核对码（请勿改动）”，现为“”"]),
    ("renamed head", put(H3="处理"), ["H3 表头应为“采纳情况”，现为“处理”"]),
    ("moved heads", put(H3="体现在", I3="采纳情况"),
     ["H3 表头应为“采纳情况”，现为“体现在”", "I3 表头应为“体现在”，现为“采纳情况”"]),
    ("formula", compute(H4='="采"&"纳"'), ["H4 是公式，请改为文字"]),
    ("formula in grey", compute(F4='="信"&"函"'), ["F4 灰色列改动过，请恢复原样"]),
    ("day for a text", put(H4="未采纳", J4=date(2018, 7, 20)), ["J4 是日期或时间，请改为文字"]),
    ("truth for a text", put(H4="采纳", K4=True), ["K4 是逻辑值，请改为文字"]),
    ("long text", put(H4="未采纳", J4="长" * 10_001), ["J4 不能超过 10000 个字符"]),
    ("merged cells", merge, ["H5 单元格被合并，请取消合并"]),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "named"), [d[1:] for d in DAMAGES], ids=[d[0] for d in DAMAGES])
def test_each_damage_is_named_by_its_cell(edit: Edit, named: list[str]) -> None:
    assert faults(edited(LEFT, edit), ROWS) == [f"意见采纳情况表!{name}" for name in named]


def test_a_column_put_in_front_is_named_from_its_first_cell_on() -> None:
    found = read(edited(LEFT, put_a_column_in_front), ROWS)
    assert found.faults[0].field == "意见采纳情况表!A3"
    assert found.changes == ()


def test_a_text_that_the_database_cannot_keep_is_named() -> None:
    found = faults(edited(LEFT, put(H4="未采纳", J4="坏_x0000_字")), ROWS)
    assert found == ["意见采纳情况表!J4 含有无法保存的字符"]


def test_a_comment_that_was_changed_since_is_named_and_not_overwritten() -> None:
    rows = {
        **ROWS,
        "c-1": replace(ROWS["c-1"], changed=150, disposition="not_adopted", reason="无"),
    }
    told = "意见采纳情况表!H4 导出之后这条意见改动过，现为“未采纳”，请重新导出后再填"
    assert faults(edited(LEFT, put(H4="采纳")), rows) == [told]


def test_a_comment_that_was_changed_since_but_not_in_the_sheet_stays_as_it_is() -> None:
    rows = {
        **ROWS,
        "c-1": replace(ROWS["c-1"], changed=150, disposition="not_adopted", reason="无"),
    }
    found = read(edited(LEFT, put(H5="采纳")), rows)
    assert [each.comment for each in found.decisions] == ["c-2"]
    assert found.faults == ()


def test_what_was_meanwhile_decided_alike_is_no_conflict() -> None:
    rows = {**ROWS, "c-1": replace(ROWS["c-1"], changed=150, disposition="adopted")}
    assert read(edited(LEFT, put(H4="采 纳")), rows).unchanged == 3


def test_a_released_decision_is_not_changed_by_a_sheet() -> None:
    rows = register(1, disposition="adopted", released=True)
    found = faults(edited(workbook(rows.values()), put(H4="未采纳", J4="无依据")), rows)
    told = "这条意见已经公布，更正请在网页上办理"
    assert found == [f"意见采纳情况表!H4 {told}", f"意见采纳情况表!J4 {told}"]


def test_a_comment_that_was_merged_into_another_is_not_decided_by_a_sheet() -> None:
    rows = register(1, state="withdrawn")
    found = faults(edited(workbook(rows.values()), put(H4="采纳")), rows)
    assert found == ["意见采纳情况表!H4 意见1-2已撤回、并入他条或登记有误，不再拟办"]


def test_a_decision_is_not_taken_back_by_an_empty_cell() -> None:
    rows = register(1, disposition="adopted")
    found = faults(edited(workbook(rows.values()), put(H4=None)), rows)
    assert found == ["意见采纳情况表!H4 采纳情况没有选"]


def test_a_comment_that_is_not_in_the_register_is_named() -> None:
    assert faults(LEFT, register(2)) == ["意见采纳情况表!B6 台账里没有这条意见"]


def test_the_sheet_of_another_policy_is_named_row_by_row() -> None:
    other = workbook([row(1)], policy="another")
    assert faults(other, ROWS) == ["意见采纳情况表!B4 这一行是另一份文件的意见（another）"]


def test_a_second_sheet_of_the_kind_is_named() -> None:
    def copy(sheet: Worksheet) -> None:
        assert sheet.parent
        sheet.parent.copy_worksheet(sheet).title = "副本"

    assert faults(edited(LEFT, copy), ROWS) == ["副本!A1 这种表有两张，请只留一张"]


def test_one_damage_does_not_hide_another() -> None:
    data = edited(LEFT, put(H4="采那", H5="未采纳", I6="第九十条", H6="采纳", C6="全文"))
    assert [told.split()[0] for told in faults(data, ROWS)] == [
        "意见采纳情况表!H4", "意见采纳情况表!J5", "意见采纳情况表!C6",
    ]  # fmt: skip


def test_500_decisions_filled_in_by_libreoffice_come_back_exactly() -> None:
    data = (Path(__file__).parents[3] / "data/sheets/decided.xlsx").read_bytes()
    found = read(data, register(500))
    assert found.faults == ()
    assert found.decisions == [decision(number) for number in range(1, 501)]
