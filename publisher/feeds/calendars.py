"""Calendars (RFC 5545) of consultation windows: all of them, and each policy's.

A window of whole days is an all-day event, whose DTEND is the day after the last (RFC 5545,
3.6.1); any other has its times in Asia/Shanghai. Two days before the close an alarm is due.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Timezone, TimezoneStandard, vText
from icalendar import Event as CalendarEvent

from catalogue.model import Catalogue, Policy
from catalogue.text import xml_text
from catalogue.window import CHINA, Window
from interface.dates import period
from publisher.addresses.feeds import ALL_WINDOWS, policy_calendar
from publisher.feeds.origin import Origin
from publisher.sources.site_file import SiteFile
from publisher.wording.events import WindowOpens, events_of, published_at
from publisher.wording.labels import channels

_ZONE = "Asia/Shanghai"
_WARNING = timedelta(days=-2)


def calendar_files(
    catalogue: Catalogue, site: SiteFile, origin: Origin
) -> Iterator[tuple[str, bytes]]:
    """Yield each calendar as its path below the site and its bytes."""
    consulted = [policy for policy in catalogue.policies if policy.windows]
    entries = {policy.id: _entries(policy, origin) for policy in consulted}
    everything = (entry for policy in consulted for entry in entries[policy.id])
    yield ALL_WINDOWS, _calendar(f"征求意见 · {site.name}", everything)
    for policy in consulted:
        yield policy_calendar(policy), _calendar(policy.title, entries[policy.id])


def _calendar(name: str, entries: Iterable[CalendarEvent]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Yanlu//Consultation windows//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # What the library does not know it would write as it is, line ends and all.
    calendar.add("x-wr-calname", vText(xml_text(name)))
    calendar.add("x-wr-timezone", _ZONE)
    calendar.add_component(_china())
    for entry in entries:
        calendar.add_component(entry)
    written: bytes = calendar.to_ical()
    return written


def _china() -> Timezone:
    """Beijing time as it has been since the last summer time, of 1991."""
    zone = Timezone()
    zone.add("tzid", _ZONE)
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1991, 9, 15, 1))  # noqa: DTZ001 - local by RFC 5545, 3.6.5
    standard.add("tzoffsetfrom", timedelta(hours=9))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def _entries(policy: Policy, origin: Origin) -> list[CalendarEvent]:
    opening = (event for event in events_of(policy) if isinstance(event, WindowOpens))
    return [_entry(policy, event.window, origin) for event in opening]


def _entry(policy: Policy, window: Window, origin: Origin) -> CalendarEvent:
    entry = CalendarEvent()
    entry.add("uid", origin.uid(policy.id, window.id))
    entry.add("dtstamp", _announced_at(policy, window))
    entry.add("sequence", len(window.history))
    entry.add("dtstart", _limit(window, window.opens_at))
    entry.add("dtend", _limit(window, window.closes_at))
    entry.add("summary", xml_text(f"征求意见：{policy.title}"))
    address = origin.base_url and f"{origin.base_url}{policy.id}/"
    entry.add("description", xml_text("\n".join(_description(policy, window, address))))
    entry.add("categories", ["征求意见"])
    entry.add("transp", "TRANSPARENT")
    if address:
        entry.add("url", address)
    entry.add_component(_alarm(policy))
    return entry


def _announced_at(policy: Policy, window: Window) -> datetime:
    """Return when these limits were announced (UTC): last changed, else published, else opened."""
    of_window = (version for version in policy.versions if version.id == window.version)
    published = next((published_at(policy, version) for version in of_window), None)
    at = window.history[-1].at if window.history else (published or window.opens_at)
    return at.astimezone(UTC)


def _limit(window: Window, at: datetime) -> date:
    if _whole_days(window):
        return at.astimezone(CHINA).date()
    return at.astimezone(ZoneInfo(_ZONE))


def _whole_days(window: Window) -> bool:
    limits = (window.opens_at.astimezone(CHINA), window.closes_at.astimezone(CHINA))
    return all(limit.time() == time() for limit in limits)


def _description(policy: Policy, window: Window, address: str) -> Iterator[str]:
    yield f"征集时间：{period(window)}"
    if policy.issuer:
        yield f"发布机构：{policy.issuer}"
    if window.run_by:
        yield f"组织征求意见：{window.run_by}"
    for label, value, _ in channels(policy):
        yield f"{label}：{value}"
    if window.shortened_reason:
        yield f"期限不足30日的理由：{window.shortened_reason}"
    if address:
        yield f"网页：{address}"


def _alarm(policy: Policy) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", xml_text(f"征求意见将于两日后截止：{policy.title}"))
    alarm.add("trigger", _WARNING, parameters={"RELATED": "END"})
    return alarm
