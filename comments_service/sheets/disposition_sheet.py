"""意见采纳情况表.xlsx: one row a comment, for the office to fill in what becomes of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from comments_service.domain.register.code_words import CHANNELS, DISPOSITIONS, WITHHELD_FOR
from comments_service.domain.register.row import RegisterRow
from comments_service.domain.states.reconciliation import Bucket
from comments_service.domain.wording import Minute
from comments_service.exports.cell_text import fit_cell
from comments_service.exports.sheet import CellValue, SheetColumn
from comments_service.exports.workbook_file import FormattedWorkbook, open_workbook
from comments_service.sheets import disposition_words as words
from comments_service.sheets.grid import Grid, Late
from comments_service.sheets.row_key import RowKey
from interface.long_work import Progress, unheard

_MISSING, _OPEN = "#FAEEEC", "#F8EFDC"
_SPLITS = ((words.BY_CLAUSE, words.CLAUSE, 24), (words.BY_CHANNEL, 5, 14), (words.BY_DAY, 6, 14))


@dataclass(frozen=True, slots=True)
class SheetHeading:
    """What a sheet is of, and as of when; ``log_size`` is the log position it was cut at."""

    policy: str
    title: str
    version: str
    at: datetime
    log_size: int
    comments: int

    @property
    def name(self) -> str:
        """The policy's title with the label of the version that is commented on."""
        return words.NAME.format(self.title, self.version) if self.version else self.title

    @property
    def when(self) -> str:
        """The instant in words."""
        return words.WHEN.format(Minute(self.at))


def write_dispositions(
    path: Path,
    heading: SheetHeading,
    rows: Iterable[RegisterRow],
    reconciliation: Mapping[str, Any] | None = None,
    progress: Progress = unheard,
) -> None:
    """Write the sheet and its tallies from rows that are read once; ``OSError``: no room."""
    with open_workbook(path, heading.name, heading.at, progress=progress) as workbook:
        book = _SheetBook(workbook, heading)
        book.dispositions(rows)
        for name, index, width in _SPLITS:
            book.split(name, words.COLUMNS[index].label, width, book.tallies[name])
        if reconciliation is not None:
            book.balance(reconciliation)
        book.how_to()


def sheet_cells(position: int, row: RegisterRow) -> list[CellValue]:
    """Return the visible cells of a comment's row, as exactly as cells can hold them."""
    day = row.received_on
    cells: list[CellValue] = [
        position, row.number, row.citation, _said(row), row.who,
        CHANNELS.get(row.channel, row.channel),
        Late(day.year, day.month, day.day) if row.late else day,
        DISPOSITIONS.get(row.disposition or "", ""),
        f"{words.LATER_MARK}{row.later}" if row.later else row.to_citation, row.reason, row.summary,
    ]  # fmt: skip
    return [fit_cell(cell) if isinstance(cell, str) else cell for cell in cells]


def _said(row: RegisterRow) -> str:
    parts = [row.body]
    if row.proposed_text:
        parts.append(words.PROPOSED + row.proposed_text)
    if row.comment_reason:
        parts.append(words.BECAUSE + row.comment_reason)
    if row.withheld:
        parts.append(words.WITHHELD.format(WITHHELD_FOR.get(row.withheld, row.withheld)))
    return "\n".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class _SheetBook:
    """A workbook that is being written."""

    workbook: FormattedWorkbook
    heading: SheetHeading
    tallies: dict[str, dict[CellValue, Counter[str]]] = field(
        default_factory=lambda: {name: {} for name, _, _ in _SPLITS}
    )

    def dispositions(self, rows: Iterable[RegisterRow]) -> None:
        """Write the sheet that is filled in, and count what goes into it."""
        grid = Grid(self.workbook, words.SHEET, words.COLUMNS, frozen=words.CLAUSE + 1)
        count = words.COUNT.format(self.heading.comments)
        line = words.GAP.join([self.heading.name, count, self.heading.when, words.FILL_YELLOW])
        cut = f"{self.heading.policy}|{self.heading.log_size}"
        grid.begin(line, self.heading.name, self.heading.when, cut)
        for position, row in enumerate(rows, start=1):
            cells = sheet_cells(position, row)
            key = RowKey.of(self.heading.policy, row.comment, row.changed, cells)
            grid.append([*cells, key.text], fill=not row.released)
            for name, index, _ in _SPLITS:
                counts = self.tallies[name].setdefault(cells[index], Counter())
                counts[str(cells[words.DISPOSITION] or words.NOT_YET)] += 1
        grid.mark_where(words.REASON, words.UNEXPLAINED, _MISSING)
        grid.mark_where(words.CARRIED, words.CARRIED_NOWHERE, _OPEN)
        grid.close()

    def split(
        self, name: str, label: str, width: int, counts: Mapping[CellValue, Counter[str]]
    ) -> None:
        """Write a sheet of counts by one column and by disposition."""
        kinds = (*DISPOSITIONS.values(), words.NOT_YET)
        heads = [SheetColumn(label, width)]
        heads += [SheetColumn(kind, 14) for kind in (words.HOW_MANY, *kinds)]
        whole = sum(counts.values(), Counter[str]())
        keys = sorted(counts, key=str) if name == words.BY_DAY else counts
        lines = [*((key, counts[key]) for key in keys), (words.TOTAL, whole)]
        rows = ([key, found.total(), *(found[kind] for kind in kinds)] for key, found in lines)
        self._table(name, heads, rows, frozen=1)

    def balance(self, found: Mapping[str, Any]) -> None:
        """Write the partition of what was received, by submissions and by comments."""
        heads = map(SheetColumn, words.BALANCE_HEADS, (44, 16, 16))
        both = found["submissions"], found["comments"]
        sums = [sum(part[place] for place in Bucket) for part in both]
        held = sum(counts.total() for counts in self.tallies[words.BY_CLAUSE].values())
        word = words.BALANCED if found["balanced"] else words.NOT_BALANCED
        labels = words.BALANCE_ROWS.items()
        rows: list[list[CellValue]] = [
            *([label, *(part[name] for part in both)] for name, label in labels),
            [words.SUM_OF_PARTS, *sums],
            [words.IN_THE_SHEET, None, held],
            [words.BALANCE, word, word],
        ]
        self._table(words.BALANCE, heads, rows)

    def how_to(self) -> None:
        """Write how the sheet is filled in."""
        heads = SheetColumn(words.POSITION, 8), SheetColumn(words.HOW_TO, 110)
        self._table(words.HOW_TO, heads, enumerate(words.STEPS, start=1))

    def _table(
        self, name: str, columns: Iterable[SheetColumn], rows: Iterable[Sequence[CellValue]],
        frozen: int = 0,
    ) -> None:  # fmt: skip
        grid = Grid(self.workbook, name, tuple(columns), frozen=frozen)
        line = words.GAP.join([self.heading.name, self.heading.when])
        grid.begin(line, self.heading.name, self.heading.when)
        grid.fill(rows)
