"""意见采纳情况表 comes back: which decisions it proposes, and every cell that is at fault."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from catalogue.text import fold_name
from comments_service.domain.code_words import DISPOSITIONS
from comments_service.domain.decision import NewDecision
from comments_service.domain.decision_rules import CitedClauses, decision_faults
from comments_service.domain.errors import FieldFault
from comments_service.domain.register_row import RegisterRow
from comments_service.domain.text_rules import is_blank
from comments_service.sheets import disposition_words as words
from comments_service.sheets.disposition_sheet import sheet_cells
from comments_service.sheets.row_key import RowKey, shown
from comments_service.sheets.workbook_cells import SheetCells, read_workbook, shown_text
from comments_service.sheets.workbook_guard import refused

_CODES = {fold_name(word): code for code, word in DISPOSITIONS.items()}
_LABELS = tuple(column.label for column in words.COLUMNS)
_COLUMN_OF = {
    "disposition": words.DISPOSITION,
    "reason": words.REASON,
    "summary": words.SUMMARY,
    "to_clause": words.CARRIED,
    "later": words.CARRIED,
}


@dataclass(frozen=True, slots=True)
class SheetChanges:
    """What a sheet says: decisions to propose, rows that say nothing new, cells at fault.

    Nothing may be taken while there are faults; the ``field`` of a fault is a cell,
    意见采纳情况表!H6. ``places`` has the cell of each decision's disposition by comment.
    """

    decisions: tuple[NewDecision, ...]
    unchanged: int
    faults: tuple[FieldFault, ...]
    places: Mapping[str, str]


def read_dispositions(
    data: bytes, policy: str, rows: Mapping[str, RegisterRow], clauses: CitedClauses
) -> SheetChanges:
    """Read a sheet that was filled in, against the comments as they stand now, by their ids.

    ``Invalid`` where the file as a whole is not such a sheet.
    """
    sheet, head, others = _find(read_workbook(data))
    reading = _Reading(sheet, policy, rows, clauses)
    reading.faults += [other.fault(0, 0, "这种表有两张，请只留一张") for other in others]
    reading.faults += sheet.misplaced(head, _LABELS)
    if not reading.faults:
        reading.read(head)
    ordered = tuple(reading.decisions)
    return SheetChanges(ordered, reading.unchanged, tuple(reading.faults), reading.places)


def _find(sheets: list[SheetCells]) -> tuple[SheetCells, int, list[SheetCells]]:
    """Return the sheet, whatever stands before it, its head row, and others of its kind."""
    heads = ((sheet, sheet.head_row(words.KEY_LABEL)) for sheet in sheets)
    found = [(sheet, head) for sheet, head in heads if head is not None]
    # With the hidden column gone, the sheet is known by its name and the head that is left.
    named = ((sheet, sheet.head_row(_LABELS[words.DISPOSITION])) for sheet in sheets)
    found = found or [(s, head) for s, head in named if head is not None and s.name == words.SHEET]
    if not found:
        message = "文件里没有“%(sheet)s”，请用本系统导出的表格填写"
        raise refused(message, sheet=words.SHEET)
    (sheet, head), *others = found
    return sheet, head, [other for other, _ in others]


@dataclass(slots=True)
class _Reading:
    """One sheet that is being read."""

    sheet: SheetCells
    policy: str
    rows: Mapping[str, RegisterRow]
    clauses: CitedClauses
    decisions: list[NewDecision] = field(default_factory=list)
    unchanged: int = 0
    faults: list[FieldFault] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    _seen: dict[str, str] = field(default_factory=dict)

    def read(self, head: int) -> None:
        """Read every row below the head."""
        for at in range(head + 1, len(self.sheet.rows)):
            if any(shown(cell).strip() for cell in self.sheet.rows[at]):
                self._row(at)

    def _row(self, at: int) -> None:
        found = len(self.faults)
        key = RowKey.read(shown_text(self.sheet.cell(at, words.KEY)), words.KEY)
        row = self._known(at, key)
        if key is None or row is None:
            return
        cells = [self.sheet.cell(at, column) for column in range(words.KEY)]
        changed = key.changed_cells(cells)
        self._guard(at, changed, row)
        filled = self._filled(at)
        if not set(changed) & set(words.FILLED) or len(self.faults) > found:
            self.unchanged += 1
            return
        self._propose(at, key, row, filled)

    def _known(self, at: int, key: RowKey | None) -> RegisterRow | None:
        if key is None:
            self._fault(
                at, words.KEY, "这一行的核对码不见了，不知道是哪条意见，请从导出的表里复制整行"
            )
            return None
        if key.policy != self.policy:
            message = "这一行是另一份文件的意见（%(policy)s）"
            self._fault(at, words.NUMBER, message, policy=key.policy[:64])
            return None
        place = self.sheet.place(at, words.NUMBER)
        first = self._seen.setdefault(key.comment, place)
        if first != place:
            self._fault(at, words.NUMBER, "与%(first)s是同一条意见，请只留一行", first=first)
            return None
        if key.comment not in self.rows:
            self._fault(at, words.NUMBER, "台账里没有这条意见")
        return self.rows.get(key.comment)

    def _guard(self, at: int, changed: list[int], row: RegisterRow) -> None:
        for column in range(words.KEY):
            if column not in words.FILLED:
                if column in changed or (at, column) in self.sheet.formulas:
                    self._fault(at, column, "灰色列改动过，请恢复原样")
            elif row.released and column in changed:
                self._fault(at, column, "这条意见已经公布，更正请在网页上办理")

    def _filled(self, at: int) -> dict[int, str]:
        texts = {}
        for column in words.FILLED:
            text, fault = self.sheet.text(at, column)
            texts[column] = "" if is_blank(text) else text
            if fault:
                self.faults.append(fault)
        word = texts[words.DISPOSITION]
        texts[words.DISPOSITION] = DISPOSITIONS.get(_CODES.get(fold_name(word), ""), word)
        return texts

    def _propose(self, at: int, key: RowKey, row: RegisterRow, filled: dict[int, str]) -> None:
        if filled == _now(row):
            self.unchanged += 1
            return
        if key.changed != row.changed:
            self._fault(
                at, words.DISPOSITION, "导出之后这条意见改动过，现为“%(now)s”，请重新导出后再填",
                now=DISPOSITIONS.get(row.disposition or "", words.NOT_YET),
            )  # fmt: skip
            return
        new = self._decision(at, row, filled)
        if new is None:
            return
        faults = decision_faults(new, self.clauses)
        for fault in faults:
            self._fault(at, _COLUMN_OF[fault.field], fault.message, **fault.values)
        if not faults:
            clause = self.clauses.find(new.to_clause or "")
            self.decisions.append(replace(new, to_clause=clause.wid if clause else None))
            self.places[row.comment] = self.sheet.place(at, words.DISPOSITION)

    def _decision(self, at: int, row: RegisterRow, filled: dict[int, str]) -> NewDecision | None:
        word = filled[words.DISPOSITION]
        code = _CODES.get(fold_name(word))
        if code is None:
            message = "没有“%(word)s”这种采纳情况，请从列表里选" if word else "采纳情况没有选"
            self._fault(at, words.DISPOSITION, message, word=word[:40])
            return None
        to_clause, later = _carrying(filled[words.CARRIED])
        if later is not None and is_blank(later):
            self._fault(at, words.CARRIED, "“拟在后续文件中体现”后面请写明是哪份文件或什么时候")
            return None
        return NewDecision(
            row.comment, code, filled[words.REASON], filled[words.SUMMARY],
            to_clause or None, later or "", row.changed,
        )  # fmt: skip

    def _fault(self, at: int, column: int, message: str, **values: object) -> None:
        self.faults.append(self.sheet.fault(at, column, message, **values))


def _now(row: RegisterRow) -> dict[int, str]:
    """Return what the yellow cells of a comment say today."""
    cells = sheet_cells(0, row)
    return {column: shown(cells[column]) for column in words.FILLED}


def _carrying(text: str) -> tuple[str, str | None]:
    """Return the clause that is named, and the note on a later document, None where none is."""
    plain = text.strip()
    if not plain.startswith(words.LATER):
        return plain, None
    return "", plain.removeprefix(words.LATER).lstrip(words.AFTER_LATER)
