import hashlib
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

import feedparser
import pytest

from publisher.addresses.feeds import has_feed, issuer_feed, policy_feed
from publisher.feeds import feed_files
from publisher.feeds.atom import summary_of, title_of
from publisher.wording.events import events_of
from tests.unit.publisher.feeds.conftest import (
    BASE,
    NOW,
    SITE,
    at,
    catalogue,
    consultation,
    document,
    version,
)

CODE = hashlib.sha256(b"4203000001").hexdigest()[:12]
THE_SITE = catalogue(consultation(), document())


def feeds(base_url: str = "", the_site: Any = THE_SITE, site: Any = SITE) -> dict[str, Any]:
    files = feed_files(the_site, site, base_url)
    return {path: feedparser.parse(data) for path, data in files if path.endswith(".atom")}


def test_all_each_issuer_and_each_consultation_have_a_feed() -> None:
    issuer = issuer_feed("某市经济和信息化局")
    assert list(feeds()) == ["feeds/all.atom", issuer, "feeds/a.atom"]
    assert issuer.isascii()


@pytest.mark.parametrize("base_url", ["", BASE])
def test_every_feed_is_well_formed_and_whole(base_url: str) -> None:
    for path, feed in feeds(base_url).items():
        assert not feed.bozo, path
        assert {"id", "title", "updated", "links", "author"} <= feed.feed.keys()
        assert all({"id", "title", "updated", "link"} <= entry.keys() for entry in feed.entries)


def test_the_newest_comes_first_and_gives_the_feed_its_time() -> None:
    feed = feeds()["feeds/all.atom"]
    times = [entry.updated_parsed for entry in feed.entries]
    assert times == sorted(times, reverse=True)
    assert feed.feed.updated == feed.entries[0].updated == "2026-05-20T00:00:00+08:00"


def test_chinese_stands_as_it_is() -> None:
    entry = feeds()["feeds/a.atom"].entries[0]
    assert entry.title == "印发：关于支持工业企业的若干意见"
    assert (entry.author, entry.tags[0].label) == ("某市经济和信息化局", "征求意见")


def test_ids_are_tags_and_none_stands_twice() -> None:
    ids = [entry.id for entry in feeds(BASE)["feeds/all.atom"].entries]
    assert "tag:www.example.gov.cn,2026:/yjzj/a/w1/opens" in ids
    assert len(set(ids)) == len(ids) == 8


def test_ids_outlast_new_words_dates_and_events() -> None:
    old = {entry.id for entry in feeds()["feeds/a.atom"].entries}
    later = consultation(
        title="新标题", versions=(*consultation().versions, version("v3", "定稿", NOW.date()))
    )
    new = {entry.id for entry in feeds("", catalogue(later))["feeds/a.atom"].entries}
    assert old < new


@pytest.mark.parametrize(
    ("site", "base_url", "authority"),
    [
        (SITE.model_copy(update={"domain": "yj.some.gov.cn"}), BASE, "yj.some.gov.cn"),
        (SITE, BASE, "www.example.gov.cn"),
        (
            SITE,
            "http://[::1]:8000/",
            "site-" + hashlib.sha256(b"4203000001").hexdigest()[:12] + ".invalid",
        ),
    ],
)
def test_the_site_is_named_by_its_domain(site: Any, base_url: str, authority: str) -> None:
    feed = feeds(base_url, site=site)["feeds/all.atom"]
    assert feed.feed.id.startswith(f"tag:{authority},2026:/")


def test_two_sites_without_a_domain_have_ids_of_their_own() -> None:
    other = SITE.model_copy(update={"site_code": "4203000002"})
    assert feeds()["feeds/a.atom"].feed.id != feeds("", site=other)["feeds/a.atom"].feed.id


@pytest.mark.parametrize("base_url", ["", BASE])
def test_links_lead_to_the_pages_from_wherever_the_feed_is(base_url: str) -> None:
    for path, feed in feeds(base_url).items():
        outcome = next(entry for entry in feed.entries if "反馈" in entry.title)
        assert urljoin(BASE + path, outcome.link) == f"{BASE}a/results/"
        self_link = next(link for link in feed.feed.links if link.rel == "self")
        assert urljoin(BASE + path, self_link.href) == BASE + path


def test_a_plain_document_has_no_feed_of_its_own() -> None:
    assert not has_feed(document())
    assert has_feed(document(versions=(*document().versions, version("v2", "", NOW.date()))))
    assert policy_feed(document()) == "feeds/d.atom"


def test_the_feed_of_everything_holds_the_fifty_newest() -> None:
    many = [
        document(id=f"d{day}", issued_on=at(f"2026-01-{day:02}T08:00:00")) for day in range(1, 31)
    ]
    twice = many + [replace(policy, id=f"{policy.id}-b") for policy in many]
    entries = feeds("", catalogue(*twice))["feeds/all.atom"].entries
    assert len(entries) == 50
    assert entries[-1].updated == "2026-01-06T08:00:00+08:00"


def test_an_empty_site_has_a_feed_that_never_changed() -> None:
    feed = feeds("", catalogue())["feeds/all.atom"]
    assert (feed.bozo, feed.entries, feed.feed.updated[:4]) == (False, [], "1970")


def test_the_time_of_the_build_is_not_in_it() -> None:
    later = catalogue(*THE_SITE.policies, now=at("2026-07-01T00:00:00"))
    assert dict(feed_files(later, SITE, BASE)) == dict(feed_files(THE_SITE, SITE, BASE))


def test_a_change_names_both_periods_and_the_reason() -> None:
    told = {event.key: summary_of(event) for event in events_of(consultation())}
    assert told["w1/change-1"] == (
        "征集时间由2026年3月2日至2026年4月1日24时调整为2026年3月2日至2026年4月10日24时。原因：假日"
    )
    assert told["outcome"] == "3条意见，采纳或部分采纳2条。"
    assert told["v2/issued"] == "某市经济和信息化局于2026年5月20日印发，文号某经信〔2026〕8号。"


def test_titles_say_what_happened() -> None:
    titles = [title_of(event).partition("：")[0] for event in events_of(consultation())]
    assert titles == [
        "公布征求意见稿", "开始征求意见", "征集时间调整", "征求意见截止",
        "公布送审稿", "采纳情况反馈", "印发",
    ]  # fmt: skip
    assert [title_of(event) for event in events_of(document())] == ["办法"]
