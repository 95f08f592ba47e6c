"""The list of what is owed, as a workbook for the office."""

import errno
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from publisher.checks.outcome import Owed

_COLUMNS = (
    ("政策编号", 30), ("标题", 50), ("发布机构", 26), ("征集时段", 26),
    ("截止日期", 12), ("应反馈日期", 12), ("逾期天数", 10), ("应办事项", 16),
)  # fmt: skip
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_owed(path: Path, owed: Iterable[Owed], now: datetime) -> None:
    """Write ``path`` whole or not at all, the longest overdue first.

    ``OSError`` where the folder is not there, cannot be written to or has no room, and
    where ``path`` is there and is no regular file.
    """
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise FileExistsError(errno.EEXIST, "cause.own_file")
    made = _workbook(owed, now)
    with tempfile.TemporaryDirectory(prefix=".owed-", dir=path.parent) as folder:
        whole = Path(folder) / "whole"
        whole.write_bytes(made)
        whole.replace(path)


def _workbook(owed: Iterable[Owed], now: datetime) -> bytes:
    # In memory: on a full disk XlsxWriter leaves its files and speaks twice.
    made = BytesIO()
    with xlsxwriter.Workbook(made, _OPTIONS) as book:
        # Without a date of its own the file would carry the clock of the machine.
        book.set_properties({"title": "应反馈事项", "created": now.astimezone(UTC)})
        _fill(book, sorted(owed, key=lambda item: (item.due_on, item.policy)))
    return made.getvalue()


def _fill(book: Any, owed: list[Owed]) -> None:
    sheet = book.add_worksheet("应反馈事项")
    bold = book.add_format({"bold": True, "bottom": 1})
    for index, (name, width) in enumerate(_COLUMNS):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, name, bold)
    sheet.freeze_panes(1, 0)
    plain = book.add_format()
    for row, item in enumerate(owed, 1):
        for index, value in enumerate(_row(item)):
            _write(sheet, row, index, value, plain)
    sheet.autofilter(0, 0, len(owed), len(_COLUMNS) - 1)


def _write(sheet: Any, row: int, index: int, value: str | int, plain: Any) -> None:
    if isinstance(value, int):
        sheet.write_number(row, index, value)
    elif value.startswith("<r>"):
        # XlsxWriter passes <r>…</r> on as ready XML; broken into two runs it is text.
        sheet.write_rich_string(row, index, "<", plain, value[1:])
    else:
        sheet.write_string(row, index, value)


def _row(item: Owed) -> tuple[str | int, ...]:
    window = item.window
    return (
        item.policy,
        item.title,
        item.issuer,
        f"{window.first_day}至{window.last_day}",
        str(window.last_day),
        str(item.due_on),
        item.days_overdue,
        item.what,
    )
