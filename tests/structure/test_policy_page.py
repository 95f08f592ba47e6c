"""What a policy's page holds before any script has run."""

from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.readers.html_tree import Element, page
from tests.readers.over_all import every
from tests.worlds.policy_stages import lives_site
from tests.worlds.sites import samples, the_site

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@cache
def policy_pages() -> list[Path]:
    forms = ("*/index.html", "en/*/index.html", "*/v*/index.html")
    sites = (lives_site(), the_site(), samples()[0])
    found = {path for site in sites for form in forms for path in site.glob(form)}
    return sorted((path for path in found if page(path).all(css="yl-policy")), key=below_site)


def present_pages() -> list[Path]:
    return [path for path in policy_pages() if path.parent.name not in ("v1", "v2")]


def below_site(path: Path) -> str:
    return str(path).rpartition("/site/")[2]


every_page = every(policy_pages)


def shown(policy: str, way: str = "") -> Element:
    return page(lives_site() / way / policy / "index.html")


def words(element: Element) -> str:
    return " ".join(element.text().split())


def test_there_are_policy_pages_of_each_site() -> None:
    assert len(policy_pages()) > 40
    assert len(present_pages()) > 20


@every_page
def test_headings_are_short_and_skip_no_level(path: Path) -> None:
    found = [element for element in page(path).walk() if element.tag in HEADINGS]
    levels = [int(element.tag[1]) for element in found]
    assert levels[0] == 1
    assert [b for a, b in pairwise(levels) if b > a + 1] == []
    assert [words(each) for each in found if len(words(each)) > 60] == []
    assert [each for each in found if not words(each)] == []


@every(present_pages)
def test_no_two_links_or_buttons_share_a_name_and_lead_elsewhere(path: Path) -> None:
    body = page(path).one(css="yl-page")
    named: dict[str, set[str]] = {}
    for link in body.all("a"):
        name = link.attributes.get("aria-label") or words(link)
        named.setdefault(name, set()).add(
            urljoin(f"/{below_site(path.parent)}/", link.attributes["href"])
        )
    assert {name: hrefs for name, hrefs in named.items() if len(hrefs) > 1} == {}


@every_page
def test_sections_and_navigations_are_named_once(path: Path) -> None:
    root = page(path)
    ids = {e.attributes["id"]: words(e) for e in root.walk() if "id" in e.attributes}
    names = [
        each.attributes.get("aria-label") or ids[each.attributes["aria-labelledby"]]
        for tag in ("section", "nav", "article")
        for each in root.all(tag)
    ]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_only_the_title_that_a_clause_begins_with_is_its_heading() -> None:
    clause = next(
        each for each in shown("parking").all(css="yl-sec")
        if each.attributes["id"] == "part_1__sec_1"
    )  # fmt: skip
    assert clause.one("h3").text() == "（一）适用范围。"
    assert clause.one(css="yl-words").text() == "本办法适用于城区公共停车场。"


def test_the_life_stands_as_an_ordered_list_of_days() -> None:
    days = [words(each) for each in shown("parking").one(css="yl-life").one("ol").all("li")]
    assert days == [
        "2018年6月1日 公布征求意见稿 开始征求意见",
        "2018年6月10日24时 征求意见截止",
        "2018年7月12日 公布第二次征求意见稿 开始征求意见",
        "2018年7月13日 调整征集时间由2018年7月12日至2018年7月16日24时调整为"  # noqa: ISC004 - long
        "2018年7月12日至2018年7月18日24时。理由：来信较多 解读：读懂停车管理办法",
        "2018年7月18日24时 征求意见截止",
        "2018年8月17日前 预计反馈采纳情况",
    ]


def test_the_history_of_a_window_is_public() -> None:
    told = words(shown("parking").one(css="yl-window-history"))
    assert told == (
        "征集时间曾经调整（1次） 2018年7月13日前公布的征集时间："
        "2018年7月12日至2018年7月16日24时。调整理由：来信较多"
    )


def test_a_shorter_period_says_why() -> None:
    assert "期限缩短的理由：汛期将至" in words(shown("parking/v1"))


def test_a_text_that_explains_is_named_with_its_clauses_and_at_each_of_them() -> None:
    root = shown("parking")
    assert "本文件的解读：读懂停车管理办法，涉及第二部分、第一部分（一）" in words(
        root.one(css="yl-around")
    )
    told = root.all(css="yl-explains")
    assert [link.attributes["aria-label"] for link in told] == [
        "第一部分（一） 解读：读懂停车管理办法",
        "第二部分 解读：读懂停车管理办法",
    ]


def test_a_text_that_explains_names_the_policy() -> None:
    assert "解读：停车管理办法（第二部分、第一部分（一））" in words(
        shown("reading").one(css="yl-around")
    )


def test_a_changed_clause_leads_to_the_comparison() -> None:
    (link,) = shown("parking").all(css="yl-changed")
    href = link.attributes["href"]
    assert link.attributes["aria-label"] == "第二部分第1自然段 修改对照：第二次征求意见稿"
    assert href == "../parking/changes/v1-v2/#part_2__para_1"
    changes = page(lives_site() / "parking/changes/v1-v2/index.html")
    ids = [each.attributes.get("id") for each in changes.walk()]
    assert "part_2__para_1" in ids


@pytest.mark.parametrize(("policy", "word"), [("repealed", "废止"), ("valid", "有效")])
def test_validity_is_marked_on_the_text_of_every_version(policy: str, word: str) -> None:
    for path in (policy, f"{policy}/v1"):
        assert words(shown(path).one(css="yl-validity")).startswith(word)


def test_a_repealed_text_says_so_below_its_title_too() -> None:
    assert words(shown("repealed").one(css="yl-doc-mark")) == "（废止）"


def test_a_policy_without_validity_has_no_mark() -> None:
    assert shown("parking").all(css="yl-validity") == []


def test_an_issued_policy_says_so_without_a_script() -> None:
    assert words(shown("issued").one(css="yl-state-line")) == "已印发"


def test_the_address_is_there_as_a_qr_code_where_it_is_known() -> None:
    (image,) = shown("parking").one(css="yl-qr").all("img")
    assert image.attributes["src"] == "../parking/qr.svg"
    assert image.attributes["alt"]
    assert (lives_site() / "parking/qr.svg").read_bytes().startswith(b"<svg")
    assert page(the_site() / "shiyan-industry-2018/index.html").all(css="yl-qr") == []


def test_the_english_page_marks_what_is_chinese() -> None:
    root = shown("parking", "en")
    assert root.one("h1").attributes["lang"] == "zh-CN"
    assert root.one("article").attributes["lang"] == "zh-CN"
    assert "Open from 12 July 2018 to the end of 18 July 2018 (7 days)" in words(
        root.one(css="yl-windows")
    )


def test_the_forms_of_the_english_page_are_english() -> None:
    hrefs = [a.attributes["href"] for a in shown("parking", "en").all("a")]
    forms = [href for href in hrefs if "forms/" in href]
    assert forms
    assert [href for href in forms if "lang=en" not in href] == []


def test_text_and_contents_stand_side_by_side_alone() -> None:
    body = page(samples()[0] / "sample-parking/index.html").one(css="yl-body")
    assert [each.tag for each in body.children if isinstance(each, Element)] == ["nav", "article"]
