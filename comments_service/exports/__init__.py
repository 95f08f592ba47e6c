"""Exports for the drafting office: rows in, bytes out."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from comments_service.exports.atomic_write import atomic_write
from comments_service.exports.csv_file import write_csv
from comments_service.exports.export_data import ExportData
from comments_service.exports.json_file import write_json
from comments_service.exports.xlsx_file import write_xlsx
from interface.language import LANGUAGES, language

FORMATS = ("xlsx", "csv", "json")


def write(file_format: str, path: Path, data: ExportData, lang: str = LANGUAGES[0], /) -> None:
    """Write one export to ``path``, whole or not at all; memory does not grow with the rows.

    ``file_format`` is one of ``FORMATS``. ``lang``, of ``LANGUAGES``, is that of the
    workbook's words; csv and json have fields and codes in every language. The restricted
    edition is readable by its owner only (mode 0600). ``ExportError`` where the data do not
    have the shape of an export, ``ValueError`` for an unknown format, ``OSError`` where the
    folder cannot be written.
    """
    writers: dict[str, Callable[[Path, ExportData], None]] = {
        "xlsx": partial(write_xlsx, spoken=language(lang)),
        "csv": write_csv,
        "json": write_json,
    }
    if file_format not in writers:
        raise ValueError(f"format must be one of {', '.join(FORMATS)}")
    with atomic_write(path, private=data.edition == "restricted") as target:
        writers[file_format](target, data)
