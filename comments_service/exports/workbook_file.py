"""A workbook on the disk, also where that has no room for it, and how its sheets are printed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from interface.command_line import said
from interface.language import LANGUAGES, Language, language
from interface.long_work import Progress, reported_step, unheard

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class FormattedWorkbook:
    """A workbook with its cell formats, each made once; fixed words are in ``spoken`` (Chinese)."""

    def __init__(self, workbook: Any, spoken: Language | None) -> None:
        self.workbook = workbook
        self.spoken = spoken or language(LANGUAGES[0])
        self._formats: dict[tuple[object, ...], Any] = {}

    def format(self, **properties: object) -> Any:
        """Return the format of these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]


@contextmanager
def open_workbook(
    path: Path,
    title: str,
    at: datetime,
    spoken: Language | None = None,
    progress: Progress = unheard,
) -> Iterator[FormattedWorkbook]:
    """Yield a workbook as of an instant, write it at the end; ``OSError``: there is no room."""
    # Here: few processes write a workbook, and loading it takes time.
    from xlsxwriter import Workbook  # noqa: PLC0415
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    with path.open("wb") as file:
        lent = _Lent(file)
        workbook = Workbook(lent, {**_OPTIONS, "tmpdir": str(path.parent)})
        # Without a date of its own the file would carry the clock of the machine, and the same
        # data would not give the same bytes.
        created = at.astimezone(UTC).replace(tzinfo=None)
        workbook.set_properties({"title": title, "created": created})
        try:
            yield FormattedWorkbook(workbook, spoken)
            with reported_step(said("putting the file together"), progress):
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
    """A file lent to XlsxWriter; what an abandoned archive writes when collected is dropped."""

    def __init__(self, file: BinaryIO) -> None:
        self._file: BinaryIO | _Nowhere = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def take_back(self) -> None:
        self._file = _Nowhere()


class _Nowhere:
    """Drops what is written; a BytesIO could be closed by the time it is written to."""

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
        """Do nothing: nothing is buffered."""


_A4 = 9
_LONGEST_TITLE = 100
"""Of the 255 characters that a heading may have; each & in the title takes two."""


def print_across(sheet: Any, title: str, right: str, footing: str, head: int = 0) -> None:
    """Set up pages: ``title`` left, ``right`` right, ``footing`` below, row ``head`` on each."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.set_header(f"&L{title[:_LONGEST_TITLE].replace('&', '&&')}&R{right}")
    sheet.set_footer(f"&C{footing}")
