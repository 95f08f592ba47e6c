"""What stops an outcome from being published, and what is only told."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from comments_service.domain.outcome.obstacles import NAMED, Obstacle, ObstacleKind, watched
from comments_service.domain.outcome.outcome import AnsweredComment, public_text
from comments_service.domain.register.row import RegisterRow

ROW = RegisterRow(
    comment="c", number="1-1", changed=1, wid="v1.part_1", citation="第一部分", clause_text="",
    body="门槛偏高。", proposed_text="", comment_reason="", stance="suggest", who="林*芸",
    kind="person", channel="web", posted_on=None, received_on=date(2018, 7, 15), late=False,
    state="answered", disposition="not_adopted", released=True, reason="有上位法。", summary="",
    to_wid=None, to_citation="", later="", withheld="",
)  # fmt: skip


def comment(number: int = 1, **changes: Any) -> AnsweredComment:
    """Return a comment that is answered, of a participant of its own."""
    row = replace(ROW, comment=f"c{number}", number=f"{number}-1", **changes)
    return AnsweredComment(row, number, "w1")


def obstacles(comments: Iterable[AnsweredComment], names: Collection[str]) -> list[Obstacle]:
    found: list[Obstacle] = []
    told = list(comments)
    assert list(watched(told, names, found)) == told
    return found


def found(*comments: AnsweredComment, names: tuple[str, ...] = ()) -> list[str]:
    return [said(each) for each in obstacles(comments, names)]


def said(obstacle: Obstacle) -> str:
    return f"{','.join(obstacle.numbers)}: {obstacle.text % dict(obstacle.values)}"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"disposition": None, "released": False}, ["1-1: 还没有采纳情况"]),
        ({"released": False}, ["1-1: 采纳情况已拟办，尚未审核发布"]),
        ({"reason": " "}, ["1-1: 除“采纳”外，须写明理由"]),
        ({"disposition": None, "released": False, "state": "withdrawn"}, []),
        (
            {"disposition": "adopted", "reason": ""},
            ["1-1: 已采纳，未写体现在哪一条款；最迟在印发时写明"],
        ),
        ({"disposition": "adopted", "reason": "", "to_wid": "v1.part_1"}, []),
    ],
)
def test_each_comment_has_its_answer_and_reason(
    changes: dict[str, Any], expected: list[str]
) -> None:
    assert found(comment(**changes)) == expected


def test_what_is_pending_until_the_issue_is_told_and_stops_nothing() -> None:
    (pending,) = obstacles([comment(disposition="adopted", reason="")], ())
    assert (pending.kind, pending.stops) == (ObstacleKind.PENDING, False)


ALIKE: list[dict[str, Any]] = [{"body": f"路内停车15分钟免费太短{'！' * n}"} for n in range(5)]
SAME_WORDING: list[dict[str, Any]] = [
    {"body": f"意见{n}" * 3, "proposed_text": "改为30分钟。"} for n in range(5)
]
AGAINST: list[dict[str, Any]] = [
    {"body": chr(0x4E00 + 40 * n) * 6, "stance": "oppose"} for n in range(5)
]
OPEN: dict[str, Any] = {"disposition": None, "released": False}


@pytest.mark.parametrize("asked", [ALIKE, SAME_WORDING, AGAINST])
def test_what_five_people_ask_needs_an_answer(asked: list[dict[str, Any]]) -> None:
    comments = [comment(number, **each) for number, each in enumerate(asked)]
    assert found(*comments) == []
    comments[4] = comment(4, **{**asked[4], **OPEN})
    assert found(*comments) == [
        "4-1: 还没有采纳情况",
        "0-1,1-1,2-1,3-1,4-1: 5人所提的集中意见还没有公开的答复：第一部分",
    ]
    assert found(*comments[1:]) == ["4-1: 还没有采纳情况"]


def test_of_many_with_the_same_in_their_way_the_first_are_named_and_all_are_counted() -> None:
    many = [comment(n, body=chr(0x4E00 + 40 * n) * 6, **OPEN) for n in range(NAMED + 5)]
    (undecided,) = obstacles(many, ())
    assert undecided.numbers == tuple(f"{n}-1" for n in range(NAMED))
    assert (undecided.comment, undecided.count) == ("c0", NAMED + 5)


def test_two_opinions_on_one_clause_need_an_answer_each() -> None:
    says = "停车收费标准应当再降低一些", "请增加夜间公交车的班次和线路"
    both = [comment(n, body=says[n // 5], **OPEN) for n in range(10)]
    _, *concentrated = obstacles(both, ())
    assert [(each.comment, each.count) for each in concentrated] == [("c0", 5), ("c5", 5)]


def test_an_answer_that_nobody_may_read_is_none() -> None:
    withheld = [
        comment(number, **each, withheld="commercial_secret") for number, each in enumerate(ALIKE)
    ]
    assert [each.kind for each in obstacles(withheld, ())] == [ObstacleKind.CONCENTRATED]


def test_one_person_five_times_is_not_five_people() -> None:
    same = [replace(comment(n, **each, **OPEN), participant=1) for n, each in enumerate(ALIKE)]
    kinds = {each.kind for each in obstacles(same, ())}
    assert kinds == {ObstacleKind.UNDECIDED}


@pytest.mark.parametrize(
    ("changes", "sign"),
    [
        ({"summary": "请打13800001111。"}, "公开摘要里好像有电话号码"),
        ({"reason": "已电话0719-8652211告知。"}, "理由里好像有电话号码"),
        ({"reason": "身份证号420300199001011234不予公开。"}, "理由里好像有身份证号"),
        ({"summary": "发到lin@example.org。"}, "公开摘要里好像有电子邮箱"),
        ({"reason": "已与林晓芸当面说明。"}, "理由里好像有参与人姓名"),
    ],
)
def test_what_looks_like_a_person_in_the_words_of_the_office_stops_it(
    changes: dict[str, Any], sign: str
) -> None:
    (only,) = obstacles([comment(**changes)], {"林晓芸"})
    assert said(only) == f"1-1: {sign}，请改写后再公布"
    assert only.stops


def test_figures_and_words_of_every_day_are_no_signs() -> None:
    text = "2018年7月12日起，每平方米1380元，补贴13800000元，见国办发〔2019〕9号第12345条。"
    assert found(comment(reason=text, summary=text), names=("林",)) == []


def test_the_same_in_a_participants_own_words_is_told_and_stops_nothing() -> None:
    own = comment(body="我是林晓芸，电话13800001111。")
    assert [each.kind for each in obstacles([own], {"林晓芸"})] == [ObstacleKind.WORDS] * 2


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"proposed_text": "三十日"}, "门槛偏高。\n建议修改为：三十日"),
        ({"body": "", "proposed_text": "三十日"}, "建议修改为：三十日"),
        ({"summary": "门槛。"}, "门槛。"),
        ({"summary": "门槛。", "withheld": "privacy"}, ""),
    ],
)
def test_the_public_reads_the_summary_else_the_words(
    changes: dict[str, Any], expected: str
) -> None:
    assert public_text(replace(ROW, **changes)) == expected
