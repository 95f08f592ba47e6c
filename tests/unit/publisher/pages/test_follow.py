"""怎样订阅: the feeds and calendars of the site, and of each policy that has news."""

from pathlib import Path
from urllib.parse import urljoin

from tests.readers.html_tree import page
from tests.unit.publisher.feeds.conftest import BASE
from tests.worlds.sites import build, write

SOURCES = {
    "open/policy.yml": "title: 甲市停车办法\nkind: consultation\nissuer: 甲市城管局\n"
    "windows: [{id: w1, version: v1, opens: 2024-07-12, closes: 2024-07-18}]\n",
    "open/v1.md": "一、停车\n",
    "plain/policy.yml": "title: 乙\n",
    "plain/v1.md": "一、乙\n",
}


def links(site: Path, path: str, base_url: str) -> list[str]:
    """Return where the main part of a page leads, below the site."""
    root = page(site / path / "index.html").one(css="yl-follow")
    found = [each.attributes["href"].replace("webcal:", "https:") for each in root.all("a")]
    return [urljoin(f"{base_url}{path}/", each).removeprefix(base_url) for each in found]


def test_following_a_policy_and_the_site_leads_to_what_there_is(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(write(tmp_path / "policies", SOURCES), site, base_url=BASE)
    own = ["", "open/", "feeds/open.ics", "feeds/open.ics", "feeds/open.atom", "follow/"]
    assert links(site, "open/follow", BASE) == own
    english = links(site, "en/open/follow", BASE)
    assert english == ["en/", "en/open/", *own[2:5], "en/follow/"]
    issuer = next(site.glob("feeds/issuer/*.atom")).relative_to(site)
    everything = ["feeds/windows.ics", "feeds/windows.ics", "feeds/all.atom", str(issuer)]
    assert links(site, "follow", BASE) == ["", *everything]
    for address in own[2:5] + everything:
        assert (site / address).is_file()
    shown = page(site / "open/follow/index.html").one(css="yl-follow").text()
    assert f"{BASE}feeds/open.ics" in shown
    assert not (site / "plain/follow").exists()
    head = page(site / "en/open/index.html").one("head")
    (feed,) = [e.attributes["href"] for e in head.all("link") if e.attributes.get("type")]
    assert feed == "../../feeds/open.atom"


def test_where_the_address_is_not_known_nothing_is_subscribed(tmp_path: Path) -> None:
    build(write(tmp_path / "policies", SOURCES), tmp_path / "site")
    shown = page(tmp_path / "site/open/follow/index.html").one(css="yl-follow").text()
    assert "下载日历文件" in shown
    assert "点“订阅日历”" not in shown
