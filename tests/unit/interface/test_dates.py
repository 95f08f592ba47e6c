"""How dates are written, the same as the scripts write them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from catalogue.window import Window, day_end, day_start, parse_instant
from interface import dates
from interface.language import language
from tests.readers.vectors import vectors

DAYS = Window("w1", "v1", day_start(date(2018, 7, 12)), day_end(date(2018, 7, 18)))
HOURS = Window(
    "w1",
    "v1",
    parse_instant("2018-07-12T08:30:00+08:00"),
    parse_instant("2018-07-18T17:00:00+08:00"),
)


def test_a_window_of_days_ends_at_24_hours() -> None:
    assert (dates.opens(DAYS), dates.closes(DAYS)) == ("2018年7月12日", "2018年7月18日24时")


def test_a_window_of_hours_says_them() -> None:
    assert (dates.opens(HOURS), dates.closes(HOURS)) == (
        "2018年7月12日8时30分",
        "2018年7月18日17时",
    )


@pytest.mark.parametrize("case", vectors("dates"))
@pytest.mark.parametrize("tag", ["zh-CN", "en"])
def test_moments_are_written_as_the_vectors_do(case: dict[str, Any], tag: str) -> None:
    at, translate = parse_instant(case["at"]), language(tag).translate
    window = Window("w1", "v1", at, at)
    assert dates.opens(window, translate) == case["opens"][tag]
    assert dates.closes(window, translate) == case["closes"][tag]


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (date(2018, 7, 2), "2018年07月02日"),
        (datetime(2018, 7, 12, 8, 30), "2018年07月12日 08:30:00"),  # noqa: DTZ001 - as a header says it
        (datetime(2018, 7, 11, 16, 5, tzinfo=UTC), "2018年07月12日 00:05:00"),
    ],
)
def test_an_instant_is_written_as_in_a_header(moment: date, written: str) -> None:
    assert dates.header_date(moment) == written


def test_an_instant_is_written_to_the_second_in_beijing() -> None:
    at = parse_instant("2018-07-15T02:00:00Z")
    assert dates.moment(at) == "2018年7月15日 10:00:00"
    assert dates.moment(at, language("en").translate) == "15 July 2018, 10:00:00"


def test_a_day_of_this_year_has_no_year() -> None:
    assert dates.month_day(date(2018, 8, 17)) == "8月17日"
    assert dates.month_day(date(2018, 8, 17), language("en").translate) == "17 August"
