from datetime import date

import pytest

from catalogue.window import Window, day_end, day_start, parse_instant
from publisher.checks.period import LastDay, days_of, last_day, period_after


@pytest.mark.parametrize(
    ("opens", "closes", "days"),
    [
        (date(2018, 7, 12), date(2018, 7, 18), 6),
        (date(2026, 1, 1), date(2026, 1, 31), 30),
        (date(2024, 2, 15), date(2024, 3, 15), 29),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_the_first_day_is_not_counted(opens: date, closes: date, days: int) -> None:
    assert days_of(Window("w1", "v1", day_start(opens), day_end(closes))) == days


def test_a_window_that_closes_in_the_afternoon_has_that_day() -> None:
    # 业务时间: the day ends where business does (art. 203).
    opens, closes = "2026-01-01T09:00:00+08:00", "2026-01-31T17:30:00+08:00"
    assert days_of(Window("w1", "v1", parse_instant(opens), parse_instant(closes))) == 30


def test_days_are_those_of_beijing() -> None:
    opens, closes = "2025-12-31T16:00:00Z", "2026-01-31T16:00:00Z"
    assert days_of(Window("w1", "v1", parse_instant(opens), parse_instant(closes))) == 30


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2026, 1, 30), date(2026, 1, 30)),  # a Friday
        (date(2026, 1, 31), date(2026, 2, 2)),  # a Saturday
        (date(2020, 10, 1), date(2020, 10, 9)),  # 国庆节 with its days in lieu
        (date(2020, 9, 27), date(2020, 9, 27)),  # a Sunday that was worked
        (date(2024, 2, 12), date(2024, 2, 18)),  # 春节; the Sunday behind it was worked
    ],
)
def test_a_last_day_that_is_a_holiday_moves_to_the_next_working_day(day: date, moved: date) -> None:
    assert last_day(day) == LastDay(moved, provisional=False)


@pytest.mark.parametrize("year", [2003, 2031])
def test_without_a_calendar_weekends_alone_are_known(year: int) -> None:
    assert last_day(date(year, 10, 1)).provisional
    assert last_day(date(year, 10, 1)).day.weekday() < 5


def test_a_weekend_before_a_year_that_is_not_announced_moves_into_it() -> None:
    assert last_day(date(2023, 12, 30)) == LastDay(date(2024, 1, 2), provisional=False)
    assert last_day(date(2031, 3, 1)) == LastDay(date(2031, 3, 3), provisional=True)


def test_a_period_begins_on_the_day_behind_the_event() -> None:
    assert period_after(date(2018, 7, 18), 30) == LastDay(date(2018, 8, 17), provisional=False)
    assert period_after(date(2026, 1, 1), 30).day == date(2026, 2, 2)
