"""The CSV edition: the comments alone, after RFC 4180, for spreadsheets that want a BOM."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

from catalogue.csv_text import any_risky, escape
from comments_service.exports import shape
from comments_service.exports.columns import Column, columns
from comments_service.exports.export_data import ExportData

_MARK = "\ufeff"
_AT_ONCE = 200


def write_csv(path: Path, data: ExportData) -> None:
    """Write the comments as UTF-8 with BOM, rows ended by CRLF, LF inside a cell kept."""
    found = columns("comments", data.edition)
    # The codec that writes the mark itself is one of Python's, and called for each row.
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_MARK)
        write_rows(file, [[column.name for column in found]])
        write_rows(file, shape.comments(data), found)
    shape.tables(data)


def write_rows(file: TextIO, rows: Iterable[Sequence[Any]], found: Iterable[Column] = ()) -> None:
    """Write rows of these columns, which are texts where nothing else is said."""
    lines, placed = _Lines(), [*enumerate(found)]
    writer = csv.writer(lines)
    optional = [place for place, column in placed if column.optional]
    truths = [place for place, column in placed if column.type == "boolean"]
    for row in rows:
        cells = [*row]
        for place in optional:
            cells[place] = row[place] or ""
        for place in truths:
            cells[place] = "true" if row[place] else "false"
        line = "," + ",".join(cells)
        if any_risky(line):
            writer.writerow([*map(escape, cells)])
        elif line.count(",") > len(cells) or '"' in line or "\n" in line or "\r" in line:
            writer.writerow(cells)
        else:
            # As the writer would, which looks at each sign for whether a cell needs quotes.
            lines.write(line[1:] + "\r\n")
        if len(lines) > _AT_ONCE:
            file.write("".join(lines))
            lines.clear()
    file.write("".join(lines))


class _Lines(list[str]):
    """Lines that wait to be written together: a file takes as long to take one."""

    write = list.append
