from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar

from catalogue.window import Window
from interface.page_foot import ALL_WINDOWS
from publisher.addresses.feeds import policy_calendar
from publisher.feeds import feed_files
from tests.unit.publisher.feeds.conftest import (
    BASE,
    SITE,
    WINDOW,
    at,
    catalogue,
    consultation,
    document,
)

HOURS = Window("w2", "v2", at("2026-05-01T08:00:00"), at("2026-05-31T17:30:00"))


def events(*windows: Window, base_url: str = "", path: str = ALL_WINDOWS) -> list[Any]:
    files = dict(feed_files(catalogue(consultation(windows=windows)), SITE, base_url))
    return list(Calendar.from_ical(files[path]).walk("VEVENT"))


def test_whole_days_are_an_all_day_event_that_ends_the_day_after() -> None:
    (event,) = events(WINDOW)
    assert (event.start, event.end) == (date(2026, 3, 2), date(2026, 4, 11))
    assert event["summary"] == "征求意见：关于支持工业企业的若干意见"


def test_hours_are_in_beijing_time() -> None:
    (event,) = events(HOURS)
    assert event["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert event.end == HOURS.closes_at
    assert event.end.utcoffset() == timedelta(hours=8)
    assert (event.end.hour, event.end.minute) == (17, 30)


def test_the_zone_that_is_named_is_described() -> None:
    files = dict(feed_files(catalogue(consultation()), SITE))
    zone: Any = Calendar.from_ical(files[ALL_WINDOWS]).walk("VTIMEZONE")[0]
    assert zone["tzid"] == "Asia/Shanghai"
    day = datetime(2026, 5, 1)  # noqa: DTZ001 - a time of that zone
    assert zone.to_tz(lookup_tzid=False).utcoffset(day) == timedelta(hours=8)


def test_a_change_raises_the_sequence_and_keeps_the_uid() -> None:
    first, changed = events(replace(WINDOW, history=()))[0], events(WINDOW)[0]
    assert first["uid"] == changed["uid"]
    assert (first["sequence"], changed["sequence"]) == (0, 1)
    assert first["dtstamp"].dt == datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert changed["dtstamp"].dt == datetime(2026, 3, 20, 1, 30, tzinfo=UTC)


def test_an_alarm_is_due_two_days_before_the_close() -> None:
    (event,) = events(HOURS)
    (alarm,) = event.walk("VALARM")
    assert alarm["trigger"].dt == timedelta(days=-2)
    assert alarm["trigger"].params["RELATED"] == "END"
    assert event.alarms.times[0].trigger == at("2026-05-29T17:30:00")


def test_the_event_says_how_to_comment_and_where() -> None:
    (event,) = events(replace(WINDOW, shortened_reason="时限要求"), base_url=BASE)
    assert event["description"].split("\n") == [
        "征集时间：2026年3月2日至2026年4月10日24时",
        "发布机构：某市经济和信息化局",
        "电子邮箱：yj@example.org",
        "期限不足30日的理由：时限要求",
        f"网页：{BASE}a/",
    ]
    assert event["url"] == f"{BASE}a/"
    assert event["uid"] == "a.w1.yjzj@www.example.gov.cn"


def test_without_a_base_url_no_address_is_given() -> None:
    (event,) = events(WINDOW)
    assert "url" not in event
    assert "网页" not in event["description"]


def test_each_consultation_has_its_own_calendar() -> None:
    own = events(WINDOW, HOURS, path=policy_calendar(consultation()))
    assert [event["uid"].partition("@")[0] for event in own] == ["a.w1", "a.w2"]
    assert [event["uid"] for event in events(WINDOW, HOURS)] == [event["uid"] for event in own]


def test_a_site_without_windows_has_an_empty_calendar_alone() -> None:
    files = dict(feed_files(catalogue(document()), SITE))
    calendars = [path for path in files if path.endswith(".ics")]
    assert calendars == [ALL_WINDOWS]
    assert Calendar.from_ical(files[ALL_WINDOWS]).walk("VEVENT") == []


def test_lines_end_and_fold_as_the_format_asks() -> None:
    data = dict(feed_files(catalogue(consultation()), SITE))[ALL_WINDOWS]
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
