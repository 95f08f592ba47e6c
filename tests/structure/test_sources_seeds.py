"""The five documents as published are the texts as received, listed repairs aside."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.readers.html_tree import Element, page
from tests.worlds.sites import ROOT, the_site

SEEDS = ROOT / "tests" / "data" / "seeds"
SHIYAN, SUQIAN = "shiyan-industry-2018", "suqian-five-hearts-2023"
POLICIES = sorted(path.parent.name for path in (ROOT / "policies").glob("*/repairs.yml"))
HEADER = ("索引号", "主题分类", "发文日期", "发布机构", "文号")
NONE_GIVEN = "（无）"

Repairs = dict[str, Any]


class NotListedRightly(Exception):  # noqa: N818 - it says what is wrong with the list
    """A repair that the text does not need, or not as often."""


def repairs_of(policy: str) -> Repairs:
    text = (ROOT / "policies" / policy / "repairs.yml").read_text("utf-8")
    loaded: Repairs = yaml.safe_load(text)
    return loaded


def seed_of(policy: str) -> str:
    return (SEEDS / str(repairs_of(policy)["source"])).read_text("utf-8")


def bare(text: str) -> str:
    """Drop white space and zero-width characters."""
    return re.sub(r"[\s\u200b\ufeff]+", "", text)


def repaired(text: str, repairs: list[dict[str, Any]]) -> str:
    """Apply the listed repairs; what is listed and does not occur so often is a fault."""
    for repair in repairs:
        text = {"pinyin": without_pinyin, "simplified": simplified}[repair["kind"]](text, repair)
    return text


def without_pinyin(text: str, repair: dict[str, Any]) -> str:
    total = 0
    for item in repair["removed"].split():
        reading, _, times = item.partition("×")
        if text.count(reading) != int(times):
            raise NotListedRightly(item)
        text, total = text.replace(reading, ""), total + int(times)
    if total != repair["count"]:
        raise NotListedRightly(repair["count"])
    return text


def simplified(text: str, repair: dict[str, Any]) -> str:
    pairs = [tuple(pair) for pair in repair["pairs"].split()]
    for traditional, _ in pairs:
        if traditional not in text:
            raise NotListedRightly(traditional)
    return text.translate({ord(one): other for one, other in pairs})


def policy_page(policy: str) -> Element:
    return page(the_site() / policy / "index.html")


def published(policy: str) -> str:
    """Return everything of the source that the page shows, in the order of the source."""
    root = policy_page(policy)
    text = root.one(css="yl-text").text(without="yl-tools")
    text = text.replace(root.one(css="yl-length").text(), "", 1)
    return bare(notice_and_header(root) + text)


def notice_and_header(root: Element) -> str:
    """Return the notice with the rows of the header after its title, as they were received."""
    notices = root.all(css="yl-notice")
    if not notices:
        return ""
    title = notices[0].one(css="yl-notice-title").text()
    rows = "".join(label + value.replace(NONE_GIVEN, "") for label, value in header(root))
    return title + rows + notices[0].text().replace(title, "", 1)


def header(root: Element) -> list[tuple[str, str]]:
    shown = dict(
        zip((dt.text() for dt in root.all("dt")), (dd.text() for dd in root.all("dd")), strict=True)
    )
    return [(label, shown[label]) for label in HEADER]


@pytest.mark.parametrize("policy", POLICIES)
def test_the_published_text_is_the_seed_character_by_character(policy: str) -> None:
    assert published(policy) == bare(repaired(seed_of(policy), repairs_of(policy)["repairs"]))


def test_every_seed_is_published_once() -> None:
    sources = [repairs_of(policy)["source"] for policy in POLICIES]
    assert sorted(sources) == sorted(path.name for path in SEEDS.iterdir())


def test_only_one_of_the_five_needed_repairs() -> None:
    assert [policy for policy in POLICIES if repairs_of(policy)["repairs"]] == [SUQIAN]


def test_the_header_of_the_shiyan_notice_is_shown_with_its_own_words() -> None:
    assert header(policy_page(SHIYAN)) == [
        ("索引号", "011081002/2020-16303"),
        ("主题分类", "政务公开"),
        ("发文日期", "2018年07月12日 08:30:00"),
        ("发布机构", "十堰市经济和信息化委员会"),
        ("文号", NONE_GIVEN),
    ]
    received = [line.strip() for line in seed_of(SHIYAN).split("\n")]
    start = received.index("索引号")
    assert received[start : start + 9] == [
        word for row in header(policy_page(SHIYAN)) for word in row if word != NONE_GIVEN
    ]


def test_the_ways_to_comment_are_those_of_the_notice() -> None:
    root = policy_page(SHIYAN)
    notice = root.one(css="yl-notice").text()
    for dd in root.one(css="yl-windows").all("dd"):
        assert dd.text() in notice


def test_the_notice_is_signed_and_dated() -> None:
    closing = policy_page(SHIYAN).one(css="yl-notice").one(css="yl-closing")
    assert closing.text() == "十堰市经济和信息化委员会2018年7月12日"


@pytest.mark.parametrize("policy", POLICIES)
def test_numbers_are_printed_as_in_the_source(policy: str) -> None:
    seed = bare(seed_of(policy))
    numbers = [bare(number.text()) for number in policy_page(policy).all(css="yl-number")]
    at = 0
    for number in numbers:
        at = seed.index(number, at) + len(number)


LISTED = repairs_of(SUQIAN)["repairs"]


@pytest.mark.parametrize("at", range(0, len(LISTED[0]["removed"].split()), 9))
def test_a_reading_that_is_not_listed_would_be_seen(at: int) -> None:
    items = LISTED[0]["removed"].split()
    _, _, times = items.pop(at).partition("×")
    fewer = {**LISTED[0], "removed": " ".join(items), "count": LISTED[0]["count"] - int(times)}
    assert bare(repaired(seed_of(SUQIAN), [fewer, LISTED[1]])) != published(SUQIAN)


@pytest.mark.parametrize("at", range(0, len(LISTED[1]["pairs"].split()), 19))
def test_a_pair_that_is_not_listed_would_be_seen(at: int) -> None:
    pairs = LISTED[1]["pairs"].split()
    del pairs[at]
    fewer = {**LISTED[1], "pairs": " ".join(pairs)}
    assert bare(repaired(seed_of(SUQIAN), [LISTED[0], fewer])) != published(SUQIAN)


@pytest.mark.parametrize(
    "wrong",
    [
        {**LISTED[0], "count": LISTED[0]["count"] + 1},
        {**LISTED[0], "removed": LISTED[0]["removed"].replace("×7", "×6", 1)},
        {**LISTED[0], "removed": LISTED[0]["removed"] + " (xyz)×1"},
        {**LISTED[1], "pairs": LISTED[1]["pairs"] + " 龜龟"},
    ],
)
def test_a_repair_that_is_counted_wrongly_is_seen(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotListedRightly):
        repaired(seed_of(SUQIAN), [wrong])


def test_no_reading_is_left_in_the_published_text() -> None:
    assert not re.search(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)", published(SUQIAN))


@pytest.mark.parametrize("policy", POLICIES)
def test_the_permanent_page_shows_the_same_text(policy: str) -> None:
    permanent = page(the_site() / policy / "v1" / "index.html")
    for css in ("yl-text", "yl-meta", "yl-windows"):
        shown = [each.text() for each in policy_page(policy).all(css=css)]
        assert [each.text() for each in permanent.all(css=css)] == shown


def test_the_sources_hold_no_more_than_the_site_shows() -> None:
    folder: Path = ROOT / "policies" / SHIYAN
    notice = bare((folder / "notice.md").read_text("utf-8").replace("# ", "", 1))
    assert bare(policy_page(SHIYAN).one(css="yl-notice").text()) == notice
