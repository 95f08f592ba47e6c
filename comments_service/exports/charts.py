"""The charts of the tally sheet: Excel's own, so that they can be copied into a report."""

from typing import Any

_MOST_BARS = 100
_HEIGHT_OF_BAR = 22
_FRAME = 120


def clause_chart(workbook: Any, rows: int) -> Any:
    """Return a bar chart of comments per clause, the first ``_MOST_BARS`` clauses at most."""
    bars = min(rows, _MOST_BARS)
    chart = workbook.add_chart({"type": "bar"})
    chart.add_series(_series("by_clause", names=2, values=3, rows=bars))
    title = "各条款意见数" if bars == rows else f"各条款意见数（前{bars}个条款）"
    _dress(chart, title, bars * _HEIGHT_OF_BAR + _FRAME)
    # A bar chart begins at the bottom; the draft's first clause belongs on top.
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"name": "条", "min": 0, "num_format": "0"})
    return chart


def day_chart(workbook: Any, rows: int) -> Any:
    """Return a column chart of comments per day."""
    chart = workbook.add_chart({"type": "column"})
    chart.add_series(_series("by_day", names=0, values=2, rows=rows))
    _dress(chart, "每日意见数", 320)
    chart.set_y_axis({"name": "条", "min": 0, "num_format": "0"})
    return chart


def _series(sheet: str, *, names: int, values: int, rows: int) -> dict[str, Any]:
    return {
        "categories": [sheet, 1, names, rows, names],
        "values": [sheet, 1, values, rows, values],
        "fill": {"color": "#2F5597"},
        "data_labels": {"value": True},
    }


def _dress(chart: Any, title: str, height: int) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 900, "height": height})
