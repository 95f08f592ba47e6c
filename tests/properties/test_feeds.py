"""Whatever the texts hold, feeds and calendars stay readable and say the same."""

from dataclasses import replace
from typing import Any

import feedparser
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from lxml.etree import fromstring

from interface.dates import closes
from interface.page_foot import ALL_FEED, ALL_WINDOWS
from publisher.feeds import feed_files
from tests.unit.publisher.feeds.conftest import BASE, SITE, WINDOW, at, catalogue, consultation

ANY_TEXT = st.text(st.characters(codec=None), max_size=40)
READABLE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1)
MARKUP = st.sampled_from(
    ["]]>", "<b>&amp;", "\"'", "&#0;", "<!--", ",;\\n\\,", ":", "BEGIN:VEVENT"]
)
PARTS = st.lists(st.one_of(ANY_TEXT, MARKUP), min_size=1, max_size=4).map("".join)


def the_event(data: bytes) -> Any:
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    return event


@given(PARTS, PARTS, PARTS)
def test_any_text_leaves_the_files_well_formed(title: str, issuer: str, reason: str) -> None:
    window = replace(WINDOW, shortened_reason=reason)
    policy = consultation(title=title, issuer=issuer, windows=(window,))
    for path, data in feed_files(catalogue(policy), SITE, BASE):
        if path.endswith((".atom", ".xml")):
            fromstring(data)
        elif path.endswith(".ics"):
            the_event(data)


@given(READABLE, READABLE)
def test_words_come_back_as_they_were_written(title: str, issuer: str) -> None:
    policy = consultation(title=title, issuer=issuer)
    files = dict(feed_files(catalogue(policy), SITE))
    entries = list(fromstring(files[ALL_FEED]).iter("{http://www.w3.org/2005/Atom}entry"))
    assert entries[0].findtext("{http://www.w3.org/2005/Atom}title") == f"印发：{title}"
    event = the_event(files[ALL_WINDOWS])
    assert event["summary"] == f"征求意见：{title}"
    assert f"发布机构：{issuer}" in event["description"]


@given(st.integers(0, 60 * 24 * 40))
def test_a_close_is_the_same_instant_everywhere(minutes: int) -> None:
    end = at("2026-03-03T00:00:00").timestamp() + 60 * minutes
    window = replace(WINDOW, closes_at=WINDOW.closes_at.fromtimestamp(end, WINDOW.closes_at.tzinfo))
    files = dict(feed_files(catalogue(consultation(windows=(window,))), SITE))
    event = the_event(files[ALL_WINDOWS])
    whole_days = closes(window).endswith("日24时")
    assert ("VALUE" in event["dtend"].params) == whole_days
    assert whole_days or event.end == window.closes_at


@given(PARTS)
def test_a_feed_reader_finds_nothing_to_complain_of(title: str) -> None:
    files = dict(feed_files(catalogue(consultation(title=title)), SITE, BASE))
    feed = feedparser.parse(files[ALL_FEED])
    assert not feed.bozo
    assert len(feed.entries) == 7
