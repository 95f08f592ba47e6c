"""The JSON edition: everything, streamed comment by comment."""

import json
import shutil
from json.encoder import encode_basestring
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from comments_service.exports import shape
from comments_service.exports.columns import columns, dictionary
from comments_service.exports.export_data import ExportData
from interface.command_line import said
from interface.long_work import reported_step

# An encoder would write the same names for every row.
_CONSTANTS = {None: "null", True: "true", False: "false"}
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def write_json(path: Path, data: ExportData) -> None:
    """Write UTF-8, one row a line; comments wait in a nameless file until they are counted."""
    with path.open("wb") as file, TemporaryFile(dir=path.parent) as waiting:
        form, count = _row_form(data.edition), 0
        for count, row in enumerate(shape.comments(data), start=1):
            values = [
                encode_basestring(each) if isinstance(each, str) else _unquoted(each)
                for each in row
            ]
            waiting.write((b",\n" if count > 1 else b"\n") + (form % tuple(values)).encode())
        shape.tables(data)
        waiting.seek(0)
        _member(file, b"{\n", "manifest", shape.manifest(data, count))
        _member(file, b",\n", "tally", data.tally)
        file.write(b',\n"comments": [')
        with reported_step(said("putting the file together"), data.progress):
            shutil.copyfileobj(waiting, file)
        file.write(b"\n]")
        _member(file, b",\n", "dictionary", dictionary(data.edition))
        _member(file, b",\n", "reconciliation", data.reconciliation)
        file.write(b"\n}\n")


def _row_form(edition: str) -> str:
    """Return an object of the columns, with a place for the text of each value."""
    names = (encode_basestring(column.name) for column in columns("comments", edition))
    return "{" + ", ".join(f"{name}: %s" for name in names) + "}"


def _unquoted(value: Any) -> str:
    # A number must not be looked up: 1 is found where True is.
    return _CONSTANTS[value] if value is None or isinstance(value, bool) else _encode(value)


def _member(file: BinaryIO, before: bytes, key: str, value: Any) -> None:
    file.write(before + _text(key) + b": " + _text(value))


def _text(value: Any) -> bytes:
    return _encode(value).encode()
