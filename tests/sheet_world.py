"""A sheet of decisions in tests: rows of a register, the workbook, and what officials do to it."""

import io
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from catalogue.model import ClauseSet
from comments_service.domain.decision_rules import CitedClauses
from comments_service.domain.register_row import RegisterRow
from comments_service.sheets.disposition_reader import SheetChanges, read_dispositions
from comments_service.sheets.disposition_sheet import SheetHeading, write_dispositions
from tests.conftest import CLAUSES, POLICY

SHEET = "意见采纳情况表"
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


def edited(data: bytes, edit: Edit) -> bytes:
    """Return the workbook after its first sheet of decisions was edited and saved."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book[SHEET])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


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


def read(data: bytes, rows: Mapping[str, RegisterRow]) -> SheetChanges:
    """Read the sheet against these comments."""
    return read_dispositions(data, POLICY, rows, TEXT)


def faults(data: bytes, rows: Mapping[str, RegisterRow]) -> list[str]:
    """Return every fault of a sheet with its cell."""
    found = read(data, rows)
    return [f"{each.field} {each.message % each.values}" for each in found.faults]
