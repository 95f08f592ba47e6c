"""The first page of a city's site, as it stands without scripts."""

import re
from pathlib import Path

from tests.readers.html_tree import Element, page
from tests.worlds.city_texts import CONSULTATIONS, at
from tests.worlds.sites import build, write

_DRAFT = """title: 甲市{name}办法
kind: consultation
versions: [{{id: v1, label: 征求意见稿, published_on: 2018-05-01}}]
windows: [{{id: w1, version: v1, opens: 2018-05-01, closes: 2018-06-01}}]
"""


def section(group: str) -> Element:
    (found,) = [
        each for each in at("").all("section") if each.attributes.get("data-group") == group
    ]
    return found


def drafts(element: Element) -> list[str]:
    return [each.attributes["data-policy"] for each in element.all(css="yl-consulted")]


def test_the_consultation_that_closes_next_leads_and_the_others_stand_by_time() -> None:
    assert drafts(at("").one(css="yl-hero")) == ["water"]
    assert drafts(section("also")) == ["green"]
    assert drafts(section("closed")) == ["dev-zone", "logistics"]


def test_what_leads_gives_issuer_label_and_dates() -> None:
    words = re.sub(r"\s", "", at("").one(css="yl-hero").text())
    assert "征求意见稿十堰市住建委7月1日公布城市供水管理办法阅读并提意见" in words
    assert "2018年7月1日至2018年7月30日24时" in words


def test_results_say_what_became_of_the_comments_and_when() -> None:
    words = re.sub(r"\s", "", section("answered").text())
    assert "引进人才若干政策意见3条意见，采纳或部分采纳2条4月20日反馈看我们怎么改" in words


def test_the_stream_has_the_newest_texts_and_a_tab_from_three_of_a_kind_on() -> None:
    home = at("")
    assert len(home.one(css="yl-stream").all("li")) == 8
    assert "工业园区管理办法" in home.one(css="yl-stream").text()
    tabs = [each.text() for each in home.one(css="yl-stream-tabs").all("a")]
    assert tabs == ["全部", "政策文件"]


def test_the_english_page_has_the_same_consultations() -> None:
    assert {*drafts(at("en"))} <= set(CONSULTATIONS)
    assert at("en").one(css="yl-hero").one("h3").one("a").attributes["href"] == "../en/water/"


def test_the_head_says_until_when_the_order_holds_where_there_is_one() -> None:
    turns = {
        path: [
            each.attributes["content"]
            for each in at(path).all("meta")
            if each.attributes.get("name") == "yanlu-holds-until"
        ]
        for path in ("", "en/list/consultation", "list/document", "talent")
    }
    green_opens = ["2018-07-20T00:00:00+08:00"]
    assert [*turns.values()] == [green_opens, green_opens, [], []]


def made(folder: Path, files: dict[str, str]) -> Element:
    build(write(folder / "policies", files), folder / "site")
    return page(folder / "site" / "index.html").one(css="yl-hero")


def test_where_nothing_is_open_the_latest_result_leads_else_what_closed_after_it(
    tmp_path: Path,
) -> None:
    counts = '{"comments": 0, "adopted": 0, "partly_adopted": 0, "not_adopted": 0}'
    result = f'{{"policy": "one", "published_on": "2018-06-20", "counts": {counts}}}'
    files = {f"{name}/policy.yml": _DRAFT.format(name=name) for name in ("one", "two")}
    files |= {f"{name}/v1.md": "第一条　为了供水，制定本办法。\n" for name in ("one", "two")}
    files["one/results.json"] = result
    assert "未收到意见建议" in made(tmp_path / "a", files).text()
    files["two/policy.yml"] = files["two/policy.yml"].replace("2018-06-01", "2018-07-01")
    assert drafts(made(tmp_path / "b", files)) == ["two"]
    words = made(tmp_path / "c", {"c/policy.yml": "title: 甲", "c/v1.md": "一、甲\n"}).text()
    assert "目前没有正在征集意见的文件。" in words
