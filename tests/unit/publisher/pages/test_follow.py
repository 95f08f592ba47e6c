"""怎样订阅: the feeds and calendars of the site, and of each policy that has news."""

from urllib.parse import urljoin

import pytest

from tests.readers.html_tree import page
from tests.worlds.sites import BELOW, below_a_path, the_site

POLICY = "shiyan-industry-2018"
FEEDS = [f"feeds/{POLICY}.ics", f"feeds/{POLICY}.ics", f"feeds/{POLICY}.atom"]


def links(path: str) -> list[str]:
    """Return where the main part of a page leads, below the site."""
    root = page(below_a_path() / path / "index.html").one(css="yl-follow")
    found = [each.attributes["href"].replace("webcal:", "https:") for each in root.all("a")]
    return [urljoin(f"{BELOW}{path}/", each).removeprefix(BELOW) for each in found]


@pytest.mark.parametrize("way", ["", "en/"])
def test_following_a_policy_leads_to_its_feed_and_its_calendar(way: str) -> None:
    own = links(f"{way}{POLICY}/follow")
    assert own == [way, f"{way}{POLICY}/", *FEEDS, f"{way}follow/"]
    root = page(below_a_path() / way / POLICY / "index.html")
    (feed,) = [e.attributes["href"] for e in root.all("link") if e.attributes.get("type")]
    assert urljoin(f"{BELOW}{way}{POLICY}/", feed) == BELOW + FEEDS[2]
    ways = {e.attributes["href"] for e in root.all("a") if "data-follow" in e.attributes}
    assert {urljoin(f"{BELOW}{way}{POLICY}/", each) for each in ways} == {
        f"{BELOW}{way}{POLICY}/follow/"
    }


def test_following_the_site_leads_to_the_feed_of_each_office() -> None:
    issuers = [
        str(p.relative_to(below_a_path())) for p in below_a_path().glob("feeds/issuer/*.atom")
    ]
    _, *found = links("follow")
    assert found[:3] == ["feeds/windows.ics", "feeds/windows.ics", "feeds/all.atom"]
    assert sorted(found[3:]) == sorted(issuers) != []
    assert all((below_a_path() / each).is_file() for each in found)


def test_the_address_to_subscribe_to_is_shown_where_it_is_known() -> None:
    known, unknown = (
        page(site / POLICY / "follow/index.html").one(css="yl-follow").text()
        for site in (below_a_path(), the_site())
    )
    assert BELOW + FEEDS[0] in known
    assert "点“订阅日历”" in known
    assert "点“订阅日历”" not in unknown


def test_a_text_of_which_no_news_is_to_come_is_not_followed() -> None:
    assert not (the_site() / "jiaozuo-enterprise-service-2009/follow").exists()
