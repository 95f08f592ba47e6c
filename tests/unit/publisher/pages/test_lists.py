"""The lists of a city's site: pages of a hundred, filters, items in two languages."""

import json

import pytest

from publisher.pages.site.list_pages import near
from tests.readers.html_tree import Element
from tests.worlds.city_texts import CONSULTATIONS, DOCUMENTS, at, city_site


def items(path: str) -> list[Element]:
    return at(path).all("li", css="yl-item")


def item(path: str, words: str) -> Element:
    (found,) = [each for each in items(path) if words in each.text()]
    return found


def test_a_list_has_a_hundred_to_a_page_and_the_rest_on_the_next() -> None:
    assert [len(items(path)) for path in ("list/document", "list/document/2")] == [100, 3]
    assert at("list/document/2").one("ol", css="yl-items").attributes["start"] == "101"


def test_the_list_of_everything_has_everything_once() -> None:
    titles = [each.one("a").text() for path in ("list", "list/2") for each in items(path)]
    assert len(titles) == len(set(titles)) == DOCUMENTS + len(CONSULTATIONS)


def test_what_is_open_or_to_come_stands_first_then_the_newest() -> None:
    first, second, *others = items("list")
    assert [each.one("a").text() for each in (first, second)] == [
        "城市供水管理办法",
        "绿色制造实施方案",
    ]
    days = [each.one("time").attributes["datetime"] for each in others]
    assert days == sorted(days, reverse=True)


def test_the_filters_of_a_short_list_are_folded() -> None:
    folded = {
        way: "open" not in at(way).one(css="yl-list-filters").attributes
        for way in ("list/consultation", "list/document")
    }
    assert folded == {"list/consultation": True, "list/document": False}


def test_every_page_of_a_list_is_reached_from_the_others() -> None:
    pager = at("list/document").one("nav", css="yl-pager")
    assert [a.attributes["href"] for a in pager.all("a")] == ["../../list/document/2/"] * 2
    back = at("list/document/2").one("nav", css="yl-pager")
    assert {a.attributes["href"] for a in back.all("a")} == {"../../../list/document/"}


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_what_the_head_calls_outcomes_has_those_alone(prefix: str) -> None:
    (way,) = [
        a.attributes["href"]
        for a in at(f"{prefix}list").all("a")
        if a.text() in {"采纳结果", "Outcomes"}
    ]
    assert way == f"{'../' * (1 + bool(prefix))}{prefix}list/answered/"
    shown = items(f"{prefix}list/answered")
    assert [each.attributes["data-answered"] for each in shown] == ["2018-04-20"]


def test_a_pager_names_the_ends_and_what_is_near() -> None:
    assert near(1, 1) == [1]
    assert near(9, 18) == [1, 0, 7, 8, 9, 10, 11, 0, 18]
    assert near(2, 18) == [1, 2, 3, 4, 0, 18]


@pytest.mark.parametrize(("number", "mark"), [(1, "已修改"), (2, "已废止"), (3, "已失效")])
def test_a_text_that_was_changed_or_is_over_is_marked(number: int, mark: str) -> None:
    assert item("list", f"第{number}号").one(css="yl-mark").text() == mark


def test_a_text_in_force_is_not_marked() -> None:
    assert item("list", "第5号").all(css="yl-mark") == []


def test_what_hangs_on_the_hour_is_not_said_by_the_build() -> None:
    states = {name: state(title) for name, (title, *_) in CONSULTATIONS.items()}
    assert states == dict.fromkeys(CONSULTATIONS, "") | {"talent": "已反馈", "parks": "已印发"}


def state(title: str) -> str:
    return item("list/consultation", title).one(css="yl-item-state").text()


def test_scripts_find_the_windows_at_the_item() -> None:
    data = item("list/consultation", "城市供水").attributes
    assert data["data-windows"] == "2018-07-01T00:00:00+08:00/2018-07-31T00:00:00+08:00"


def test_a_list_offers_the_filters_that_can_narrow_it() -> None:
    assert names("list") == ["issuer", "subject", "year", "status", "validity"]
    assert names("list/document") == ["issuer", "year", "validity"]


def names(path: str) -> list[str]:
    return [field.attributes["name"] for field in at(path).all("select")]


def test_english_lists_speak_english_about_chinese_texts() -> None:
    found = item("en/list/consultation", "城市供水")
    assert found.one("a").attributes == {
        "class": "yl-item-title", "href": "../../../en/water/", "lang": "zh-CN",
    }  # fmt: skip
    assert "Open from 1 July 2018 to the end of 30 July 2018" in found.text()
    assert at("en/list/consultation").one("h1").text() == "Consultations"


def test_the_data_of_the_lists_has_every_text_in_the_order_of_the_list() -> None:
    data = json.loads((city_site() / "assets/lists.json").read_text("utf-8"))
    titles = [each.one("a").text() for path in ("list", "list/2") for each in items(path)]
    assert data["titles"] == titles
    place = str(data["ids"].index("parks"))
    assert data["issued"] == {place: "2018-06-01"}
    assert data["kind"]["names"][data["kind"]["of"][int(place)]] == "consultation"
