"""Rows of a sheet as XlsxWriter writes them, where it would have nothing to escape.

It makes a cell of every value and looks at each of them several times: of a sheet of comments
that is nearly all of the time, and nearly all of its cells are plain. What is not, it writes.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from comments_service.exports.cell_text import CELL_LIMIT

# What would be escaped, cut or written in runs.
_ODD = re.compile("[\\x00-\\x08\\x0b-\\x1f<>&\ud800-\udfff\ufffe\uffff]|_x|^\\s|\\s$")
FormatOf = Callable[[int, Any], Any]


class PlainRows:
    """Rows that go into a sheet of XlsxWriter's, in its constant memory, one after another."""

    def __init__(self, sheet: Any, width: int, format_of: FormatOf) -> None:
        """Take the sheet, its number of columns, and what gives the format of a value there."""
        # Here, for most commands make no workbook.
        from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415

        self._sheet, self._format_of = sheet, format_of
        self._letters = [xl_col_to_name(index) for index in range(width)]
        self._styles: dict[tuple[int, type], str] = {}
        self._instant = lru_cache(maxsize=1024)(sheet._convert_date_time)  # noqa: SLF001 - as it does

    def write(self, at: int, height: float, values: Sequence[Any]) -> bool:
        """Write the row at a place, counted from 0; False: it is not plain, nothing was written."""
        sheet, number = self._sheet, at + 1
        if at > sheet.previous_row:
            # The head, or a row that XlsxWriter has, goes to the disk first.
            sheet._write_single_row(at)  # noqa: SLF001 - as before each of its own rows
        cells = [self._cell(index, value) for index, value in enumerate(values)]
        if None in cells:
            return False
        for end in (0, len(values) - 1):
            sheet._check_dimensions(at, end)  # noqa: SLF001 - it keeps the size
        pairs = zip(self._letters, cells, strict=True)
        row = "".join([f'<c r="{letter}{number}"{cell}' for letter, cell in pairs])
        pixels = int(height * 4 / 3 + 0.5)
        sheet.row_data_fh.write(
            f'<row r="{number}" ht="{pixels * 0.75:.16g}" customHeight="1">{row}</row>'
        )
        return True

    def _cell(self, index: int, value: Any) -> str | None:
        """Return a cell behind its place, None where it is not plain."""
        key = index, value.__class__
        style = self._styles.get(key)
        if style is None:
            number = self._format_of(index, value)._get_xf_index()  # noqa: SLF001 - its own number
            style = self._styles[key] = f' s="{number}"'
        if not value:
            return style + "/>" if value is None or value == "" else None
        if isinstance(value, str):
            if len(value) > CELL_LIMIT // 2 or _ODD.search(value):
                return None
            return f'{style} t="inlineStr"><is><t>{value}</t></is></c>'
        if isinstance(value, datetime):
            return f"{style}><v>{self._instant(value):.16G}</v></c>"
        return None
