"""Exports for the drafting office: rows in, bytes out."""

from collections.abc import Callable
from pathlib import Path

from comments_service.exports.beside import beside
from comments_service.exports.csv_file import write_csv
from comments_service.exports.data import ExportData
from comments_service.exports.json_file import write_json
from comments_service.exports.xlsx_file import write_xlsx

_WRITERS: dict[str, Callable[[Path, ExportData], None]] = {
    "xlsx": write_xlsx,
    "csv": write_csv,
    "json": write_json,
}

FORMATS = tuple(_WRITERS)


def write(file_format: str, path: Path, data: ExportData, /) -> None:
    """Write one export to ``path``, whole or not at all; memory does not grow with the rows.

    ``file_format`` is one of ``FORMATS``. The restricted edition is readable by its owner
    only (mode 0600). ``ExportError`` where the data do not have the shape of an export,
    ``ValueError`` for an unknown format, ``OSError`` where the folder cannot be written.
    """
    if file_format not in _WRITERS:
        message = f"format must be one of {', '.join(FORMATS)}"
        raise ValueError(message)
    with beside(path, private=data.edition == "restricted") as target:
        _WRITERS[file_format](target, data)
