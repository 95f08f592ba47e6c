"""The timeline of a policy, from its data alone."""

from dataclasses import replace
from datetime import date

from catalogue.model import Policy, Version
from catalogue.results import Outcome, ResultCounts
from catalogue.window import Window, WindowChange, day_end, day_start, parse_instant
from interface.language import language
from publisher.compile.related import NamingText
from publisher.pages.policy.timeline import Timeline, TimelineItem

WINDOW = Window("w1", "v1", day_start(date(2018, 7, 12)), day_end(date(2018, 7, 18)))
DRAFT = Version("v1", "送审稿", date(2018, 7, 12), "a/v1/clauses.json", "sha256:1")
POLICY = Policy("a", "甲意见", "consultation", versions=(DRAFT,), windows=(WINDOW,))
OUTCOME = Outcome("a", date(2018, 8, 1), ResultCounts(3, 2, 0, 1))


def events(policy: Policy, *naming: NamingText, tag: str = "zh-CN") -> list[TimelineItem]:
    return Timeline(policy, naming, language(tag).translate, 30).items()


def told(policy: Policy, *naming: NamingText, tag: str = "zh-CN") -> list[tuple[str, str]]:
    return [(event.when, event.name) for event in events(policy, *naming, tag=tag)]


def test_an_open_consultation_ends_with_the_day_by_which_an_outcome_is_due() -> None:
    assert told(POLICY) == [
        ("2018年7月12日", "公布送审稿"),
        ("2018年7月12日", "开始征求意见"),
        ("2018年7月18日24时", "征求意见截止"),
        ("2018年8月17日前", "预计反馈采纳情况"),
    ]


def test_what_happens_on_one_day_stands_together() -> None:
    days = Timeline(POLICY, (), language("zh-CN").translate, 30).days()
    assert [len(day["events"]) for day in days] == [2, 1, 1]
    assert days[1]["at"] == "2018-07-19T00:00:00+08:00"


def test_a_published_outcome_takes_the_place_of_the_expected_one() -> None:
    last = events(replace(POLICY, outcome=OUTCOME))[-1]
    assert (last.kind, last.when, last.detail) == (
        "answered",
        "2018年8月1日",
        "3条意见，采纳或部分采纳2条",
    )


def test_a_round_after_the_outcome_is_owed_one_again() -> None:
    again = Window("w2", "v1", day_start(date(2018, 9, 1)), day_end(date(2018, 9, 30)))
    policy = replace(POLICY, outcome=OUTCOME, windows=(WINDOW, again))
    assert told(policy)[-1] == ("2018年10月30日前", "预计反馈采纳情况")


def test_an_issued_text_owes_nothing_and_names_its_number() -> None:
    issued = replace(DRAFT, id="v2", label="印发稿", issued_on=date(2018, 9, 3))
    policy = replace(POLICY, doc_no="十政发〔2018〕9号", versions=(DRAFT, issued))
    last = events(policy)[-1]
    assert (last.when, last.name) == ("2018年9月3日", "印发")
    assert last.detail == "文号：十政发〔2018〕9号"


def test_each_change_of_a_window_is_told_from_what_was_announced_to_what_came_next() -> None:
    first = WindowChange(
        parse_instant("2018-07-14T09:00:00+08:00"),
        day_start(date(2018, 7, 12)),
        day_end(date(2018, 7, 16)),
        "来信较多",
    )
    second = replace(first, at=parse_instant("2018-07-15T09:00:00+08:00"), reason="")
    second = replace(second, closes_at=day_end(date(2018, 7, 17)))
    policy = replace(POLICY, windows=(replace(WINDOW, history=(first, second)),))
    changes = [event for event in events(policy) if event.kind == "changed"]
    assert [event.when for event in changes] == ["2018年7月14日", "2018年7月15日"]
    assert changes[0].detail == (
        "由2018年7月12日至2018年7月16日24时调整为2018年7月12日至2018年7月17日24时。理由：来信较多"
    )
    assert changes[1].detail.endswith("调整为2018年7月12日至2018年7月18日24时。")


def test_a_text_that_explains_the_policy_is_part_of_it() -> None:
    reading = NamingText("interprets", "b", "读懂甲", day="2018-09-10")
    last = events(POLICY, reading)[-1]
    assert (last.when, last.title, last.path) == ("2018年9月10日", "读懂甲", "b/")


def test_a_document_without_dates_has_no_timeline() -> None:
    undated = replace(DRAFT, published_on=None)
    assert events(Policy("a", "甲", "document", versions=(undated,))) == []


def test_the_timeline_is_in_english_too() -> None:
    assert told(POLICY, tag="en")[-2:] == [
        ("the end of 18 July 2018", "Consultation closes"),
        ("by 17 August 2018", "Outcome expected"),
    ]
