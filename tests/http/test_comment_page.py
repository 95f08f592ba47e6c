"""The page of one comment, as staff use it."""

import pytest
from flask import Flask

from comments_service.domain.accounts.roles import Role
from comments_service.services.intake.own_submission import revise, withdraw
from comments_service.services.intake.receipt_holder import ShownReceipt
from comments_service.services.intake.submit import submit
from comments_service.services.register.deciding import release
from comments_service.services.service import Service
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World
from tests.readers.desk_pages import (
    REGISTER,
    WORDS,
    comment_places,
    officers,
    seen,
    sent,
    state_of,
    ticks,
)
from tests.worlds.officers import Desk, signed_in


@pytest.fixture
def desk(app: Flask) -> Desk:
    return signed_in(app, "heli", Role.HANDLER)


def test_one_comment_shows_its_clause_its_words_and_its_history(
    app: Flask, world: World, desk: Desk
) -> None:
    sent(app, world, "门槛偏高。", "名额不够。")
    page = desk.get(comment_places(desk.get(REGISTER))[0])
    for words in (
        "设立专项资金5000万元。",
        "未变",
        "门槛偏高。",
        "林*芸",
        "公众",
        "名额不够。",
        "2-2",
    ):
        assert words in page.text, words
    assert "林晓芸" not in page.text


def test_what_its_sender_did_stands_in_its_history(
    world: World, desk: Desk, service: Service
) -> None:
    taken = submit(service, parse_submission(world.citizen()))
    shown = ShownReceipt(taken.receipt_no, taken.query_code)
    (place,) = comment_places(desk.get(REGISTER))
    revise(service, shown, taken.comments[0].id, {"stance": "oppose", "body": "门槛应当取消。"})
    page = desk.get(place).text
    assert "门槛应当取消。" in page
    assert "公众修改意见" in page
    withdraw(service, shown, taken.comments[0].id)
    page = desk.get(place).text
    assert "公众撤回意见" in page
    assert 'name="disposition"' not in page
    page = desk.get(f"{POLICY}/submissions/{taken.id}").text
    assert (page.count("本人已撤回"), "登记有误" in page) == (1, False)


def test_those_that_say_alike_stand_before_the_others_on_the_clause(
    app: Flask, world: World, desk: Desk
) -> None:
    sent(app, world, "门槛偏高，中小企业够不上。", "名额不够。", "门槛太高，中小企业够不上。")
    page = desk.get(comment_places(desk.get(REGISTER))[0]).text
    assert page.index("门槛太高") < page.index("名额不够")
    assert page.count("同类") == 1


def test_whoever_saves_over_a_change_sees_both_and_decides(
    app: Flask, world: World, desk: Desk, service: Service
) -> None:
    sent(app, world, "门槛偏高。")
    (place,) = comment_places(desk.get(REGISTER))
    old = seen(desk.get(place))
    other = signed_in(app, "zhoumin", Role.REVIEWER)
    other.post(place, {"disposition": "not_adopted", "reason": "另有规定。", "seen": old})
    page = desk.post(place, {**WORDS, "seen": old})
    assert page.status_code == 409
    for words in ("zhoumin", "另有规定。", "名额增至三家。", "未采纳"):
        assert words in page.text, words
    assert f"{WORDS['to_clause']}</dd>" in page.text
    assert state_of(service, place).disposition == "not_adopted"
    assert desk.post(place, {**WORDS, "seen": seen(page)}).status_code == 303
    assert state_of(service, place).disposition == "partly_adopted"
    history = desk.get(place).text
    assert "另有规定。" in history


def test_a_form_that_is_sent_twice_is_saved_once(
    app: Flask, world: World, desk: Desk, service: Service
) -> None:
    sent(app, world, "门槛偏高。")
    (place,) = comment_places(desk.get(REGISTER))
    form = {**WORDS, "seen": seen(desk.get(place))}
    assert desk.post(place, form).status_code == 303
    once = state_of(service, place)
    assert desk.post(place, form).status_code == 303
    assert state_of(service, place) == once


def test_saving_leads_to_the_next_of_the_list_and_from_the_last_to_the_register(
    app: Flask, world: World, desk: Desk
) -> None:
    sent(app, world, "门槛偏高。", "名额不够。")
    first, second = comment_places(desk.get(REGISTER))
    done = desk.post(
        f"{first}?stage=study", {**WORDS, "seen": seen(desk.get(first)), "then": "next"}
    )
    assert second in done.headers["Location"]
    assert "stage=study" in done.headers["Location"]
    stays = desk.post(second, {**WORDS, "seen": seen(desk.get(second)), "then": "stay"})
    assert second in stays.headers["Location"]
    last = desk.post(second, {**WORDS, "seen": seen(desk.get(second)), "then": "next"})
    assert last.headers["Location"].split("?")[0].endswith("/register")


def test_a_name_is_shown_for_a_reason_that_is_recorded(
    app: Flask, world: World, desk: Desk, service: Service
) -> None:
    submit(service, parse_submission({**world.citizen(), "guardian": "林国华"}))
    (place,) = comment_places(desk.get(REGISTER))
    refused = desk.post(f"{place}/name", {"why": " "})
    assert refused.status_code == 422
    assert "林晓芸" not in refused.text
    shown = desk.post(f"{place}/name", {"why": "电话核实意见"})
    assert "林晓芸" in shown.text
    assert "138 0728 1234" in shown.text
    assert "监护人：" in shown.text
    assert "林国华" in shown.text
    after = desk.get(place).text
    assert "林晓芸" not in after
    assert "林国华" not in after
    assert "查看真实姓名" in after
    assert "电话核实意见" in after
    supervisor = signed_in(app, "ducha", Role.SUPERVISOR)
    assert supervisor.post(f"{place}/name", {"why": "督查"}).status_code == 403


def test_who_may_only_see_gets_no_form(app: Flask, world: World, desk: Desk) -> None:
    sent(app, world, "门槛偏高。")
    (place,) = comment_places(desk.get(REGISTER))
    supervisor = signed_in(app, "ducha", Role.SUPERVISOR)
    assert ticks(supervisor.get(REGISTER)) == {}
    page = supervisor.get(place).text
    assert "data-decision" not in page
    assert "看真实姓名" not in page


def test_a_released_decision_is_corrected_by_a_proposal_that_another_releases(
    app: Flask, world: World, desk: Desk, service: Service
) -> None:
    sent(app, world, "门槛偏高。")
    (place,) = comment_places(desk.get(REGISTER))
    desk.post(place, {**WORDS, "seen": seen(desk.get(place))})
    state = state_of(service, place)
    zhoumin = signed_in(app, "zhoumin", Role.REVIEWER)
    reviewer = next(each for each in officers(service) if each.login == "zhoumin")
    release(service, reviewer.id, [(state.comment, state.proposal)])
    page = desk.get(place).text
    assert "审核通过的处理" in page
    assert "data-decision" not in page
    correcting = desk.get(f"{place}?correct=1")
    other = {"disposition": "not_adopted", "reason": "与上位法不符。"}
    assert desk.post(place, {**other, "seen": seen(correcting)}).status_code == 303
    page = zhoumin.get(place).text
    assert "名额增至三家。" in page
    assert "与上位法不符。" in page
    assert "拟更正为" in page
