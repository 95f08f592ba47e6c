"""A workbook on the disk, and what happens where the disk has no room for it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@contextmanager
def open_workbook(path: Path) -> Iterator[Any]:
    """Yield a workbook, write it at the end; ``OSError`` where it or its rows find no room."""
    with path.open("wb") as file:
        lent = _Lent(file)
        workbook = xlsxwriter.Workbook(lent, {**_OPTIONS, "tmpdir": str(path.parent)})
        try:
            yield workbook
            workbook.close()
        except FileCreateError as error:
            raise error.args[0] from error
        finally:
            lent.take_back()
            for sheet in workbook.worksheets():
                # What is left to be flushed is lost with the rest where there is no room.
                with suppress(OSError):
                    sheet.row_data_fh.close()


class _Lent:
    """A file lent to XlsxWriter; what a given-up archive writes when collected goes nowhere."""

    def __init__(self, file: BinaryIO) -> None:
        self._file: BinaryIO | _Nowhere = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def take_back(self) -> None:
        self._file = _Nowhere()


class _Nowhere:
    """Keeps nothing but its place; a BytesIO could be closed by the time it is written to."""

    def __init__(self) -> None:
        self._place = 0

    def write(self, data: bytes) -> int:
        self._place += len(data)
        return len(data)

    def seek(self, place: int) -> int:
        self._place = place
        return place

    def tell(self) -> int:
        return self._place

    def flush(self) -> None:
        """Nothing waits."""
