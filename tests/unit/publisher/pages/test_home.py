"""The first page of a city's site, as it stands without scripts."""

import re

from tests.readers.html_tree import Element
from tests.worlds.city_texts import CONSULTATIONS, at


def card(name: str) -> Element:
    (found,) = [
        each for each in at("").all(css="yl-card") if each.attributes["data-policy"] == name
    ]
    return found


def section(heading: str) -> Element:
    (found,) = [
        each for each in at("").all("section") if heading in [h.text() for h in each.all("h2")]
    ]
    return found


def test_what_can_be_open_is_a_card_the_latest_close_first() -> None:
    names = [each.attributes["data-policy"] for each in at("").all(css="yl-card")]
    assert names == ["green", "water", "dev-zone", "logistics"]


def test_a_card_gives_issuer_label_and_dates() -> None:
    words = re.sub(r"\s", "", card("water").text())
    assert (
        words == "城市供水管理办法十堰市住建委征求意见稿征集时间：2018年7月1日至2018年7月30日24时"
    )


def test_what_is_answered_or_issued_stands_in_a_list_with_its_day() -> None:
    assert section("已反馈").one("time").text() == "2018-04-20"
    assert "3条意见，采纳或部分采纳2条" in section("已反馈").text()
    assert section("已印发").one("time").text() == "2018-06-01"


def test_of_every_other_kind_the_eight_newest_stand_there_with_the_way_to_all() -> None:
    assert len(section("政策文件").all("li")) == 8
    assert section("政策文件").all("a")[0].attributes["href"] == "list/document/"
    assert section("政策文件").all("a")[0].text() == "全部103件"


def test_the_english_page_has_the_same_cards() -> None:
    names = {each.attributes["data-policy"] for each in at("en").all(css="yl-card")}
    assert names <= set(CONSULTATIONS)
    assert at("en").all(css="yl-card")[0].one("a").attributes["href"] == "../en/green/"
