"""The JSON edition: everything, streamed comment by comment."""

import json
import shutil
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from comments_service.exports import shape
from comments_service.exports.columns import dictionary
from comments_service.exports.export_data import ExportData

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def write_json(path: Path, data: ExportData) -> None:
    """Write UTF-8, one row a line; comments wait in a nameless file until they are counted."""
    with path.open("wb") as file, TemporaryFile(dir=path.parent) as waiting:
        count = 0
        for count, row in enumerate(shape.comments(data), start=1):
            waiting.write((b"\n" if count == 1 else b",\n") + _text(row))
        shape.tables(data)
        waiting.seek(0)
        _member(file, b"{\n", "manifest", shape.manifest(data, count))
        _member(file, b",\n", "tally", data.tally)
        file.write(b',\n"comments": [')
        shutil.copyfileobj(waiting, file)
        file.write(b"\n]")
        _member(file, b",\n", "dictionary", dictionary(data.edition))
        _member(file, b",\n", "reconciliation", data.reconciliation)
        file.write(b"\n}\n")


def _member(file: BinaryIO, before: bytes, key: str, value: Any) -> None:
    file.write(before + _text(key) + b": " + _text(value))


def _text(value: Any) -> bytes:
    return _encode(value).encode()
