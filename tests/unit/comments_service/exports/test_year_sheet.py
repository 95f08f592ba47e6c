"""The year's sheet, read back with openpyxl and counted anew."""

import random
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from catalogue.window import CHINA
from comments_service.exports.year.year_sheet import write_year
from comments_service.exports.year.year_values import YearData, YearRow

AS_OF = datetime(2026, 11, 28, 10, tzinfo=CHINA)


def opened(tmp_path: Path, rows: list[YearRow]) -> Any:
    write_year(tmp_path / "y.xlsx", YearData(2026, AS_OF, rows))
    return openpyxl.load_workbook(tmp_path / "y.xlsx")


def table(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def some_rows(number: int) -> list[YearRow]:
    chance = random.Random(number)
    rows = []
    for at in range(number):
        comments = chance.randrange(40)
        valid = chance.randrange(comments + 1)
        adopted = chance.randrange(valid + 1)
        due = chance.randrange(2)
        rows.append(
            YearRow(
                f"某市{'甲乙丙'[at % 3]}局", f"p{at}", f"办法{at}",
                date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 20) if due else None,
                submissions=comments, comments=comments, participants=comments,
                adopted=adopted, partly_adopted=valid - adopted, valid=valid,
                due=due, on_time=chance.randrange(due + 1),
            )
        )  # fmt: skip
    return rows


def test_the_figures_by_issuer_are_those_of_an_independent_count(tmp_path: Path) -> None:
    rows = some_rows(25)
    found = table(opened(tmp_path, rows)["按发布机构"])
    assert [row["发布机构"] for row in found] == ["某市丙局", "某市乙局", "某市甲局"]
    for row in found:
        mine = [each for each in rows if each.issuer == row["发布机构"]]
        assert row["征求意见项数（项）"] == len(mine)
        assert row["条数（条）"] == sum(each.comments for each in mine)
        adopted, valid = sum(e.adopted for e in mine), sum(e.valid for e in mine)
        assert row["采纳率"] == pytest.approx(adopted / valid)
        assert row["采纳率算式"] == f"{adopted}条÷{valid}条"
        on_time, due = sum(e.on_time for e in mine), sum(e.due for e in mine)
        assert row["按期公开率"] == pytest.approx(on_time / due)
        assert row["按期公开率算式"] == f"{on_time}项÷{due}项"


def test_the_overview_sums_all_issuers(tmp_path: Path) -> None:
    rows = some_rows(25)
    found = {row["项目"]: row["内容"] for row in table(opened(tmp_path, rows)["概览"])}
    assert found["年度"] == "2026"
    assert found["条数"] == sum(row.comments for row in rows)
    assert found["到期事项数"] == sum(row.due for row in rows)


def test_no_rate_stands_without_a_denominator(tmp_path: Path) -> None:
    (row,) = table(opened(tmp_path, [YearRow("某市甲局", "p", "办法")])["按发布机构"])
    assert (row["按期公开率"], row["按期公开率算式"]) == ("无到期事项", "—")
    assert (row["采纳率"], row["部分采纳率"]) == ("无有效意见", "无有效意见")


def test_a_year_without_a_consultation_says_so(tmp_path: Path) -> None:
    book = opened(tmp_path, [])
    assert book["按发布机构"]["A2"].value == "本年度没有截止的征求意见"
    assert table(book["概览"])[-1]["内容"] == "—"


def test_every_sheet_has_a_frozen_head_a_filter_and_prints_across(tmp_path: Path) -> None:
    book = opened(tmp_path, some_rows(3))
    assert book.sheetnames == ["概览", "按发布机构", "按征求意见"]
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows == "$1:$1"
        assert all(cell.comment for cell in sheet[1])


def test_the_charts_are_excels_own(tmp_path: Path) -> None:
    opened(tmp_path, some_rows(3))
    with zipfile.ZipFile(tmp_path / "y.xlsx") as packed:
        charts = [name for name in packed.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 3


def test_a_title_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    row = YearRow("=1+1", "p", "=2+2\n第二行😀", last_day=date(2026, 1, 2))
    (found,) = table(opened(tmp_path, [row])["按征求意见"])
    assert (found["发布机构"], found["文件名称"]) == ("=1+1", "=2+2\n第二行😀")
    assert found["截止日期"] == datetime(2026, 1, 2)  # noqa: DTZ001 - Excel's days have no zone
    assert found["公开日期"] == "—"
