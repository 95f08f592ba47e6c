"""The charts of the workbook, as they stand in its parts."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from comments_service.exports.export_data import ExportData
from comments_service.exports.xlsx_file import write_xlsx


@pytest.mark.parametrize(("days", "axis"), [(1, "catAx"), (2, "dateAx")])
def test_a_single_day_stands_on_the_chart_as_itself(
    tmp_path: Path, make_data: Callable[..., ExportData], days: int, axis: str
) -> None:
    data = make_data(12, "restricted")
    row = data.tally["by_day"][0]
    data.tally["by_day"] = [{**row, "day": f"2018-07-{12 + at}"} for at in range(days)]
    write_xlsx(tmp_path / "x.xlsx", data)
    with zipfile.ZipFile(tmp_path / "x.xlsx") as packed:
        drawn = packed.read("xl/charts/chart1.xml").decode()
    assert f"<c:{axis}>" in drawn
