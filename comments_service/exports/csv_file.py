"""The CSV edition: the comments alone, after RFC 4180, for spreadsheets that want a BOM."""

import csv
from collections.abc import Iterable, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

from catalogue.csv_text import any_risky, escape
from comments_service.exports import shape
from comments_service.exports.columns import columns
from comments_service.exports.export_data import ExportData

_MARK = "\ufeff"


def write_csv(path: Path, data: ExportData) -> None:
    """Write the comments as UTF-8 with BOM, rows ended by CRLF, LF inside a cell kept."""
    # The codec that writes the mark itself is one of Python's, and called for each row.
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_MARK)
        writer, found = csv.writer(file), columns("comments", data.edition)
        truths = [place for place, column in enumerate(found) if column.type == "boolean"]
        texts = itemgetter(*({*range(len(found))} - {*truths}))
        writer.writerow(column.name for column in found)
        writer.writerows(_cells(row, texts(row), truths) for row in shape.comments(data))
    shape.tables(data)


def _cells(row: Sequence[Any], texts: Iterable[str | None], truths: Iterable[int]) -> list[Any]:
    """Return the cells of a row of texts and, in some places, what is true or false."""
    if any_risky(filter(None, texts)):
        return [cell(value) for value in row]
    cells = [*row]
    for place in truths:
        cells[place] = "true" if row[place] else "false"
    return cells


def cell(value: Any) -> str:
    """Return a value as its CSV text: booleans as true and false, None as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(value) if isinstance(value, str) else str(value)
