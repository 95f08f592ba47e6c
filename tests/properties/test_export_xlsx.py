import re
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from comments_service.exports.cell_text import CELL_LIMIT, fit_cell, runs
from comments_service.exports.sheet import CellValue, Sheet, SheetColumn
from comments_service.exports.workbook_file import FormattedWorkbook, open_workbook
from tests.conftest import examples

# What the service takes: no surrogates, no control characters but tab and line feed.
TEXT = st.text(
    st.characters(
        exclude_categories=["Cs"],
        exclude_characters="".join(map(chr, {*range(32)} - {9, 10})),
    )
)
PIECES = st.lists(
    st.sampled_from(
        ["\uffff", "\ufffe", "<r>", "</r>", "_x0041_", "_x005F_", "_", "x000a_", " ", "\n", "字"]
    )
).map("".join)


@settings(max_examples=examples(25))
@given(st.lists(TEXT | PIECES, max_size=20))
def test_any_text_the_service_takes_is_read_back(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as workbook:
            sheet = Sheet(FormattedWorkbook(workbook, None), "意见", [SheetColumn("", 12)])
            sheet.open("", "")
            for text in texts:
                sheet.append([text])
        found = openpyxl.load_workbook(path).active
        assert found is not None
        shown = [text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") for text in texts]
        assert [found.cell(n + 2, 1).value or "" for n in range(len(texts))] == shown


def workbook_of(rows: list[list[CellValue]], *, one_by_one: bool) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        at = datetime(2018, 7, 19, tzinfo=UTC)
        with open_workbook(path, "意见", at) as book:
            sheet = Sheet(book, "意见", [SheetColumn(name, 12) for name in "甲乙丙"], printed=2)
            sheet.open("", "")
            if one_by_one:
                for row in rows:
                    sheet.append(row)
            else:
                sheet.append_all(rows)
            sheet.close()
        return path.read_bytes()


# Excel knows no time zones.
AN_INSTANT = datetime(2018, 7, 12, 9, 30, 0, 123000, tzinfo=UTC).replace(tzinfo=None)
CELLS = TEXT | PIECES | st.sampled_from([None, "", "意见\n二", AN_INSTANT])


@settings(max_examples=examples(25))
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8))
def test_many_rows_are_written_as_xlsxwriter_writes_each(rows: list[list[CellValue]]) -> None:
    assert workbook_of(rows, one_by_one=False) == workbook_of(rows, one_by_one=True)


@given(TEXT | PIECES)
def test_runs_join_to_the_text_and_none_is_an_escape(text: str) -> None:
    parts = runs(text)
    assert "".join(parts) == text
    assert not any(re.search("_x[0-9A-Fa-f]{4}_", part) for part in parts)
    assert not any(part.startswith("<r>") and part.endswith("</r>") for part in parts)


@given(st.sampled_from(["字", "🌾", "a🌾"]), st.integers(CELL_LIMIT // 2 - 20, CELL_LIMIT + 20))
@settings(max_examples=examples(25))
def test_a_cell_never_holds_more_than_its_limit(piece: str, times: int) -> None:
    assert len(fit_cell(piece * times).encode("utf-16-le")) <= CELL_LIMIT * 2
