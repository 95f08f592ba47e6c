"""What decisions add to the workbook: columns, figures and a chart by 采纳情况."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.exports.export_data import ExportData
from comments_service.exports.xlsx_file import write_xlsx
from interface.language import language

CODES = ["adopted", "not_adopted", "adopted", None, "invalid", "partly_adopted"]


@pytest.fixture
def book(
    tmp_path: Path, make_data: Callable[..., ExportData], make_comment: Callable[..., Any]
) -> Any:
    rows = [
        make_comment(
            number,
            disposition=code,
            answer="=理由\n二",
            summary="摘要",
            to_citation="第1条",
            later="细则",
        )
        for number, code in enumerate(CODES, 1)
    ]
    write_xlsx(tmp_path / "x.xlsx", make_data(rows))
    return openpyxl.load_workbook(tmp_path / "x.xlsx")


def test_decisions_stand_beside_the_comments_under_chinese_headers(book: Any) -> None:
    head, *rows = book["意见明细"].iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["采纳情况"] for row in found] == [DISPOSITIONS.get(code or "") for code in CODES]
    expected = {
        "答复理由": "=理由\n二",
        "公开摘要": "摘要",
        "体现条款": "第1条",
        "后续文件": "细则",
    }
    assert {name: found[0][name] for name in expected} == expected


def test_the_overview_counts_the_dispositions(book: Any) -> None:
    rows = [(row[0], row[1]) for row in book["概览"].iter_rows(values_only=True)]
    words = Counter(DISPOSITIONS.get(code or "", "尚未答复") for code in CODES)
    assert rows[-len(words) :] == [
        (word, words[word]) for word in [*DISPOSITIONS.values(), "尚未答复"] if words[word]
    ]


def test_a_chart_of_excels_own_shows_them(book: Any) -> None:
    (chart,) = book["概览"]._charts  # too few comments for the charts by day and clause
    (series,) = chart.ser
    shown = [float(point.v) for point in series.val.numRef.numCache.pt]
    place = series.val.numRef.f.split("$B$")
    first, last = int(place[1].rstrip(":")), int(place[2])
    cells = [book["概览"].cell(row, 2).value for row in range(first, last + 1)]
    assert shown == cells == [2, 1, 1, 1, 1]


def test_the_figures_are_said_in_english_too(
    tmp_path: Path, make_data: Callable[..., ExportData], make_comment: Callable[..., Any]
) -> None:
    write_xlsx(
        tmp_path / "x.xlsx",
        make_data([make_comment(1, disposition="adopted")]),
        spoken=language("en"),
    )
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["Overview"]
    last = [cell.value for cell in list(sheet.rows)[-1]]
    assert last[:2] == ["Adopted", 1]
