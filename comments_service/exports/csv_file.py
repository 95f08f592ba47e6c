"""The CSV edition: the comments alone, after RFC 4180, for spreadsheets that want a BOM."""

import csv
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

from catalogue.csv_text import any_risky, escape
from comments_service.exports import shape
from comments_service.exports.columns import columns
from comments_service.exports.export_data import ExportData

_MARK = "\ufeff"


def write_csv(path: Path, data: ExportData) -> None:
    """Write the comments as UTF-8 with BOM, rows ended by CRLF, LF inside a cell kept."""
    found = columns("comments", data.edition)
    truths = [place for place, column in enumerate(found) if column.type == "boolean"]
    # The codec that writes the mark itself is one of Python's, and called for each row.
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_MARK)
        write_rows(file, [[column.name for column in found]])
        write_rows(file, shape.comments(data), truths)
    shape.tables(data)


def write_rows(file: TextIO, rows: Iterable[Sequence[Any]], truths: Collection[int] = ()) -> None:
    """Write rows of texts and, in some places, of what is true or false; None is nothing."""
    writer = csv.writer(file)
    for row in rows:
        cells = [value or "" for value in row]
        for place in truths:
            cells[place] = "true" if row[place] else "false"
        line = "," + ",".join(cells)
        if any_risky(line):
            writer.writerow([*map(escape, cells)])
        elif line.count(",") > len(cells) or '"' in line or "\n" in line or "\r" in line:
            writer.writerow(cells)
        else:
            # As the writer would, which looks at each sign for whether a cell needs quotes.
            file.write(line[1:] + "\r\n")
