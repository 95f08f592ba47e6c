"""Reads the cells of an uploaded workbook, by sheet, with what makes a cell unfit to be read."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from comments_service.domain.errors import FieldFault
from comments_service.sheets.row_key import Cell, shown
from comments_service.sheets.workbook_guard import cell_name, formulas, refused

_MOST_ROWS_ABOVE = 20


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet: its rows from the first of the sheet on, and where formulas and merges are."""

    name: str
    rows: Sequence[Sequence[Cell]]
    formulas: frozenset[tuple[int, int]]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]

    def place(self, row: int, column: int) -> str:
        """Return the name of a cell as officials read it: 意见采纳情况表!H6."""
        return f"{self.name}!{cell_name(row, column)}"

    def cell(self, row: int, column: int) -> Cell:
        """Return what a cell holds; "" where the row ends before it."""
        return self.rows[row][column] if column < len(self.rows[row]) else ""

    def fault(self, row: int, column: int, message: str, **values: object) -> FieldFault:
        """Return a fault of a cell."""
        return FieldFault(self.place(row, column), message, values)

    def head_row(self, label: str) -> int | None:
        """Return the number of the row, among the first, that holds this label."""
        for row, cells in enumerate(self.rows[:_MOST_ROWS_ABOVE]):
            if any(shown_text(cell) == label for cell in cells):
                return row
        return None

    def misplaced(self, head: int, labels: Sequence[str]) -> Iterator[FieldFault]:
        """Yield each head that is not as it left, and each merge below the head."""
        for column, label in enumerate(labels):
            found = shown_text(self.cell(head, column))
            if found != label:
                message = "表头应为“%(label)s”，现为“%(found)s”"
                yield self.fault(head, column, message, label=label, found=found[:40])
        for (top, left), (bottom, _) in self.merged:
            if bottom >= head:
                yield self.fault(max(top, head), left, "单元格被合并，请取消合并")

    def text(self, row: int, column: int) -> tuple[str, FieldFault | None]:
        """Return the text of a cell that was filled in, with what is wrong with it."""
        if (row, column) in self.formulas:
            return "", self.fault(row, column, "是公式，请改为文字")
        cell = self.cell(row, column)
        if isinstance(cell, bool):
            return "", self.fault(row, column, "是逻辑值，请改为文字")
        if isinstance(cell, date | time | timedelta):
            return "", self.fault(row, column, "是日期或时间，请改为文字")
        return shown(cell), None


def shown_text(cell: Cell) -> str:
    """Return what a cell of a head says, without blanks around it."""
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
    except (CalamineError, ValueError, OSError) as error:
        message = "文件已损坏，无法打开，请重新保存为 .xlsx"
        raise refused(message) from error


def _cells(sheet: CalamineSheet, computed: frozenset[tuple[int, int]]) -> SheetCells:
    rows = sheet.to_python(skip_empty_area=False)
    return SheetCells(sheet.name, rows, computed, tuple(sheet.merged_cell_ranges or ()))
