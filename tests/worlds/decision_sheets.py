"""A sheet of decisions in tests: rows of a register, the workbook, and what officials do to it."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from catalogue.model import ClauseSet
from comments_service.domain.comments.decision import CitedClauses, NewDecision
from comments_service.domain.register.row import RegisterRow
from comments_service.sheets.disposition_reader import SheetPreview, read_dispositions
from comments_service.sheets.disposition_sheet import SheetHeading, write_dispositions
from tests.conftest import CLAUSES, POLICY

SHEET, LETTERS = "意见采纳情况表", "来件登记表"
AT = datetime(2018, 7, 20, 1, 30, tzinfo=UTC)
TEXT = CitedClauses(ClauseSet(POLICY, "v1", CLAUSES))
Edit = Callable[[Worksheet], object]


def row(number: int, **changed: Any) -> RegisterRow:
    """Return a comment of the register; its id is c-<number>."""
    facts: dict[str, Any] = {
        "comment": f"c-{number}",
        "number": f"{number}-2",
        "changed": 100 + number,
        "wid": "v1.part_1__sec_1",
        "citation": "第一部分（一）",
        "clause_text": "设立专项资金5000万元。",
        "body": f"意见{number}：太笼统",
        "proposed_text": "",
        "comment_reason": "",
        "stance": "suggest",
        "who": "刘**",
        "kind": "person",
        "channel": "letter",
        "posted_on": date(2018, 7, 13),
        "received_on": date(2018, 7, 16),
        "late": False,
        "state": "received",
        "disposition": None,
        "released": False,
        "reason": "",
        "summary": "",
        "to_wid": None,
        "to_citation": "",
        "later": "",
        "withheld": "",
    }
    return RegisterRow(**{**facts, **changed})


def register(count: int, **changed: Any) -> dict[str, RegisterRow]:
    """Return the comments 1 to ``count`` by their ids."""
    rows = (row(number, **changed) for number in range(1, count + 1))
    return {each.comment: each for each in rows}


def workbook(rows: Iterable[RegisterRow], policy: str = POLICY) -> bytes:
    """Write the sheet of these comments."""
    listed = list(rows)
    heading = SheetHeading(policy, "若干政策意见", "送审稿", AT, 200, len(listed))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        write_dispositions(path, heading, listed)
        return path.read_bytes()


def edited(data: bytes, edit: Edit, sheet: str = SHEET) -> bytes:
    """Return the workbook after one of its sheets was edited and saved."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book[sheet])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def alone(sheet: Worksheet) -> None:
    """Take all other sheets away, so that a test need not carry them about."""
    assert sheet.parent
    for each in sheet.parent.worksheets:
        if each is not sheet:
            sheet.parent.remove(each)


def put(**cells: Any) -> Edit:
    """Return an edit that fills cells as texts or days: ``put(H4="采纳")``."""

    def edit(sheet: Worksheet) -> None:
        for name, value in cells.items():
            sheet[name] = value
            if isinstance(value, str):
                sheet[name].data_type = "s"

    return edit


def compute(**cells: str) -> Edit:
    """Return an edit that writes formulas."""

    def edit(sheet: Worksheet) -> None:
        for name, value in cells.items():
            sheet[name] = value

    return edit


def read(data: bytes, rows: Mapping[str, RegisterRow]) -> SheetPreview:
    """Read the sheet against these comments."""

    def known(comments: Sequence[str]) -> dict[str, RegisterRow]:
        return {each: rows[each] for each in comments if each in rows}

    return read_dispositions(data, POLICY, known, TEXT)


def faults(data: bytes, rows: Mapping[str, RegisterRow]) -> list[str]:
    """Return every fault of a sheet with its cell."""
    found = read(data, rows)
    return [f"{each.field} {each.message % each.values}" for each in found.faults]


_TEXTS = (
    "=1+1", "第一行\n第二行", "😀🌾", "+3", "-2", "@x", " 前后空 ", "'引号", "1/2", "2018-07-20",
    "3-2", "<b>&amp;", "0719", "1e5", "TRUE", "\t制表", "全角　格", "“引号”", "长" * 300, "_x0041",
)  # fmt: skip
_CODES = (("采纳", "adopted"), ("未采纳", "not_adopted"), ("部分采纳", "partly_adopted"))


def decision(number: int) -> NewDecision:
    """Return the decision on comment ``number`` of 500 that were filled in by LibreOffice."""
    code, text = _CODES[number % 3][1], _TEXTS[number % len(_TEXTS)]
    carried = None if code == "not_adopted" else "v1.part_1__sec_1"
    return NewDecision(f"c-{number}", code, f"{text}{number}", text, carried, "", 100 + number)


def fill(sheet: Worksheet) -> None:
    """Fill in the decisions on comments 1 to 500, one a row, as an official would write them."""
    for number in range(1, 501):
        new, at = decision(number), number + 3
        carried = {f"I{at}": "一、（一）"} if new.to_clause else {}
        texts = {f"J{at}": new.reason, f"K{at}": new.summary}
        put(**{f"H{at}": _CODES[number % 3][0]}, **carried, **texts)(sheet)


TWO_LETTERS = {
    "A4": "1", "B4": "信函", "C4": "2018-07-13", "D4": "2018-07-14", "E4": "个人", "F4": "陈静",
    "K4": "一、（一）", "L4": "太少", "L5": "另一条", "A6": "2", "B6": "传真", "D6": "2018-07-15",
    "E6": "企业或组织", "G6": "某某有限公司", "L6": "一条",
}  # fmt: skip
"""What an official writes into 来件登记表: a letter of two points, a fax of one."""
