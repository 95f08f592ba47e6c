from datetime import UTC, date, datetime, timedelta

import pytest

from catalogue.window import (
    CHINA,
    Window,
    WindowState,
    china_day,
    day_end,
    day_start,
    parse_instant,
    rfc3339,
)

OPENS, CLOSES = day_start(date(2018, 7, 12)), day_end(date(2018, 7, 18))
WINDOW = Window("w1", "v1", OPENS, CLOSES)
INSTANT = timedelta(microseconds=1)


def test_a_window_opens_at_its_first_instant() -> None:
    assert WINDOW.state(OPENS - INSTANT) is WindowState.UPCOMING
    assert WINDOW.state(OPENS) is WindowState.OPEN


def test_a_window_is_closed_at_its_last_instant() -> None:
    assert WINDOW.state(CLOSES - INSTANT) is WindowState.OPEN
    assert WINDOW.state(CLOSES) is WindowState.CLOSED


def test_a_comment_in_the_last_millisecond_is_in_time() -> None:
    assert WINDOW.is_open(parse_instant("2018-07-18T23:59:59.999+08:00"))
    assert not WINDOW.is_open(parse_instant("2018-07-19T00:00:00+08:00"))


def test_the_instant_is_judged_in_any_zone() -> None:
    assert WINDOW.is_open(datetime(2018, 7, 18, 15, 59, 59, tzinfo=UTC))
    assert not WINDOW.is_open(datetime(2018, 7, 18, 16, tzinfo=UTC))


def test_the_last_day_ends_at_24_hours() -> None:
    assert datetime(2018, 7, 19, tzinfo=CHINA) == CLOSES


def test_the_days_of_a_window_are_those_in_beijing() -> None:
    assert (WINDOW.first_day, WINDOW.last_day) == (date(2018, 7, 12), date(2018, 7, 18))


def test_a_window_that_closes_at_noon_has_that_day_as_its_last() -> None:
    noon = Window("w1", "v1", OPENS, parse_instant("2018-07-18T12:00:00+08:00"))
    assert noon.last_day == date(2018, 7, 18)


def test_the_day_in_beijing_begins_at_16_hours_utc() -> None:
    assert china_day(datetime(2018, 7, 11, 15, 59, tzinfo=UTC)) == date(2018, 7, 11)
    assert china_day(datetime(2018, 7, 11, 16, tzinfo=UTC)) == date(2018, 7, 12)


def test_an_instant_is_written_in_beijing_time() -> None:
    assert rfc3339(datetime(2018, 7, 11, 16, tzinfo=UTC)) == "2018-07-12T00:00:00+08:00"


def test_milliseconds_are_written_only_where_there_are_any() -> None:
    assert rfc3339(CLOSES - timedelta(milliseconds=1)) == "2018-07-18T23:59:59.999+08:00"


def test_what_is_finer_than_a_millisecond_never_rounds_up_into_the_next_day() -> None:
    assert rfc3339(CLOSES - INSTANT) == "2018-07-18T23:59:59.999+08:00"


@pytest.mark.parametrize(
    "text",
    [
        "2018-07-12",
        "2018-07-12T00:00:00",
        "12 July",
        "",
        "0001-01-01T00:00+08:00",
        "9999-12-31T23:59Z",
    ],
)
def test_an_instant_without_offset_or_sense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"offset|year|isoformat"):
        parse_instant(text)


def test_an_instant_is_read_into_utc() -> None:
    assert parse_instant("2018-07-12T08:00:00+08:00").isoformat() == "2018-07-12T00:00:00+00:00"
