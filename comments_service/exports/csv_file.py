"""The CSV edition: the comments alone, after RFC 4180, for spreadsheets that want a BOM."""

import csv
import re
from pathlib import Path
from typing import Any

from comments_service.domain.text_rules import INVISIBLE
from comments_service.exports import shape
from comments_service.exports.columns import columns
from comments_service.exports.data import ExportData

# Spreadsheets trim before they look for a formula, and those set to Chinese or Japanese
# take full-width signs for half-width ones; so both are looked at, behind whatever shows
# nothing: blanks, controls of direction, fillers and other ignorables.
_RISKY = re.compile(rf"[\s{INVISIBLE}]*[=+\-@＝＋－＠﹢﹣﹦﹫−]|[\t\r\n']")


def write_csv(path: Path, data: ExportData) -> None:
    """Write the comments as UTF-8 with BOM, rows ended by CRLF, LF inside a cell kept."""
    shape.tables(data)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.name for column in columns("comments", data.edition))
        for row in shape.comments(data):
            writer.writerow(cell(value) for value in row.values())


def cell(value: Any) -> str:
    """Return a value as its CSV text: booleans as true and false, None as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(value) if isinstance(value, str) else str(value)


def escape(text: str) -> str:
    """Put one apostrophe before what could be a formula, or begins with one (OWASP)."""
    return "'" + text if _RISKY.match(text) else text


def unescape(text: str) -> str:
    """Undo ``escape``: take one leading apostrophe away."""
    return text.removeprefix("'")
