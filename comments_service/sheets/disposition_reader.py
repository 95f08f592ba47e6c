"""Reads a filled-in 意见采纳情况表: the decisions it proposes, and every cell at fault."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from sys import intern

from catalogue.text import fold_name
from comments_service.domain.comments.decision import (
    WITHDRAWN_WORDS,
    CitedClauses,
    NewDecision,
    decision_faults,
)
from comments_service.domain.errors import FieldFault
from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.domain.register.row import RegisterRow
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.domain.text_rules import cannot_be_kept, is_blank
from comments_service.sheets import disposition_words as words
from comments_service.sheets.disposition_sheet import sheet_cells
from comments_service.sheets.row_key import RowKey, shown
from comments_service.sheets.workbook_cells import Reading, read_sheet, shown_text

_CODES = {fold_name(word): code for code, word in DISPOSITIONS.items()}
_COLUMN_OF = {
    "disposition": words.DISPOSITION,
    "reason": words.REASON,
    "summary": words.SUMMARY,
    "to_clause": words.CARRIED,
    "later": words.CARRIED,
}


_AT_ONCE = 500
Known = Callable[[Sequence[str]], Mapping[str, RegisterRow]]
"""Returns those of these comments that are in the register, by id."""


@dataclass(frozen=True, slots=True)
class SheetChange:
    """A comment that a sheet decides on; small, for there may be thousands of them.

    ``before`` is the disposition's code and ``why`` its reason as they are in the register;
    ``carried`` the citation of the clause, or the note.
    """

    cell: str
    number: str
    citation: str
    before: str | None
    why: str
    after: NewDecision
    carried: str


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """What a sheet would change; nothing may be taken while there are faults, named by cell."""

    changes: tuple[SheetChange, ...]
    unchanged: int
    faults: tuple[FieldFault, ...]

    @property
    def decisions(self) -> list[NewDecision]:
        """What would be proposed."""
        return [change.after for change in self.changes]


def read_dispositions(
    data: bytes, policy: str, known: Known, clauses: CitedClauses
) -> SheetPreview:
    """Compare a filled-in sheet with the register; ``Invalid``: the file is no such sheet."""
    reading = read_sheet(data, words.SHEET, words.COLUMNS, words.KEY_LABEL)
    found = _Decisions(reading, policy, clauses)
    if not reading.faults:
        while rows := reading.rows(_AT_ONCE):
            found.part(rows, known)
    return SheetPreview(tuple(found.changes), found.unchanged, tuple(reading.faults))


@dataclass(slots=True)
class _Decisions:
    """What the rows of one sheet propose."""

    reading: Reading
    policy: str
    clauses: CitedClauses
    changes: list[SheetChange] = field(default_factory=list)
    unchanged: int = 0
    _rows: Mapping[str, RegisterRow] = field(default_factory=dict)
    _seen: dict[str, int] = field(default_factory=dict)

    def part(self, rows: Sequence[int], known: Known) -> None:
        """Read these rows."""
        cells = {at: shown_text(self.reading.sheet.cell(at, words.KEY)) for at in rows}
        keys = {at: RowKey.read(cell, words.KEY) for at, cell in cells.items()}
        named = [key.comment for key in keys.values() if key]
        self._rows = known([each for each in named if not cannot_be_kept(each)])
        for at, key in keys.items():
            self._row(at, key)

    def _row(self, at: int, key: RowKey | None) -> None:
        sheet, faults = self.reading.sheet, self.reading.faults
        found = len(faults)
        row = self._known(at, key)
        if key is None or row is None:
            return
        changed = key.changed_cells([sheet.cell(at, column) for column in range(words.KEY)])
        self.reading.guard(at, range(words.DISPOSITION), changed)
        touched = [column for column in words.FILLED if column in changed]
        for column in touched:
            if row.released:
                self.reading.fault(at, column, "这条意见已经公布，更正请在网页上办理")
            elif row.state == CommentProgress.WITHDRAWN:
                self.reading.fault(at, column, WITHDRAWN_WORDS, number=row.number)
        filled = {column: self.reading.text(at, column) for column in words.FILLED}
        if touched and len(faults) == found:
            self._propose(at, key, row, filled)
        else:
            self.unchanged += 1

    def _known(self, at: int, key: RowKey | None) -> RegisterRow | None:
        if key is None:
            message = "这一行的核对码不见了，不知道是哪条意见，请从导出的表里复制整行"
            self.reading.fault(at, words.KEY, message)
            return None
        if key.policy != self.policy:
            message = "这一行是另一份文件的意见（%(policy)s）"
            self.reading.fault(at, words.NUMBER, message, policy=key.policy[:64])
            return None
        first = self._seen.setdefault(key.comment, at)
        if first != at:
            place = self.reading.sheet.place(first, words.NUMBER)
            self.reading.fault(at, words.NUMBER, "与%(first)s是同一条意见，请只留一行", first=place)
            return None
        if key.comment not in self._rows:
            self.reading.fault(at, words.NUMBER, "台账里没有这条意见")
        return self._rows.get(key.comment)

    def _propose(self, at: int, key: RowKey, row: RegisterRow, filled: dict[int, str]) -> None:
        word = filled[words.DISPOSITION]
        filled[words.DISPOSITION] = DISPOSITIONS.get(_CODES.get(fold_name(word), ""), word)
        cells = sheet_cells(0, row)
        if filled == {column: shown(cells[column]) for column in words.FILLED}:
            self.unchanged += 1
            return
        if key.changed != row.changed:
            self.reading.fault(
                at, words.DISPOSITION, "导出之后这条意见改动过，现为“%(now)s”，请重新导出后再填",
                now=DISPOSITIONS.get(row.disposition or "", words.NOT_YET),
            )  # fmt: skip
            return
        found = len(self.reading.faults)
        new = self._decision(at, row, filled)
        for fault in decision_faults(new, self.clauses) if new else ():
            self.reading.fault(at, _COLUMN_OF[fault.field], fault.message, **fault.values)
        if new and len(self.reading.faults) == found:
            clause = self.clauses.find(new.to_clause or "")
            self.changes.append(
                SheetChange(
                    self.reading.sheet.place(at, words.DISPOSITION),
                    row.number, intern(row.citation), row.disposition, row.reason,
                    replace(new, to_clause=clause.wid if clause else None),
                    clause.citation if clause else new.later,
                )
            )  # fmt: skip

    def _decision(self, at: int, row: RegisterRow, filled: dict[int, str]) -> NewDecision | None:
        word = filled[words.DISPOSITION]
        code = _CODES.get(fold_name(word))
        if code is None:
            message = "没有“%(word)s”这种采纳情况，请从列表里选" if word else "采纳情况没有选"
            self.reading.fault(at, words.DISPOSITION, message, word=word[:40])
            return None
        to_clause, later = self._carried(at, filled[words.CARRIED])
        return NewDecision(
            row.comment, code, filled[words.REASON], filled[words.SUMMARY], to_clause, later,
            row.changed,
        )  # fmt: skip

    def _carried(self, at: int, text: str) -> tuple[str | None, str]:
        """Return the clause that carries the comment, as typed, or the note on a later document."""
        plain = text.strip()
        if not plain.startswith(words.LATER):
            return plain or None, ""
        later = plain.removeprefix(words.LATER).lstrip(words.AFTER_LATER)
        if is_blank(later):
            message = "“拟在后续文件中体现”后面请写明是哪份文件或什么时候"
            self.reading.fault(at, words.CARRIED, message)
        return None, later
