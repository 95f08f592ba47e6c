"""来件登记表: what came by letter, fax and so on, a row a comment; and read back, by letter."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from catalogue.citation import WHOLE_TEXT
from comments_service.domain.comments.decision import CitedClauses
from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.comments.submission import NewSubmission
from comments_service.domain.errors import FieldFault
from comments_service.domain.intake.new_entry import NewEntry, NewPoint, entry_faults
from comments_service.exports.workbook_file import open_workbook
from comments_service.sheets import entry_words as words
from comments_service.sheets.disposition_sheet import SheetHeading
from comments_service.sheets.grid import Grid
from comments_service.sheets.row_key import shown
from comments_service.sheets.workbook_cells import Reading, at_cells, read_sheet

_COLUMN = {name: column for column, name in enumerate(words.INTAKE_FIELDS)}
_OF_LETTER, _OF_POINT = words.INTAKE_FIELDS[:10], words.INTAKE_FIELDS[10:]
_TEXTS = ("channel", "kind", "name", "organisation", "phone", "email", "place")
_LONGEST_NUMBER = 40
_SPARE_ROWS = 100


@dataclass(frozen=True, slots=True)
class EnteredLetter:
    """One 来件 of the sheet, what it sends, and the cell of each of its fields."""

    number: str
    entry: NewEntry
    sent: NewSubmission
    places: Mapping[str, str]

    @property
    def place(self) -> str:
        """The first cell of its first row."""
        return self.places["number"]


@dataclass(frozen=True, slots=True)
class EnteredLetters:
    """What a sheet enters; nothing may be taken while there are faults, named by cell."""

    letters: tuple[EnteredLetter, ...]
    faults: tuple[FieldFault, ...]


def write_intake_sheet(path: Path, heading: SheetHeading) -> None:
    """Write an empty sheet for a policy; ``OSError`` where the folder has no room."""
    with open_workbook(path, heading.name, heading.at) as book:
        grid = Grid(book, words.INTAKE_SHEET, words.INTAKE_COLUMNS, frozen=1)
        grid.begin(words.INTAKE_LINE, heading.name)
        for _ in range(_SPARE_ROWS):
            grid.append([None] * len(words.INTAKE_COLUMNS))
        grid.close()


def read_intake_sheet(data: bytes, policy: str, cited: CitedClauses) -> EnteredLetters:
    """Read a sheet that was filled in; ``Invalid`` where the file is no such sheet."""
    reading = read_sheet(data, words.INTAKE_SHEET, words.INTAKE_COLUMNS, words.LETTER)
    letters = [] if reading.faults else list(_letters(reading, policy, data, cited))
    faults = {each.field: each for each in reversed(reading.faults)}
    return EnteredLetters(tuple(letters), tuple(reversed(faults.values())))


def _letters(
    reading: Reading, policy: str, data: bytes, cited: CitedClauses
) -> Iterator[EnteredLetter]:
    digest = hashlib.sha256(data).hexdigest()[:40]
    for index, rows in enumerate(_grouped(reading)):
        found = len(reading.faults)
        _require_same(reading, rows)
        whole = {"policy": policy, "version": cited.text.version}
        entry = _entry(reading, rows, idempotency_key=f"sheet-{digest}-{index}", **whole)
        places = _places(reading, rows)
        reading.faults += at_cells(entry_faults(entry, cited), places)
        if len(reading.faults) == found:
            number = reading.text(rows[0], _COLUMN["number"]).strip()
            yield EnteredLetter(number, entry, entry.submission(cited), places)


def _grouped(reading: Reading) -> list[list[int]]:
    """Return the rows of each letter: a row without a number belongs to the letter above."""
    rows: dict[str, list[int]] = {}
    number = ""
    for at in reading.rows():
        number = reading.text(at, _COLUMN["number"], _LONGEST_NUMBER).strip() or number
        if not number:
            reading.fault(at, _COLUMN["number"], "请填写来件号")
        rows.setdefault(number, []).append(at)
    return list(rows.values())


def _entry(reading: Reading, rows: list[int], **whole: Any) -> NewEntry:
    first = rows[0]
    texts: dict[str, Any] = {name: reading.text(first, _COLUMN[name]).strip() for name in _TEXTS}
    channel, kind = texts.pop("channel"), texts.pop("kind")
    return NewEntry(
        channel=words.ENTERED.get(channel, ""),
        posted_on=_day(reading, first, _COLUMN["posted_on"]),
        received_on=_day(reading, first, _COLUMN["received_on"]),
        kind=ParticipantKind(words.KINDS[kind]) if kind in words.KINDS else None,
        points=tuple(_point(reading, at) for at in rows),
        **whole,
        **texts,
    ).kept()


def _places(reading: Reading, rows: list[int]) -> dict[str, str]:
    """Return the cell of each field of a letter, and of each of its points."""
    cells = {name: (rows[0], name) for name in _OF_LETTER} | {"points": (rows[0], "number")}
    for index, at in enumerate(rows):
        cells |= {f"points[{index}].{name}": (at, name) for name in _OF_POINT}
    return {field: reading.sheet.place(at, _COLUMN[name]) for field, (at, name) in cells.items()}


def _require_same(reading: Reading, rows: list[int]) -> None:
    """Report where further rows of a letter differ from its first."""
    first, *others = rows
    for at in others:
        for column in map(_COLUMN.__getitem__, _OF_LETTER[1:]):
            cell = shown(reading.sheet.cell(at, column)).strip()
            if cell and cell != shown(reading.sheet.cell(first, column)).strip():
                message = "与同一来件的第一行（%(first)s）不一致"
                reading.fault(at, column, message, first=reading.sheet.place(first, column))


def _point(reading: Reading, at: int) -> NewPoint:
    clause, *said = (reading.text(at, _COLUMN[name]) for name in _OF_POINT)
    return NewPoint("" if clause.strip() == WHOLE_TEXT else clause, *said)


def _day(reading: Reading, at: int, column: int) -> date | None:
    cell, day = reading.sheet.cell(at, column), None
    text = shown(cell.date() if isinstance(cell, datetime) else cell).strip()
    written = words.DAY.fullmatch(text)
    if written:
        with suppress(ValueError):
            day = date(*map(int, written.groups()))
    if (at, column) in reading.sheet.formulas or (day is None and text):
        reading.fault(at, column, "请写日期，如 2018-07-16")
    return day
