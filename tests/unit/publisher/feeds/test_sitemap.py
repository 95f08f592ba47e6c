from lxml.etree import fromstring

from publisher.feeds import feed_files, origin_of
from publisher.feeds.sitemap import sitemap_files
from tests.unit.publisher.feeds.conftest import BASE, SITE, catalogue, consultation, document

THE_SITE = catalogue(consultation(), document())
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
DAY = "{http://www.sitemaps.org/schemas/sitemap/0.9}lastmod"
LINK = "{http://www.w3.org/1999/xhtml}link"


def listed(base_url: str = BASE, lists: tuple[str, ...] = ()) -> dict[str, str | None]:
    files = dict(feed_files(THE_SITE, SITE, base_url, lists))
    urls = fromstring(files["sitemap.xml"])
    return {str(url.findtext(LOC)).removeprefix(BASE): url.findtext(DAY) for url in urls}


def test_every_page_is_there_in_each_of_its_languages() -> None:
    chinese = [path for path in listed() if not path.startswith("en/")]
    assert chinese == [
        "", "search/", "data/", "follow/",
        "a/", "a/v1/", "a/v2/", "a/changes/v1-v2/", "a/results/", "a/follow/",
        "d/", "d/v1/",
    ]  # fmt: skip
    english = sorted(listed().keys() - set(chinese))
    assert english == [
        "en/", "en/a/", "en/a/changes/v1-v2/", "en/a/follow/", "en/a/results/", "en/data/",
        "en/follow/", "en/search/",
    ]  # fmt: skip


def test_lists_are_named_by_who_writes_them() -> None:
    assert listed(lists=("list/",))["list/"] == "2026-05-20"


def test_the_day_of_change_is_that_of_the_data() -> None:
    days = listed()
    assert (days[""], days["a/"], days["a/v2/"]) == ("2026-05-20", "2026-05-20", "2026-04-30")
    assert (days["d/"], days["d/v1/"], days["search/"]) == ("2025-01-06", None, None)


def test_each_address_names_its_other_language() -> None:
    files = dict(feed_files(THE_SITE, SITE, BASE))
    for url in fromstring(files["sitemap.xml"]):
        links = {link.get("hreflang"): str(link.get("href")) for link in url.iter(LINK)}
        assert links.keys() in ({"zh-CN", "en", "x-default"}, set())
        assert not links or links["en"] == links["zh-CN"].replace(BASE, f"{BASE}en/")
        assert not links or url.findtext(LOC) in links.values()


def test_a_long_list_is_parted_under_an_index() -> None:
    files = dict(sitemap_files(THE_SITE, origin_of(SITE, BASE), at_most=10))
    assert list(files) == [
        "sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "robots.txt",
    ]  # fmt: skip
    index = [entry.findtext(LOC) for entry in fromstring(files["sitemap.xml"])]
    assert index == [f"{BASE}sitemap-{number}.xml" for number in (1, 2)]
    assert [len(fromstring(files[f"sitemap-{part}.xml"])) for part in (1, 2)] == [10, 10]


def test_robots_are_kept_from_forms_and_shown_the_sitemap() -> None:
    robots = dict(feed_files(THE_SITE, SITE, BASE))["robots.txt"].decode()
    assert "Disallow: /yjzj/forms/\n" in robots
    assert robots.endswith(f"\nSitemap: {BASE}sitemap.xml\n")


def test_without_a_base_url_there_is_neither() -> None:
    files = dict(feed_files(THE_SITE, SITE))
    assert {"sitemap.xml", "robots.txt"} & files.keys() == set()
