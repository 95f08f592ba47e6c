from datetime import date

import pytest

from catalogue.model import Channel, Clause, Policy
from catalogue.window import Window, day_end, day_start, parse_instant
from publisher.pages.policy.clauses import ClauseRenderer
from publisher.wording import labels
from tests.readers.html_tree import parse

DAYS = Window("w1", "v1", day_start(date(2018, 7, 12)), day_end(date(2018, 7, 18)))
HOURS = Window(
    "w1",
    "v1",
    parse_instant("2018-07-12T08:30:00+08:00"),
    parse_instant("2018-07-18T17:00:00+08:00"),
)


def clause(eid: str, parent: str | None = None, heading: str = "", text: str = "") -> Clause:
    kind = eid.rpartition("__")[2].rpartition("_")[0]
    return Clause(eid, f"v1.{eid}", parent, kind, "一、", heading, text, "第一部分", "sha256:0", 1)


def test_the_days_are_counted_with_the_first_and_the_last() -> None:
    assert labels.days(DAYS) == labels.days(HOURS) == 7


def test_only_what_is_given_is_listed() -> None:
    policy = Policy("a", "甲", "document", index_no="007", validity="有效")
    assert labels.metadata(policy) == [("索引号", "007"), ("有效性", "有效")]


def test_an_empty_number_of_the_document_is_said_to_be_none() -> None:
    assert labels.metadata(Policy("a", "甲", "document", doc_no="")) == [("文号", "（无）")]


def test_a_postcode_is_a_row_of_its_own() -> None:
    policy = Policy("a", "甲", "document", channels=(Channel("letter", "柳林路15号", "442000"),))
    assert labels.channels(policy) == [("通信地址", "柳林路15号", ""), ("邮编", "442000", "")]


@pytest.mark.parametrize(
    ("kind", "to", "href"),
    [
        ("email", "a@example.org", "mailto:a@example.org"),
        ("email", "见网站首页", ""),
        ("phone", "0719-8111685（工作日）", "tel:07198111685"),
        ("phone", "(0719) 8111685、8111686", "tel:07198111685"),
        ("phone", "12345", "tel:12345"),
        ("phone", "（0719）8111685", "tel:07198111685"),
        ("phone", "０７１９ — ８１１１６８５", "tel:07198111685"),
        ("phone", "8:30-17:30，0719-8111685 13800000000", "tel:07198111685"),
        ("phone", "+86 138 0000 0000", "tel:+8613800000000"),
        ("phone", "见公告", ""),
        ("fax", "0719-8111685", ""),
        ("web", "https://example.org/a", "https://example.org/a"),
    ],
)
def test_a_device_can_write_and_call(kind: str, to: str, href: str) -> None:
    policy = Policy("a", "甲", "document", channels=(Channel(kind, to),))
    assert labels.channels(policy)[0][1:] == (to, href)


def test_clauses_nest_and_go_down_by_one_heading() -> None:
    tree = [clause("part_1", heading="总则"), clause("part_1__sec_1", "part_1", heading="目标")]
    root = parse(ClauseRenderer(tree).html())
    outer = root.one(css="yl-part")
    assert outer.one("h2").text() == "一、总则"
    assert outer.one(css="yl-sec").one("h3").text() == "一、目标"


def test_a_long_heading_is_no_heading_of_the_page() -> None:
    root = parse(ClauseRenderer([clause("part_1", heading="甲" * 60)]).html())
    assert root.all("h2") == []
    assert root.one("strong").text() == "一、" + "甲" * 60


def test_a_clause_without_heading_shows_its_number_and_text() -> None:
    root = parse(ClauseRenderer([clause("part_1", text="文。")]).html())
    assert root.one(css="yl-line").text(without="yl-tools") == "一、文。"


def test_a_comment_link_carries_the_name_for_good() -> None:
    renderer = ClauseRenderer([clause("part_1")], lambda one: f"forms/a?x=1&clause={one.wid}")
    root = parse(renderer.html())
    assert root.one(css="yl-say").attributes["href"] == "forms/a?x=1&clause=v1.part_1"


def test_what_is_written_is_escaped() -> None:
    root = parse(ClauseRenderer([clause("part_1", heading="<b>", text='a & "b"')]).html())
    assert root.one(css="yl-line").text(without="yl-tools") == '一、<b>a & "b"'
