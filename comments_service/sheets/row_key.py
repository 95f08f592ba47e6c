"""What recognises a row of a sheet when it comes back, in a hidden column.

The key names policy, comment and last change, and holds a short digest of each visible cell at
the export: so a row is known after sorting, filtering and saving by another program, and so is
each cell that was changed. It is no signature: nothing is taken from the grey cells.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from comments_service.domain.text_rules import many_lines, whole_number

Cell = str | int | float | bool | date | time | timedelta | None
"""What a cell of a workbook can hold."""
_DIGITS = 6
"""Hexadecimal digits of a cell's digest: an accident goes unseen once in sixteen million."""
_MARK = "|"


@dataclass(frozen=True, slots=True)
class RowKey:
    """``changed`` is the ledger id of the comment's last change when the sheet left."""

    policy: str
    comment: str
    changed: int
    digests: tuple[str, ...]

    @classmethod
    def of(cls, policy: str, comment: str, changed: int, cells: Sequence[Cell]) -> "RowKey":
        """Make the key of a row with these visible cells."""
        digests = tuple(_digest(comment, index, cell) for index, cell in enumerate(cells))
        return cls(policy, comment, changed, digests)

    @classmethod
    def read(cls, text: str, cells: int) -> "RowKey | None":
        """Read a key for so many visible cells; None where the text is none."""
        policy, *others = text.strip().split(_MARK)
        changed = whole_number(others[1]) if len(others) == 3 else None
        if changed is None or len(others[2]) != cells * _DIGITS:
            return None
        digests = (others[2][at : at + _DIGITS] for at in range(0, cells * _DIGITS, _DIGITS))
        return cls(policy, others[0], changed, tuple(digests))

    @property
    def text(self) -> str:
        """The text of its cell."""
        return _MARK.join([self.policy, self.comment, str(self.changed), "".join(self.digests)])

    def changed_cells(self, cells: Sequence[Cell]) -> list[int]:
        """Return the indexes of the visible cells that were changed since."""
        now = RowKey.of(self.policy, self.comment, self.changed, cells).digests
        return [index for index, digest in enumerate(self.digests) if digest != now[index]]


def shown(cell: Cell) -> str:
    """Return what a cell holds as a text: a day as 2018-07-16, a whole number without a point."""
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return format(cell, ".15g")
    return "" if cell is None else many_lines(str(cell))


def _digest(comment: str, index: int, cell: Cell) -> str:
    whole = f"{comment}{_MARK}{index}{_MARK}{shown(cell)}"
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:_DIGITS]
