import struct
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from catalogue.model import Policy
from publisher.build.scripts import SCRIPTS
from publisher.pages.shell.meta import (
    Meta,
    article_meta,
    column_meta,
    policy_article,
)
from publisher.pages.shell.page_columns import column_of, columns_of, home_column
from publisher.problems import Problems
from publisher.sources import SiteFile, read_site_file
from tests.readers.html_tree import page
from tests.unit.publisher.feeds.conftest import (
    BASE,
    SITE,
    catalogue,
    consultation,
    document,
    translate,
)
from tests.worlds.sites import BELOW, below_a_path, build, write

OF_SITE = ["SiteName", "SiteDomain", "SiteIDCode"]


def names(metas: list[Meta]) -> list[str]:
    return [meta.key for meta in metas if meta.attribute == "name"]


def content(metas: list[Meta], key: str) -> str:
    return next(meta.content for meta in metas if meta.key == key)


def article(base_url: str = "", site: SiteFile = SITE) -> list[Meta]:
    policy = consultation()
    return article_meta(
        policy_article(policy, policy.versions[0], "a/v1/", translate), site, base_url
    )


@pytest.mark.parametrize("base_url", ["", BASE])
@pytest.mark.parametrize("site", [SITE, SiteFile()])
def test_every_page_carries_the_items_of_the_site(base_url: str, site: SiteFile) -> None:
    column = column_meta(home_column(site, translate), "", site, base_url)
    assert names(column)[:3] == names(article(base_url, site))[:3] == OF_SITE


def test_a_page_that_lists_carries_the_items_of_its_column() -> None:
    metas = column_meta(column_of("news", SITE, translate), "list/news/", SITE)
    assert names(metas)[3:7] == ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]
    assert [content(metas, key) for key in ("ColumnName", "ColumnType")] == ["工作动态", "工作动态"]
    assert content(metas, "description") == "与政策有关的工作动态。"


def test_a_page_that_is_read_carries_the_items_of_its_content() -> None:
    metas = article(BASE)
    assert names(metas)[3:] == [
        "ArticleTitle", "PubDate", "ContentSource", "Keywords", "Description", "Image",
        "Url",
    ]  # fmt: skip
    assert content(metas, "PubDate") == "2026-03-02 00:00"
    assert content(metas, "ContentSource") == "某市经济和信息化局"
    assert content(metas, "Keywords") == "征求意见,某市经济和信息化局"
    assert content(metas, "Url") == f"{BASE}a/v1/"


def test_the_description_says_what_it_is_and_until_when() -> None:
    assert content(article(), "Description") == (
        "关于支持工业企业的若干意见公开征求意见，征集时间2026年3月2日至2026年4月10日24时。"
        "发布机构：某市经济和信息化局。文号：某经信〔2026〕8号。"
    )
    policy = document(validity="有效")
    plain = article_meta(policy_article(policy, policy.latest, "d/", translate), SITE)
    assert content(plain, "Description") == "政策文件：办法。有效性：有效。"
    assert content(plain, "PubDate") == "2025-01-06 08:30"


def test_a_shared_link_has_the_title_first_then_how_the_text_stands() -> None:
    policy = consultation(summary="设立专项资金，奖补技术改造")

    def shared(policy: Policy, at: int) -> str:
        version = policy.versions[at]
        return content(
            article_meta(policy_article(policy, version, "a/", translate), SITE), "og:title"
        )

    open_one = replace(policy, versions=policy.versions[:1], outcome=None)
    assert shared(open_one, -1) == f"{policy.title} · 征求意见至2026年4月10日24时"
    assert shared(replace(open_one, outcome=policy.outcome), -1) == f"{policy.title} · 已反馈"
    assert shared(policy, -1) == f"{policy.title} · 已印发"
    assert shared(policy, 0) == f"{policy.title} · 征求意见稿"
    assert shared(document(), 0) == "办法"
    metas = article_meta(policy_article(policy, policy.latest, "a/", translate), SITE)
    assert content(metas, "og:description").startswith("设立专项资金，奖补技术改造。发布机构：")


