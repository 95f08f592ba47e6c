"""征求意见表: the clauses of a draft for a unit to write its comments, without names; and back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from catalogue.model import ClauseSet
from comments_service.domain.errors import FieldFault
from comments_service.domain.intake.new_entry import NewPoint
from comments_service.exports.cell_text import fit_cell
from comments_service.exports.sheet import CellValue
from comments_service.exports.workbook_file import open_workbook
from comments_service.sheets import entry_words as words
from comments_service.sheets.disposition_sheet import SheetHeading
from comments_service.sheets.grid import Grid
from comments_service.sheets.row_key import RowKey
from comments_service.sheets.workbook_cells import Reading, read_sheet, shown_text

_KEY = len(words.UNIT_COLUMNS) - 1
_FILLED = (words.POINT, words.PROPOSED, words.REASON)
_NAME = 200


@dataclass(frozen=True, slots=True)
class UnitReply:
    """What a unit answered on a ``version``: none (无意见) or points, with the cells of these."""

    unit: str
    version: str
    points: tuple[NewPoint, ...]
    places: Mapping[str, str]
    faults: tuple[FieldFault, ...]


def write_unit_sheet(
    path: Path, heading: SheetHeading, text: ClauseSet, unit: str = "", due: date | None = None
) -> None:
    """Write the sheet for one unit, or without ``unit`` for any; ``OSError`` where no room is."""
    with open_workbook(path, heading.name, heading.at) as book:
        grid = Grid(book, words.UNIT_SHEET, words.UNIT_COLUMNS, frozen=2)
        until = [words.DUE.format(due.year, due.month, due.day)] if due else []
        line = words.GAP.join([heading.name, *until, words.UNIT_LINE])
        grid.begin(line, heading.name, *until)
        for row, cells in _rows(text, unit):
            key = RowKey.of(heading.policy, f"{text.version}/{row}", 0, cells)
            grid.append([*cells, key.text])
        grid.offer(words.POINT, (words.NO_OPINION,), row=2)
        grid.close()


def _rows(text: ClauseSet, unit: str) -> Iterator[tuple[str, list[CellValue]]]:
    for row, label in words.UNIT_ROWS.items():
        yield row, [None, *label, unit if row == words.UNIT_ROW else None, None, None]
    for position, clause in enumerate(text.clauses, start=1):
        yield clause.wid, [position, clause.citation, fit_cell(clause.wording), None, None, None]


def read_unit_sheet(data: bytes, policy: str) -> UnitReply:
    """Read a sheet that a unit filled in; ``Invalid`` where the file is no such sheet."""
    reading = read_sheet(data, words.UNIT_SHEET, words.UNIT_COLUMNS, words.UNIT_KEY)
    reply = _Reply(reading, policy)
    if not reading.faults:
        for at in reading.rows():
            reply.row(at)
        reply.finish()
    points, faults = tuple(reply.points), tuple(reading.faults)
    return UnitReply(reply.unit, reply.version, points, reply.places, faults)


class _Reply:
    """What the rows of one sheet say."""

    def __init__(self, reading: Reading, policy: str) -> None:
        self._reading, self._policy = reading, policy
        self.unit = self.version = self._reply = ""
        self.points: list[NewPoint] = []
        self.places: dict[str, str] = {}
        self._at = dict.fromkeys(words.UNIT_ROWS, reading.head + 1)

    def row(self, at: int) -> None:
        """Read one row."""
        sheet = self._reading.sheet
        key = RowKey.read(shown_text(sheet.cell(at, _KEY)), _KEY)
        if key is None:
            self._reading.fault(at, _KEY, "这一行的核对码不见了，请从导出的表里复制整行")
            return
        self.version, _, row = key.comment.partition("/")
        if key.policy != self._policy:
            message = "这一行是另一份文件的条款（%(policy)s）"
            self._reading.fault(at, 1, message, policy=key.policy[:64])
        changed = key.changed_cells([sheet.cell(at, column) for column in range(_KEY)])
        self._reading.guard(at, range(words.POINT), changed)
        longest = _NAME if row == words.UNIT_ROW else 10_000
        filled = [self._reading.text(at, column, longest) for column in _FILLED]
        self._at[row] = at
        if row == words.UNIT_ROW:
            self.unit = filled[0].strip()
        elif row == words.REPLY_ROW:
            self._reply = filled[0].strip()
        elif any(filled):
            self._point(at, NewPoint("" if row == words.WHOLE_ROW else row, *filled))

    def _point(self, at: int, point: NewPoint) -> None:
        if not point.body and not point.proposed_text:
            self._reading.fault(at, words.POINT, "请填写意见内容")
        for name, column in zip(("body", "proposed_text", "reason"), _FILLED, strict=True):
            place = self._reading.sheet.place(at, column)
            self.places[f"points[{len(self.points)}].{name}"] = place
        self.points.append(point)

    def finish(self) -> None:
        """Report where rows contradict each other."""
        unit, reply = self._at[words.UNIT_ROW], self._at[words.REPLY_ROW]
        if not self.unit:
            self._reading.fault(unit, words.POINT, "请填写单位名称")
        if self._reply not in {"", words.NO_OPINION}:
            self._reading.fault(reply, words.POINT, "只能选“无意见”，有意见的请空着")
        elif self._reply and self.points:
            self._reading.fault(reply, words.POINT, "选了“无意见”，下面却写了意见")
        elif not self._reply and not self.points:
            self._reading.fault(reply, words.POINT, "没有填写意见；没有意见的请选“无意见”")
