"""The register of one consultation and the page of one comment, as staff use them."""

import re
from typing import Any

import pytest
from flask import Flask

from comments_service.domain.roles import Role
from comments_service.domain.staff import Officer
from comments_service.services.decisions import release
from comments_service.services.service import Service
from comments_service.store import comment_states, staff
from tests.conftest import POLICY, World
from tests.desk_world import fill
from tests.officers import Desk, add_officer, signed_in

REGISTER = f"{POLICY}/register"
RAIL_LINK = re.compile(
    r'href="[^"?]*/register(\?[^"]*|)"[^>]*><span>[^<]*</span> '
    r'<span class="yl-rail-count">(\d+)<'
)
WORDS = {"disposition": "partly_adopted", "reason": "名额增至三家。", "to_clause": "第一部分(一)"}


@pytest.fixture
def app(world: World) -> Flask:
    return world.app()


@pytest.fixture
def service(app: Flask) -> Service:
    found: Service = app.extensions["yanlu"]
    return found


@pytest.fixture
def desk(app: Flask) -> Desk:
    return signed_in(app, "heli", Role.HANDLER)


def sent(app: Flask, world: World, *bodies: str, **changes: Any) -> None:
    comments = [
        {"clause": "v1.part_1__sec_1", "stance": "suggest", "body": body} for body in bodies
    ]
    done = app.test_client().post(
        "/api/v1/submissions", json=world.citizen(comments=comments, **changes)
    )
    assert done.status_code == 201, done.text


def numbers(page: Any) -> list[str]:
    return re.findall(r'class="yl-row-title" data-open [^>]*>([0-9-]+)<', page.text)


def total(page: Any) -> int:
    return int(re.findall(r'data-total="(\d+)"', page.text)[0])


def ticks(page: Any) -> dict[str, str]:
    return dict(re.findall(r'name="(pick\.\w+)" value="(\d+)"', page.text))


def comment_places(page: Any) -> list[str]:
    return [f"{POLICY}/comments/{each}" for each in re.findall(r'data-comment="(\w+)"', page.text)]


def seen(page: Any) -> str:
    return str(re.findall(r'name="seen" value="(\d+)"', page.text)[0])


def state_of(service: Service, place: str) -> Any:
    comment = place.rpartition("/")[2]
    with service.database.read() as connection:
        return comment_states.named(connection, [comment])[comment]


def officers(service: Service) -> list[Officer]:
    """Everybody with an account, two at least."""
    with service.database.read() as connection:
        found = [each.officer for each in staff.everyone(connection)]
    return found if len(found) > 1 else [*found, add_officer(service, "reviewer", Role.REVIEWER)]


def test_an_empty_register_says_what_can_be_done(desk: Desk) -> None:
    page = desk.get(REGISTER)
    assert page.status_code == 200
    assert "还没有收到意见" in page.text


def test_comments_stand_with_their_own_words_and_masked_names(
    app: Flask, world: World, desk: Desk
) -> None:
    sent(app, world, "门槛偏高。", "名额不够。")
    page = desk.get(REGISTER)
    assert numbers(page) == ["1-1", "1-2"]
    assert "名额不够。" in page.text
    assert "林*芸" in page.text
    assert "林晓芸" not in page.text


def test_words_a_number_and_a_receipt_find_comments(
    app: Flask, world: World, desk: Desk, service: Service
) -> None:
    sent(app, world, "门槛偏高。", "名额不够，100%_够。")
    sent(app, world, "贴息太少。", name="王建国", phone="13807281299")
    with service.database.read() as connection:
        row = connection.exec_driver_sql("SELECT receipt_no FROM submissions ORDER BY entry")
        receipt = row.first()[0]
    found = {
        q: numbers(desk.get(REGISTER, query_string={"q": q}))
        for q in (
            "名额",
            "2-1",
            " 1－2 ",
            receipt,
            receipt.replace("-", ""),
            "%_",
            "名额 不够",
            "铁路",
        )
    }
    assert found == {
        "名额": ["1-2"],
        "2-1": ["2-1"],
        " 1－2 ": ["1-2"],
        receipt: ["1-1", "1-2"],
        receipt.replace("-", ""): ["1-1", "1-2"],
        "%_": ["1-2"],
        "名额 不够": ["1-2"],
        "铁路": [],
    }


def test_every_filter_leaves_what_its_count_says(service: Service, desk: Desk) -> None:
    fill(service, POLICY, 120, officers(service))
    page = desk.get(REGISTER)
    rail = re.search(r'<nav class="yl-rail".*?</nav>', page.text, re.DOTALL)
    assert rail
    links = RAIL_LINK.findall(rail[0])
    assert len(links) > 15
    for query, count in links:
        shown = desk.get(REGISTER + query.replace("&amp;", "&"))
        assert total(shown) == int(count), query
        assert len(numbers(shown)) == min(int(count), 50), query


def test_combined_filters_are_counted_too(service: Service, desk: Desk) -> None:
    fill(service, POLICY, 120, officers(service))
    page = desk.get(REGISTER + "?stage=waiting&channel=web")
    links = RAIL_LINK.findall(page.text)
    for query, count in links:
        assert total(desk.get(REGISTER + query.replace("&amp;", "&"))) == int(count), query


