"""The CSV edition: the comments alone, after RFC 4180, for spreadsheets that want a BOM."""

import csv
from pathlib import Path
from typing import Any

from catalogue.csv_text import any_risky, escape
from comments_service.exports import shape
from comments_service.exports.columns import columns
from comments_service.exports.export_data import ExportData


def write_csv(path: Path, data: ExportData) -> None:
    """Write the comments as UTF-8 with BOM, rows ended by CRLF, LF inside a cell kept."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.name for column in columns("comments", data.edition))
        writer.writerows(_cells(list(row.values())) for row in shape.comments(data))
    shape.tables(data)


def _cells(values: list[Any]) -> list[str]:
    texts = [value if isinstance(value, str) else cell(value) for value in values]
    return [cell(value) for value in values] if any_risky(texts) else texts


def cell(value: Any) -> str:
    """Return a value as its CSV text: booleans as true and false, None as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(value) if isinstance(value, str) else str(value)
