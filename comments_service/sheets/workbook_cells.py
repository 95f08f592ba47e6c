"""Reads the cells of an uploaded workbook, by sheet, with what makes a cell unfit to be read."""

import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from itertools import islice

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from comments_service.domain.errors import FieldFault
from comments_service.domain.text_rules import cannot_be_kept, is_blank
from comments_service.exports.sheet import SheetColumn
from comments_service.sheets.row_key import Cell, shown
from comments_service.sheets.workbook_guard import cell_name, formulas, refuse

_MOST_ROWS_ABOVE = 20


@dataclass(slots=True)
class SheetCells:
    """One sheet: where formulas and merges are, and of its rows, by number, those that are held.

    At first these are the first of the sheet; ``rest`` is read once.
    """

    name: str
    held: Mapping[int, Sequence[Cell]]
    rest: Iterator[tuple[int, Sequence[Cell]]]
    formulas: frozenset[tuple[int, int]]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]

    def place(self, row: int, column: int) -> str:
        """Return the name of a cell as officials read it: 意见采纳情况表!H6."""
        return f"{self.name}!{cell_name(row, column)}"

    def cell(self, row: int, column: int) -> Cell:
        """Return what a cell holds; "" where the row ends before it."""
        cells = self.held[row]
        return cells[column] if column < len(cells) else ""

    def fault(self, row: int, column: int, message: str, **values: object) -> FieldFault:
        """Return a fault of a cell."""
        return FieldFault(self.place(row, column), message, values)

    def head_row(self, label: str) -> int | None:
        """Return the number of the row, among the first, that holds this label."""
        found = (row for row, cells in self.held.items() if label in map(shown_text, cells))
        return next(found, None)

    def misplaced(self, head: int, labels: Sequence[str]) -> Iterator[FieldFault]:
        """Yield a fault for each head that was changed, and each merge below the head."""
        for column, label in enumerate(labels):
            found = shown_text(self.cell(head, column))
            if found != label:
                message = "表头应为“%(label)s”，现为“%(found)s”"
                yield self.fault(head, column, message, label=label, found=found[:40])
        for (top, left), (bottom, _) in self.merged:
            if bottom >= head:
                yield self.fault(max(top, head), left, "单元格被合并，请取消合并")


@dataclass(slots=True)
class Reading:
    """A sheet that is being read below its head row, and every fault found so far."""

    sheet: SheetCells
    head: int
    faults: list[FieldFault] = field(default_factory=list)

    def rows(self, most: int | None = None) -> list[int]:
        """Hold the next rows that are not empty, these alone; return their numbers."""
        filled = (
            (at, cells)
            for at, cells in self.sheet.rest
            if at > self.head and any(shown(cell).strip() for cell in cells)
        )
        self.sheet.held = dict(islice(filled, most))
        return list(self.sheet.held)

    def fault(self, at: int, column: int, message: str, **values: object) -> None:
        """Report a fault of a cell."""
        self.faults.append(self.sheet.fault(at, column, message, **values))

    def text(self, at: int, column: int, longest: int = 10_000) -> str:
        """Return the text of a cell that was filled in; "" where nothing can be seen in it."""
        cell = self.sheet.cell(at, column)
        wrong = (
            ((at, column) in self.sheet.formulas, "是公式，请改为文字"),
            (isinstance(cell, bool), "是逻辑值，请改为文字"),
            (isinstance(cell, date | time | timedelta), "是日期或时间，请改为文字"),
            (cannot_be_kept(shown(cell)), "含有无法保存的字符"),
        )
        message = next((message for found, message in wrong if found), "")
        text = "" if message or is_blank(shown(cell)) else shown(cell)
        if message:
            self.fault(at, column, message)
        elif len(text) > longest:
            self.fault(at, column, "不能超过 %(count)s 个字符", count=longest)
        return text

    def guard(self, at: int, columns: Iterable[int], changed: Collection[int]) -> None:
        """Report the grey cells of these columns that were changed, or hold formulas."""
        for column in columns:
            if column in changed or (at, column) in self.sheet.formulas:
                self.fault(at, column, "灰色列改动过，请恢复原样")


def read_sheet(data: bytes, name: str, columns: Sequence[SheetColumn], mark: str) -> Reading:
    """Read the sheet with the head ``mark``, else by its name; ``Invalid``: there is none."""
    sheets, labels = read_workbook(data), [column.label for column in columns]
    named = [(sheet, sheet.head_row(labels[0])) for sheet in sheets if sheet.name == name]
    fits = [(s, head) for s in sheets if (head := s.head_row(mark)) is not None]
    fits = fits or [(s, head) for s, head in named if head is not None]
    if not fits:
        refuse("文件里没有“%(sheet)s”，请用本系统导出的表格填写", sheet=name)
    (sheet, head), *others = fits
    reading = Reading(sheet, head, [*sheet.misplaced(head, labels)])
    reading.faults += [each.fault(0, 0, "这种表有两张，请只留一张") for each, _ in others]
    return reading


def at_cells(faults: Iterable[FieldFault], places: Mapping[str, str]) -> list[FieldFault]:
    """Return faults of fields at the cells of these fields."""
    return [replace(each, field=places.get(each.field, "")) for each in faults]


def shown_text(cell: Cell) -> str:
    """Return the text of a cell of a head, without blanks around it."""
    return cell.strip() if isinstance(cell, str) else ""


def read_workbook(data: bytes) -> list[SheetCells]:
    """Read the sheets of a workbook; ``Invalid`` where it cannot be one, or is too large."""
    computed = formulas(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            _cells(workbook.get_sheet_by_name(sheet.name), computed.get(sheet.name, frozenset()))
            for sheet in workbook.sheets_metadata
            if sheet.typ is SheetTypeEnum.WorkSheet
        ]
    except (CalamineError, ValueError, OSError):
        refuse("文件已损坏，无法打开，请重新保存为 .xlsx")


def _cells(sheet: CalamineSheet, computed: frozenset[tuple[int, int]]) -> SheetCells:
    first, merged = dict(islice(_rows(sheet), _MOST_ROWS_ABOVE)), sheet.merged_cell_ranges
    return SheetCells(sheet.name, first, _rows(sheet), computed, tuple(merged or ()))


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, Sequence[Cell]]]:
    # The library's rows begin with the first column that is not empty.
    before = [""] * (sheet.start[1] if sheet.start else 0)
    return ((at, [*before, *cells]) for at, cells in enumerate(sheet.iter_rows()))