@pytest.mark.parametrize("sort", ["clause", "received", "newest"])
def test_pages_by_key_hold_every_comment_once(service: Service, desk: Desk, sort: str) -> None:
    fill(service, POLICY, 120)
    page, found = desk.get(REGISTER + f"?sort={sort}"), []
    while True:
        found += numbers(page)
        onward = re.findall(r'href="[^"?]*/register(\?[^"]*)" rel="next"', page.text)
        if not onward:
            break
        page = desk.get(REGISTER + onward[0].replace("&amp;", "&"))
    assert "第101至120条，共120条" in page.text
    assert len(found) == len(set(found)) == 120
    received = sorted(found, key=lambda number: [int(part) for part in number.split("-")])
    assert sort == "clause" or found == (received[::-1] if sort == "newest" else received)
    back = re.findall(r'href="[^"?]*/register(\?[^"]*)" rel="prev"', page.text)[0]
    assert numbers(desk.get(REGISTER + back.replace("&amp;", "&"))) == found[50:100]


def test_what_no_filter_understands_narrows_nothing(app: Flask, world: World, desk: Desk) -> None:
    sent(app, world, "门槛偏高。")
    for query in ("stage=nowhere", "channel=pigeon", "sort=x", "after=a.b.c", "before=1", "n=x"):
        assert numbers(desk.get(f"{REGISTER}?{query}")) == ["1-1"], query
    assert numbers(desk.get(f"{REGISTER}?clause=no-such-clause")) == []


def test_several_are_decided_at_once_and_each_keeps_its_record(
    app: Flask, world: World, desk: Desk, service: Service
) -> None:
    sent(app, world, "门槛偏高。", "名额不够。", "贴息太少。")
    page = desk.get(REGISTER)
    picked = dict(list(ticks(page).items())[:2])
    done = desk.post(f"{REGISTER}?stage=study", {**picked, **WORDS})
    assert done.status_code == 303
    assert "stage=study" in done.headers["Location"]
    states = [state_of(service, each) for each in comment_places(page)]
    assert [each.disposition for each in states] == ["partly_adopted", "partly_adopted", None]
    assert len({each.proposal for each in states}) == 3
    shown = desk.get(comment_places(page)[0]).text
    assert "第一部分（一）" in shown
    assert "名额增至三家。" in shown


def test_faults_are_named_at_their_fields_with_all_that_was_typed_kept(
    app: Flask, world: World, desk: Desk
) -> None:
    sent(app, world, "门槛偏高。")
    picked = ticks(desk.get(REGISTER))
    typed = {"disposition": "partly_adopted", "to_clause": "第九十条", "summary": "建议放宽门槛"}
    page = desk.post(REGISTER, {**picked, **typed})
    assert page.status_code == 422
    assert 'id="f-reason-fault"' in page.text
    assert 'id="f-to_clause-fault"' in page.text
    assert "第九十条" in page.text
    assert "建议放宽门槛" in page.text
    assert re.search(r'value="partly_adopted" selected', page.text)
    assert re.search(r'name="pick\.\w+" value="\d+" [^>]*checked', page.text)
    nothing = desk.post(REGISTER, typed)
    assert nothing.status_code == 422
    assert "请先在表中选择意见" in nothing.text
    assert "建议放宽门槛" in nothing.text


def test_a_change_made_meanwhile_is_shown_row_by_row_and_nothing_is_overwritten(
    app: Flask, world: World, desk: Desk, service: Service
) -> None:
    sent(app, world, "门槛偏高。", "名额不够。")
    page = desk.get(REGISTER)
    first, second = comment_places(page)
    other = signed_in(app, "zhoumin", Role.REVIEWER)
    other.post(
        first,
        {"disposition": "not_adopted", "reason": "另有规定。", "seen": seen(other.get(first))},
    )
    again = desk.post(REGISTER, {**ticks(page), **WORDS})
    assert again.status_code == 409
    assert "zhoumin" in again.text
    assert "另有规定。" in again.text
    assert "名额增至三家。" in again.text
    assert state_of(service, second).proposal is None
    kept = re.findall(r'name="(pick\.\w+)" value="(\d+)" [^>]*checked', again.text)
    assert [name.removeprefix("pick.") for name, _ in kept] == [second.rpartition("/")[2]]
    assert desk.post(REGISTER, {**ticks(again), **WORDS}).status_code == 303
    assert state_of(service, first).disposition == "partly_adopted"


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
        "1-2",
    ):
        assert words in page.text, words
    assert "林晓芸" not in page.text


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
    app: Flask, world: World, desk: Desk
) -> None:
    sent(app, world, "门槛偏高。")
    (place,) = comment_places(desk.get(REGISTER))
    refused = desk.post(f"{place}/name", {"why": " "})
    assert refused.status_code == 422
    assert "林晓芸" not in refused.text
    shown = desk.post(f"{place}/name", {"why": "电话核实意见"})
    assert "林晓芸" in shown.text
    assert "8613807281234" in shown.text
    after = desk.get(place).text
    assert "林晓芸" not in after
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


def test_a_comment_of_another_policy_cannot_be_decided_from_this_register(
    app: Flask, desk: Desk
) -> None:
    assert desk.post(REGISTER, {"pick." + "0" * 32: "1", **WORDS}).status_code == 404


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
