"""Excel's own charts; they hold their figures for programs that do not read the cells."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from comments_service.domain.comments.submission import Stance
from comments_service.domain.register.code_words import STANCES
from comments_service.exports.workbook_file import FormattedWorkbook
from interface.language import Language

_MOST_BARS = 100
_HEIGHT_OF_BAR = 22
_FRAME = 140
_WIDTH = 960
_DAY_CHART_HEIGHT = 280
_LEAST_SHARE = 50
"""In a bar that is shorter than the longest ÷ this there is no room for its figure."""
_FIRST_DAY_OF_EXCEL = date(1899, 12, 30)
_COLOURS = {
    Stance.SUPPORT: "#1C6B41",
    Stance.SUGGEST: "#17476F",
    Stance.QUESTION: "#A9762A",
    Stance.OPPOSE: "#6F757E",
}
_OTHER_FILL = {"fill": {"color": "#868D95"}}
_FILLS: dict[str, dict[str, Any]] = {
    "adopted": {"fill": {"color": "#1C6B41"}},
    "partly_adopted": {
        "pattern": {"pattern": "dark_upward_diagonal", "fg_color": "#1F617F", "bg_color": "#FFFFFF"}
    },
    "not_adopted": {"fill": {"color": "#6F757E"}},
    "already_provided": {"fill": {"color": "#A9762A"}},
    "invalid": {"fill": {"none": True}, "border": {"color": "#868D95"}},
}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChartSource:
    """The sheet that a chart reads; ``first`` is the row, from 0, that its rows begin in."""

    sheet: str
    fields: Sequence[str]
    rows: Sequence[Row]
    first: int = 1

    def cells(self, field: str) -> list[Any]:
        """Return where the cells of a field are, below the header."""
        column = self.fields.index(field)
        return [self.sheet, self.first, column, self.first + len(self.rows) - 1, column]

    def values(self, field: str) -> list[Any]:
        """Return what those cells hold."""
        return [row[field] for row in self.rows]


def clause_chart(book: FormattedWorkbook, source: ChartSource) -> Any:
    """Return a bar for each clause, split by stance; the first ``_MOST_BARS`` clauses at most."""
    shown = replace(source, rows=source.rows[:_MOST_BARS])
    bars = len(shown.rows)
    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for stance in _COLOURS:
        chart.add_series(_stance_series(shown, stance, book.spoken))
    translate, every = book.spoken.translate, bars == len(source.rows)
    title = translate("各条款意见数") if every else translate("前%(count)s个条款意见数", count=bars)
    _set_bars(chart, title, bars, _counted(book.spoken))
    chart.set_legend({"position": "top"})
    return chart


def day_chart(book: FormattedWorkbook, source: ChartSource) -> Any:
    """Return a column for each day; days on which nothing came are gaps."""
    chart = book.workbook.add_chart({"type": "column"})
    series = _series(source, "day", "comments", _COLOURS[Stance.SUGGEST])
    days = [(day - _FIRST_DAY_OF_EXCEL).days for day in source.values("day")]
    chart.add_series({**series, "categories_data": days, "gap": 60})
    _set_title(chart, book.spoken.translate("每日意见数"), _DAY_CHART_HEIGHT)
    chart.set_legend({"none": True})
    # Of an axis of one day LibreOffice shows the first day of its year.
    chart.set_x_axis({"date_axis": len(days) > 1, "num_format": "yyyy-mm-dd"})
    chart.set_y_axis(_counted(book.spoken))
    return chart


def bar_chart(  # noqa: PLR0913 - what is drawn, and how
    book: FormattedWorkbook, source: ChartSource, fields: tuple[str, str], title: str, *,
    percent: bool = False, points: Sequence[Row] = (),
) -> Any:  # fmt: skip
    """Return a bar for each row, ``_MOST_BARS`` at most; ``points`` are fills of single bars."""
    shown = replace(source, rows=source.rows[:_MOST_BARS])
    chart = book.workbook.add_chart({"type": "bar"})
    series = _series(shown, *fields, _COLOURS[Stance.SUGGEST])
    labels = {**series["data_labels"], "num_format": "0.0%" if percent else "0"}
    chart.add_series({**series, "gap": 40, "points": list(points), "data_labels": labels})
    axis = {"name": "", "num_format": "0%", "max": 1} if percent else {}
    _set_bars(chart, title, len(shown.rows), {**_counted(book.spoken), **axis})
    chart.set_legend({"none": True})
    return chart


def disposition_chart(book: FormattedWorkbook, source: ChartSource) -> Any:
    """Return a bar for each disposition (``label``), in its colour, by its ``value``."""
    fills = [_FILLS.get(row["name"], _OTHER_FILL) for row in source.rows]
    title = book.spoken.translate("采纳情况")
    return bar_chart(book, source, ("label", "value"), title, points=fills)


def _set_bars(chart: Any, title: str, bars: int, axis: Row) -> None:
    _set_title(chart, title, bars * _HEIGHT_OF_BAR + _FRAME)
    # A bar chart begins at the bottom; the first row belongs on top.
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": {"size": 9}})
    chart.set_x_axis({**axis, "label_position": "high"})


def _stance_series(source: ChartSource, stance: Stance, spoken: Language) -> Row:
    series = _series(source, "citation", stance, _COLOURS[stance])
    longest = max(source.values("comments"))
    # A figure that its part of the bar has no room for is on 分条款 alone.
    wide = [value * _LEAST_SHARE >= longest for value in source.values(stance)]
    custom = [None if room else {"delete": True} for room in wide]
    font = {"size": 9, "color": "#FFFFFF"}
    labels = {**series["data_labels"], "font": font, "custom": custom}
    return {**series, "name": spoken.translate(STANCES[stance]), "gap": 40, "data_labels": labels}


def _series(source: ChartSource, names: str, figures: str, colour: str) -> Row:
    return {
        "categories": source.cells(names),
        "categories_data": source.values(names),
        "values": source.cells(figures),
        "values_data": source.values(figures),
        "fill": {"color": colour},
        # A zero is no label.
        "data_labels": {"value": True, "num_format": "0;;", "font": {"size": 9}},
    }


def _counted(spoken: Language) -> Row:
    return {
        "name": spoken.translate("意见（条）"),
        "name_font": {"size": 9, "bold": False},
        "min": 0,
        "num_format": "0",
        "major_gridlines": {"visible": True, "line": {"color": "#DEDCD4"}},
    }


def _set_title(chart: Any, title: str, height: int) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_size({"width": _WIDTH, "height": height})
