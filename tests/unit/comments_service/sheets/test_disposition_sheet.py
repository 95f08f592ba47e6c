import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.worlds.decision_sheets import SHEET, register, row, workbook


def opened(*rows: Any) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(rows)))[SHEET]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_the_head_row_stands_below_title_and_line_and_is_frozen_after_the_clause() -> None:
    sheet = opened(row(1))
    assert sheet["A1"].value == "意见采纳情况表"
    assert "1条　2018年7月20日09:30导出" in str(sheet["A2"].value)
    heads = [cell.value for cell in sheet[3]]
    assert heads[:7] == ["序号", "号", "条款", "意见内容", "反馈人", "渠道", "收到日期"]
    assert heads[7:11] == ["采纳情况", "体现在", "理由（除采纳外必填）", "公开摘要"]
    assert sheet.freeze_panes == "D4"
    assert sheet.auto_filter.ref == "A3:K4"


def test_a_workbook_has_its_tallies_and_says_how_it_is_filled_in() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(register(3, disposition="adopted").values())))
    assert book.sheetnames == [SHEET, "按条款", "按渠道", "按日", "填表说明"]
    assert [cell.value for cell in book["按渠道"][4]][:3] == ["信函", 3, 3]
    assert [cell.value for cell in book["按日"][5]][:3] == ["合计", 3, 3]


def test_a_number_is_text_and_a_day_is_a_day() -> None:
    sheet = opened(row(3))
    assert (sheet["B4"].value, sheet["B4"].data_type) == ("3-2", "s")
    day = sheet["G4"].value
    assert isinstance(day, datetime)
    assert day.date() == date(2018, 7, 16)


@pytest.mark.parametrize(
    "text", ["=SUM(A1)", "一\n二", "太笼统😀", "_x0041_", "+86", " 空 ", "<r>x</r>"]
)
def test_a_text_stands_in_its_cell_exactly_as_it_was_typed(text: str) -> None:
    assert opened(row(1, body=text))["D4"].value == text


def test_proposed_words_and_grounds_stand_below_the_comment() -> None:
    sheet = opened(
        row(1, proposed_text="一亿元", comment_reason="不够", withheld="commercial_secret")
    )
    assert sheet["D4"].value == "意见1：太笼统\n建议改为：一亿元\n理由：不够\n〔含商业秘密〕"


def test_grey_cells_are_locked_and_yellow_ones_are_not() -> None:
    sheet = opened(row(1), row(2, disposition="adopted", released=True))
    assert sheet.protection.sheet
    assert [sheet.cell(4, column).protection.locked for column in range(1, 12)] == [True] * 7 + [
        False
    ] * 4
    assert all(sheet.cell(5, column).protection.locked for column in range(1, 12))
    assert not sheet.protection.autoFilter


def test_a_disposition_is_chosen_from_a_list_with_a_prompt() -> None:
    found = {str(each.sqref): each for each in opened(row(1)).data_validations.dataValidation}
    listed = found["H4"]
    assert (
        listed.formula1
        == '"采纳,部分采纳,未采纳,已有规定,不属本次范围,转办其他部门,转送信访部门,无效"'
    )
    assert "从列表里选" in str(listed.prompt)


def test_it_is_printed_across_one_page_wide_with_its_head_on_each_page() -> None:
    sheet = opened(row(1))
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$3:$3"


def test_what_is_later_carried_and_what_was_decided_stand_in_the_yellow_cells() -> None:
    sheet = opened(
        row(1, disposition="partly_adopted", reason="有限", later="实施细则", summary="摘要")
    )
    found = [sheet.cell(4, column).value for column in range(8, 12)]
    assert found == ["部分采纳", "拟在后续文件中体现：实施细则", "有限", "摘要"]


def test_a_register_without_comments_makes_a_sheet_without_rows() -> None:
    assert opened().max_row == 3
