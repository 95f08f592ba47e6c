from pathlib import Path

import pytest
import xlsxwriter

from comments_service.exports.sheet import Sheet, SheetColumn, count_lines
from comments_service.exports.workbook_file import FormattedWorkbook


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("字" * 10, 1),
        ("字" * 11, 2),
        ("a" * 20, 1),
        ("a" * 21, 2),
        ("一\n二\n\n四", 4),
        ("字" * 11 + "\n二", 3),
    ],
)
def test_lines_are_counted_by_the_width_of_the_characters(text: str, lines: int) -> None:
    assert count_lines(text, 20) == lines


def test_the_height_of_a_row_that_was_written_is_not_kept(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx"), {"constant_memory": True}) as workbook:
        sheet = Sheet(FormattedWorkbook(workbook, None), "意见", [SheetColumn("意见原文", 12)])
        sheet.open("", "")
        (worksheet,) = workbook.worksheets()
        for _ in range(50):
            sheet.append(["太笼统"])
        assert sorted(worksheet.row_info) == sorted(worksheet.row_sizes) == [0, 50]