@pytest.mark.parametrize("way", ["", "en/", "shiyan-industry-2018/", "en/follow/"])
def test_a_shared_link_has_a_picture_large_enough_for_messengers(way: str) -> None:
    found = page(below_a_path() / way / "index.html").all("meta")
    pictures = [
        m.attributes["content"] for m in found if m.attributes.get("property") == "og:image"
    ]
    (address,) = pictures
    picture = (below_a_path() / address.removeprefix(BELOW)).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert picture == (SCRIPTS / "share.png").read_bytes()


def test_a_site_with_a_name_of_its_own_is_not_shared_under_another(tmp_path: Path) -> None:
    sources = {"p/a/policy.yml": "title: 甲\n", "p/a/v1.md": "一、乙\n"}
    write(tmp_path, sources | {"site.yml": "name: 某市政策\n"})
    build(tmp_path / "p", tmp_path / "s", site_file=tmp_path / "site.yml", base_url=BASE)
    picture = (tmp_path / "s/assets/yanlu/share.png").read_bytes()
    assert picture == (SCRIPTS / "share-plain.png").read_bytes()
    assert picture != (SCRIPTS / "share.png").read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)


def test_a_city_may_have_a_picture_of_its_own() -> None:
    site = SITE.model_copy(update={"share_image": "https://city.test/a.png"})
    assert content(article(BASE, site), "og:image") == "https://city.test/a.png"
    assert "og:image" not in [meta.key for meta in article()]


def test_the_picture_may_be_a_file_next_to_the_site_s_own(tmp_path: Path) -> None:
    (tmp_path / "card.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    write(tmp_path, {"site.yml": "share_image: card.jpg\n"})
    site = read_site_file(tmp_path / "site.yml", Problems())
    assert content(article(BASE, site), "og:image") == f"{BASE.rstrip('/')}/assets/yanlu/share.jpg"
    assert "og:image" not in [meta.key for meta in article("", site)]


def test_an_item_that_is_asked_for_is_there_without_a_value() -> None:
    policy = document(issued_on=None)
    metas = article_meta(policy_article(policy, policy.latest, "d/", translate), SiteFile())
    empty = [meta.key for meta in metas if not meta.content]
    assert empty == ["SiteDomain", "SiteIDCode", "PubDate"]


def test_the_domain_is_what_the_site_says_or_where_it_is() -> None:
    said = SITE.model_copy(update={"domain": "yj.some.gov.cn"})
    assert content(article(BASE), "SiteDomain") == "www.example.gov.cn"
    assert content(article(BASE, said), "SiteDomain") == "yj.some.gov.cn"


def test_shared_links_have_a_title_and_an_address_where_it_is_known() -> None:
    metas = article(BASE)
    assert content(metas, "og:title") == "关于支持工业企业的若干意见 · 征求意见稿"
    assert (content(metas, "og:type"), content(metas, "og:url")) == ("article", f"{BASE}a/v1/")
    assert "og:url" not in [meta.key for meta in article()]


def test_no_page_describes_itself_twice() -> None:
    search = column_meta(column_of("search", SITE, translate), "search/", SITE, BASE)
    for metas in (article(BASE), search):
        keys = [meta.key.lower() for meta in metas]
        assert len(set(keys)) == len(keys)
        assert "description" in keys


def test_a_column_is_what_the_site_calls_it() -> None:
    site = SiteFile(columns={"news": {"name": "工信动态", "keywords": ["动态", "工信"]}})
    column = column_of("news", site, translate)
    assert (column.name, column.keywords, column.type) == ("工信动态", ("动态", "工信"), "工作动态")


def test_columns_shown_are_those_with_texts_or_undertaken() -> None:
    site = SiteFile(columns={"reply": {}})
    shown = columns_of(site, catalogue(document(), consultation()), translate)
    assert [column.kind for column in shown] == ["consultation", "document", "reply"]


def test_another_page_of_a_policy_has_a_title_of_its_own() -> None:
    policy = replace(consultation(), written_on=date(2026, 1, 1))
    other = policy_article(policy, policy.latest, "a/results/", translate, title="采纳情况反馈")
    assert (other.title, other.path) == ("采纳情况反馈", "a/results/")
    assert column_of("data", SITE, translate).name == "开放数据"
