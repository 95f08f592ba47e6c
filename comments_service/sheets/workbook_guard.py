"""Scans an uploaded workbook before it is read: its kind, its size, its formulas.

The reader keeps a sheet as one block from its first to its last cell, so that a file of a few
kilobytes with a value in the last cell of a sheet would take the whole process down. Here all
parts are scanned as a stream, with bounds on bytes and on that block.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from comments_service.domain.errors import FieldFault, Invalid

MOST_BYTES = 20 << 20
_MOST_UNPACKED = 400 << 20
_MOST_PARTS = 2_000
_MOST_CELLS = 3_000_000
_CHUNK = 1 << 18
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_HOLDS_VALUE = frozenset(["v", "is", "f"])
_SHEETS, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def refuse(message: str, **values: object) -> NoReturn:
    """Refuse a whole file."""
    raise Invalid(FieldFault("", message, values))


def formulas(data: bytes) -> Mapping[str, frozenset[tuple[int, int]]]:
    """Return cells with formulas by sheet, from 0; ``Invalid`` for what no one may read."""
    _require_workbook(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _parts(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError,
            ValueError, OSError, zlib.error, expat.ExpatError):  # fmt: skip
        refuse("文件已损坏，无法打开，请重新保存为 .xlsx")
    return _by_sheet(parts)


def _require_workbook(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        refuse("文件超过%(most)sMB，不像是这张表", most=MOST_BYTES >> 20)
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED in data:
            refuse("文件设有打开密码，请去掉密码后再上传")
        refuse("这是旧格式的 .xls 文件，请另存为 .xlsx")
    if not data.startswith(b"PK\x03\x04"):
        refuse("这不是 Excel 工作簿（.xlsx）")


@dataclass(slots=True)
class _PackagePart:
    """What one part of the package holds: cells with formulas, or names and targets."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    named: list[tuple[str, str]] = field(default_factory=list)


def _parts(archive: zipfile.ZipFile) -> dict[str, _PackagePart]:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        refuse("文件里有宏，请另存为不带宏的 .xlsx")
    if _SHEETS not in names or _RELATIONS not in names:
        refuse("这不是 Excel 工作簿（.xlsx）")
    if {info.compress_type for info in infos} - {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise ValueError("a part is packed in a way that no spreadsheet program uses")
    if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > _MOST_UNPACKED:
        refuse("文件解开后过大，不像是这张表")
    parts, room = {}, _MOST_CELLS
    for info in infos:
        scan = _scan(archive, info, room)
        parts[info.filename], room = scan.part, room - scan.area
    return parts


def _scan(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int) -> "_CellScan":
    # A part that is longer than it says fails its check sum.
    xml, scan = info.filename.endswith((".xml", ".rels")), _CellScan(room)
    with archive.open(info) as part:
        while chunk := part.read(_CHUNK):
            if xml:
                scan.feed(chunk)
    if xml:
        scan.feed(b"", last=True)
    return scan


class _CellScan:
    """Finds where a sheet has cells and formulas; its block may have ``room`` for so many."""

    def __init__(self, room: int) -> None:
        self.part = _PackagePart()
        self._room = room
        self._parser = expat.ParserCreate("UTF-8")
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._cell = (0, -1)
        self._far = (0, 0)

    @property
    def area(self) -> int:
        """How many cells the block from the first cell of the sheet to its last has."""
        return self._far[0] * self._far[1]

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        self._parser.Parse(chunk, last)

    def _doctype(self, *_: object) -> None:
        raise ValueError("a part declares a document type")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            self._cell = self._place(attributes.get("r"))
        elif local == "row":
            self._cell = (int(attributes.get("r", self._cell[0] + 2)) - 1, -1)
        elif local in _HOLDS_VALUE:
            self._hold(formula=local == "f")
        elif local == "sheet":
            ids = (value for key, value in attributes.items() if key.endswith(":id"))
            self.part.named.append((attributes.get("name", ""), next(ids, "")))
        elif local == "Relationship":
            self.part.named.append((attributes.get("Id", ""), attributes.get("Target", "")))

    def _place(self, reference: str | None) -> tuple[int, int]:
        if reference is None:
            return self._cell[0], self._cell[1] + 1
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            raise ValueError(f"no cell: {reference[:20]}")
        return int(found[2]) - 1, column_number(found[1])

    def _hold(self, *, formula: bool) -> None:
        row, column = self._cell
        self._far = max(self._far[0], row + 1), max(self._far[1], column + 1)
        if self.area > self._room:
            refuse("%(cell)s 离表格太远，请删除表格以外的内容", cell=cell_name(row, column))
        if formula:
            self.part.formulas.add(self._cell)


def _by_sheet(parts: Mapping[str, _PackagePart]) -> dict[str, frozenset[tuple[int, int]]]:
    targets = dict(parts[_RELATIONS].named)
    found = {}
    for name, identity in parts[_SHEETS].named:
        target = targets.get(identity, "")
        part = parts.get(target.removeprefix("/") if target.startswith("/") else f"xl/{target}")
        if part is None or not target.endswith(".xml"):
            refuse("文件已损坏，无法打开，请重新保存为 .xlsx")
        found[name] = frozenset(part.formulas)
    return found


def column_number(letters: str) -> int:
    """Return the number of a column from 0: A is 0, AA 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell by its numbers from 0: (5, 7) is H6."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"
