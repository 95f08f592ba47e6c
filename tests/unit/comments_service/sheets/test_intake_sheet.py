from datetime import date
from typing import Any

import pytest

from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.intake.new_entry import NewEntry, NewPoint
from comments_service.sheets.disposition_sheet import SheetHeading
from comments_service.sheets.intake_sheet import (
    EnteredLetters,
    read_intake_sheet,
    write_intake_sheet,
)
from tests.conftest import POLICY
from tests.worlds.decision_sheets import AT, TEXT, Edit, compute, edited, put

SHEET = "来件登记表"
LETTER = {"A4": "1", "B4": "信函", "C4": date(2018, 7, 14), "D4": date(2018, 7, 16), "E4": "个人"}
LETTER |= {"F4": "陈静", "H4": "13800000000", "K4": "一、（一）", "L4": "太少"}
FAX: dict[str, Any] = {"A6": "2", "B6": "传真", "D6": "2018年7月19日", "E6": "企业或组织"}
FAX |= {"G6": "某某有限公司", "L6": "=晚\n一天", "M6": "一亿元"}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sheet") / "intake.xlsx"
    write_intake_sheet(path, SheetHeading(POLICY, "若干政策意见", "送审稿", AT, 200, 0))
    return path.read_bytes()


def read(data: bytes, *edits: Edit) -> EnteredLetters:
    for edit in edits:
        data = edited(data, edit, SHEET)
    return read_intake_sheet(data, POLICY, TEXT)


def test_an_empty_sheet_enters_nothing(empty: bytes) -> None:
    assert read(empty) == EnteredLetters((), ())


def test_a_letter_of_several_comments_and_a_fax_are_entered(empty: bytes) -> None:
    found = read(empty, put(**LETTER, L5="另一条", **FAX))
    assert found.faults == ()
    letter, fax = found.letters
    assert [(each.number, each.place) for each in found.letters] == [
        ("1", "来件登记表!A4"),
        ("2", "来件登记表!A6"),
    ]
    assert letter.entry == NewEntry(
        POLICY, "v1", "letter", date(2018, 7, 16), ParticipantKind.PERSON,
        (NewPoint("一、（一）", "太少"), NewPoint("", "另一条")),
        letter.entry.idempotency_key, date(2018, 7, 14), name="陈静", phone="13800000000",
    )  # fmt: skip
    assert fax.entry == NewEntry(
        POLICY, "v1", "fax", date(2018, 7, 19), ParticipantKind.ORGANISATION,
        (NewPoint("", "=晚\n一天", "一亿元"),),
        fax.entry.idempotency_key, organisation="某某有限公司",
    )  # fmt: skip
    assert letter.entry.idempotency_key != fax.entry.idempotency_key


@pytest.mark.parametrize(
    ("day", "read_as"),
    [
        ("2018-07-16", date(2018, 7, 16)),
        ("2018/7/16", date(2018, 7, 16)),
        ("2018.7.16", date(2018, 7, 16)),
        (" 2018年7月16日 ", date(2018, 7, 16)),
    ],
)
def test_a_day_is_read_as_people_write_it(empty: bytes, day: str, read_as: date) -> None:
    found = read(empty, put(**{**LETTER, "D4": day}))
    assert [letter.entry.received_on for letter in found.letters] == [read_as]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"A4": None}, "A4 请填写来件号"),
        ({"B4": "网页"}, "B4 请选择怎样来的"),
        ({"D4": None}, "D4 请填写收到日期"),
        ({"D4": "7月16日"}, "D4 请写日期，如 2018-07-16"),
        ({"D4": "2018-02-30"}, "D4 请写日期，如 2018-07-16"),
        ({"D4": "2018-07-13"}, "C4 寄出日期不能晚于收到日期"),
        ({"E4": "公民"}, "E4 请从给定的选项中选择"),
        ({"F4": None}, "F4 请填写姓名；来件没有署名的，写“未署名”"),
        ({"F4": None, "G4": "某公司"}, "F4 请填写姓名；来件没有署名的，写“未署名”"),
        ({"E4": "机关单位"}, "G4 请填写单位名称"),
        ({"H4": "12"}, "H4 请填写手机号码或带区号的固定电话"),
        ({"I4": "chen"}, "I4 电子邮箱格式不正确"),
        ({"K4": "第九十条"}, "K4 文本中没有条款“第九十条”"),
        ({"L4": None}, "L4 请填写意见内容"),
        ({"L4": "长" * 10_001}, "L4 不能超过 10000 个字符"),
        ({"A5": "1", "F5": "别人", "L5": "x"}, "F5 与同一来件的第一行（来件登记表!F4）不一致"),
        ({"C3": "日期"}, "C3 表头应为“寄出日期”，现为“日期”"),
    ],
)
def test_each_fault_is_named_by_its_cell(empty: bytes, changed: dict[str, Any], told: str) -> None:
    found = read(empty, put(**{**LETTER, **changed}))
    assert [f"{f.field} {f.message % f.values}" for f in found.faults] == [f"来件登记表!{told}"]


def test_a_letter_of_more_comments_than_one_may_have_is_named_by_its_number(empty: bytes) -> None:
    found = read(empty, put(**LETTER, **{f"L{row}": "一条" for row in range(5, 205)}))
    assert [fault.field for fault in found.faults] == ["来件登记表!A4"]


def test_a_day_that_is_computed_is_named(empty: bytes) -> None:
    found = read(empty, put(**LETTER), compute(D4="=TODAY()"))
    assert "来件登记表!D4" in [fault.field for fault in found.faults]


def test_one_fault_does_not_hide_another(empty: bytes) -> None:
    found = read(empty, put(**{**LETTER, "F4": None, "L4": None}, **{**FAX, "B6": "口信"}))
    assert [fault.field.split("!")[1] for fault in found.faults] == ["F4", "L4", "B6"]
    assert found.letters == ()
