import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from comments_service.domain.errors import Invalid
from comments_service.domain.intake.new_entry import NewPoint
from comments_service.sheets.disposition_sheet import SheetHeading
from comments_service.sheets.unit_sheet import UnitReply, read_unit_sheet, write_unit_sheet
from tests.conftest import POLICY
from tests.worlds.decision_sheets import AT, TEXT, Edit, compute, edited, put, register, workbook

SHEET = "征求意见表"
HEADING = SheetHeading(POLICY, "若干政策意见", "送审稿", AT, 200, 0)


@pytest.fixture
def left(tmp_path: Path) -> bytes:
    path = tmp_path / "unit.xlsx"
    write_unit_sheet(path, HEADING, TEXT.text, "市财政局", date(2018, 7, 18))
    return path.read_bytes()


def read(data: bytes, edit: Edit) -> UnitReply:
    return read_unit_sheet(edited(data, edit, SHEET), POLICY)


def faults(data: bytes, edit: Edit) -> list[str]:
    return [f"{f.field} {f.message % f.values}" for f in read(data, edit).faults]


def test_a_unit_gets_the_clauses_of_the_draft_and_the_last_day(left: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(left))[SHEET]
    assert isinstance(sheet, Worksheet)
    assert "请于2018年7月18日前反馈" in str(sheet["A2"].value)
    assert [sheet.cell(at, 2).value for at in range(4, 10)] == [
        "反馈单位", "有无意见", "全文", "第一部分", "第一部分（一）", "第二部分",
    ]  # fmt: skip
    assert sheet["D4"].value == "市财政局"
    assert sheet["C8"].value == "（一）设立专项资金5000万元。"


def test_a_unit_without_comments_says_so(left: bytes) -> None:
    assert read(left, put(D5="无意见")) == UnitReply("市财政局", "v1", (), {}, ())


def test_each_clause_that_was_written_on_is_a_comment(left: bytes) -> None:
    found = read(left, put(D4="市审计局", D6="总体同意", D8="=资金\n来源", E8="一亿元", F9="依据"))
    assert [f.field for f in found.faults] == ["征求意见表!D9"]
    found = read(left, put(D4="市审计局", D6="总体同意", D8="=资金\n来源", E8="一亿元", F8="依据"))
    assert found.unit == "市审计局"
    assert found.points == (
        NewPoint("", "总体同意"),
        NewPoint("v1.part_1__sec_1", "=资金\n来源", "一亿元", "依据"),
    )
    assert found.places["points[0].body"] == "征求意见表!D6"
    assert found.places["points[1].proposed_text"] == "征求意见表!E8"


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (put(D9="x", D4=None), "D4 请填写单位名称"),
        (put(D4="市财政局"), "D5 没有填写意见；没有意见的请选“无意见”"),
        (put(D5="无意见", D8="太少"), "D5 选了“无意见”，下面却写了意见"),
        (put(D5="没有"), "D5 只能选“无意见”，有意见的请空着"),
        (put(D8="太少", C8="改了条款"), "C8 灰色列改动过，请恢复原样"),
        (put(D8="太少", G8=None), "G8 这一行的核对码不见了，请从导出的表里复制整行"),
        (put(D8="长" * 10_001), "D8 不能超过 10000 个字符"),
        (compute(D8="=1+1"), "D8 是公式，请改为文字"),
        (put(D8=date(2018, 7, 1)), "D8 是日期或时间，请改为文字"),
        (put(D8="太少", D3="意 见"), "D3 表头应为“意见”，现为“意 见”"),
    ],
)
def test_each_fault_is_named_by_its_cell(left: bytes, edit: Edit, told: str) -> None:
    assert faults(left, edit)[0] == f"征求意见表!{told}"


def test_the_sheet_of_another_policy_is_named(left: bytes) -> None:
    found = read_unit_sheet(edited(left, put(D8="太少"), SHEET), "another")
    assert "征求意见表!B8" in [fault.field for fault in found.faults]


def test_a_sheet_of_another_kind_is_refused() -> None:
    with pytest.raises(Invalid):
        read_unit_sheet(workbook(register(1).values()), POLICY)
