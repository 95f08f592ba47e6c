"""来件登记表: what came by letter, fax and so on, a row a comment; and read back, by letter."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from catalogue.citation import WHOLE_TEXT
from comments_service.domain.decision_rules import CitedClauses
from comments_service.domain.errors import FieldFault
from comments_service.domain.participant import ParticipantKind, normalise_email, normalise_phone
from comments_service.domain.submission import NewComment, Personal, Stance
from comments_service.exports.workbook_file import open_workbook
from comments_service.sheets import entry_words as words
from comments_service.sheets.disposition_sheet import SheetHeading
from comments_service.sheets.grid import Grid, Titles
from comments_service.sheets.row_key import Cell, shown
from comments_service.sheets.workbook_cells import Reading, find_sheet, read_workbook

_LABELS = tuple(column.label for column in words.INTAKE_COLUMNS)
(_LETTER, _CHANNEL, _POSTED, _RECEIVED, _KIND, _NAME, _BODY, _PHONE, _EMAIL, _PLACE, _CLAUSE,
 _POINT, _PROPOSED, _REASON) = range(len(_LABELS))  # fmt: skip
_LONGEST = {_NAME: 100, _BODY: 200, _PHONE: 40, _EMAIL: 254, _PLACE: 200, _LETTER: 40, _CLAUSE: 200}
_OF_LETTER = range(_CHANNEL, _CLAUSE)
_SPARE_ROWS = 100


@dataclass(frozen=True, slots=True)
class EnteredLetter:
    """One 来件 as it stands in the sheet; ``place`` is the first cell of its first row."""

    number: str
    place: str
    channel: str
    posted_on: date | None
    received_on: date
    participant: ParticipantKind
    personal: Personal
    comments: tuple[NewComment, ...]


@dataclass(frozen=True, slots=True)
class EnteredLetters:
    """What a sheet enters; nothing may be taken while there are faults, named by cell."""

    letters: tuple[EnteredLetter, ...]
    faults: tuple[FieldFault, ...]


def write_intake_sheet(path: Path, heading: SheetHeading) -> None:
    """Write an empty sheet for a policy; ``OSError`` where the folder has no room."""
    with open_workbook(path, heading.name, heading.at) as book:
        grid = Grid(book, words.INTAKE_SHEET, words.INTAKE_COLUMNS, frozen=1)
        grid.begin(Titles(words.INTAKE_SHEET, words.INTAKE_LINE, heading.name))
        for _ in range(_SPARE_ROWS):
            grid.append([None] * len(_LABELS))
        grid.close()


def read_intake_sheet(data: bytes, clauses: CitedClauses) -> EnteredLetters:
    """Read a sheet that was filled in; ``Invalid`` where the file is no such sheet."""
    reading = find_sheet(read_workbook(data), words.INTAKE_SHEET, _LABELS, words.LETTER)
    letters: list[EnteredLetter] = []
    if not reading.faults:
        for rows in _grouped(reading):
            letter = _letter(reading, rows, clauses)
            letters += [letter] if letter else []
    return EnteredLetters(tuple(letters), tuple(reading.faults))


def _grouped(reading: Reading) -> list[list[int]]:
    """Return the rows of each letter: a row without a number belongs to the letter above."""
    rows: dict[str, list[int]] = {}
    number = ""
    for at in reading.rows():
        number = reading.text(at, _LETTER, _LONGEST[_LETTER]).strip() or number
        if not number:
            reading.fault(at, _LETTER, "请填写来件号")
        rows.setdefault(number, []).append(at)
    return list(rows.values())


def _letter(reading: Reading, rows: list[int], clauses: CitedClauses) -> EnteredLetter | None:
    first, *others = rows
    found = len(reading.faults)
    for at in others:
        for column in _OF_LETTER:
            cell = shown(reading.sheet.cell(at, column)).strip()
            if cell and cell != shown(reading.sheet.cell(first, column)).strip():
                message = "与同一来件的第一行（%(first)s）不一致"
                reading.fault(at, column, message, first=reading.sheet.place(first, column))
    channel = _chosen(reading, first, _CHANNEL, words.ENTERED)
    kind = _chosen(reading, first, _KIND, words.KINDS)
    posted, received = (_day(reading, first, column) for column in (_POSTED, _RECEIVED))
    personal = _personal(reading, first, kind)
    comments = tuple(_comment(reading, at, clauses) for at in rows)
    if received is None and not shown(reading.sheet.cell(first, _RECEIVED)).strip():
        reading.fault(first, _RECEIVED, "请填写收到日期")
    if received and posted and posted > received:
        reading.fault(first, _POSTED, "寄出日期不能晚于收到日期")
    if len(reading.faults) > found or received is None:
        return None
    number, place = reading.text(first, _LETTER).strip(), reading.sheet.place(first, _LETTER)
    return EnteredLetter(
        number, place, channel, posted, received, ParticipantKind(kind), personal, comments
    )


def _chosen(reading: Reading, at: int, column: int, codes: dict[str, str]) -> str:
    code = codes.get(reading.text(at, column).strip(), "")
    if not code:
        reading.fault(at, column, "请从列表里选")
    return code


def _day(reading: Reading, at: int, column: int) -> date | None:
    cell = reading.sheet.cell(at, column)
    day = _read_day(cell)
    if (at, column) in reading.sheet.formulas or (day is None and shown(cell).strip()):
        reading.fault(at, column, "请写日期，如 2018-07-16")
    return day


def _read_day(cell: Cell) -> date | None:
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    written = words.DAY.fullmatch(shown(cell).strip())
    try:
        return date(*map(int, written.groups())) if written else None
    except ValueError:
        return None


def _personal(reading: Reading, at: int, kind: str) -> Personal:
    name, body, phone, email, place = (
        reading.text(at, column, _LONGEST[column]).strip()
        for column in (_NAME, _BODY, _PHONE, _EMAIL, _PLACE)
    )
    if kind == ParticipantKind.PERSON and not name:
        reading.fault(at, _NAME, "请填写姓名")
    if kind and kind != ParticipantKind.PERSON and not body:
        reading.fault(at, _BODY, "请填写单位名称")
    if phone and not normalise_phone(phone):
        reading.fault(at, _PHONE, "请填写手机号码或带区号的固定电话")
    if email and not normalise_email(email):
        reading.fault(at, _EMAIL, "电子邮箱格式不正确")
    return Personal(name or body, phone, email, body, "", place)


def _comment(reading: Reading, at: int, clauses: CitedClauses) -> NewComment:
    cited = reading.text(at, _CLAUSE, _LONGEST[_CLAUSE]).strip()
    clause = clauses.find(cited)
    if cited and cited != WHOLE_TEXT and clause is None:
        reading.fault(at, _CLAUSE, "文本中没有条款“%(clause)s”", clause=cited[:60])
    body, proposed, reason = (reading.text(at, each) for each in (_POINT, _PROPOSED, _REASON))
    if not body and not proposed:
        reading.fault(at, _POINT, "请填写意见内容")
    return NewComment(clause.wid if clause else None, Stance.SUGGEST, body, proposed, reason)
