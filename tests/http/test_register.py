"""The register of one consultation, as staff use it."""

import re

import pytest
from flask import Flask

from comments_service.domain.accounts.roles import Role
from comments_service.services.register.deciding import seal
from comments_service.services.service import Service
from tests.conftest import POLICY, World
from tests.readers.desk_pages import (
    REGISTER,
    WORDS,
    comment_places,
    numbers,
    officers,
    seen,
    sent,
    state_of,
    ticks,
    total,
)
from tests.worlds.desk_comments import fill
from tests.worlds.officers import Desk, signed_in

RAIL_LINK = re.compile(
    r'href="[^"?]*/register(\?[^"]*|)"[^>]*><span>[^<]*</span> '
    r'<span class="yl-rail-count">(\d+)<'
)


@pytest.fixture
def desk(app: Flask) -> Desk:
    return signed_in(app, "heli", Role.HANDLER)


def test_an_empty_register_says_what_can_be_done(desk: Desk) -> None:
    page = desk.get(REGISTER)
    assert page.status_code == 200
    assert "还没有收到意见" in page.text


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMIN])
def test_where_nothing_came_nobody_is_led_to_what_is_not_theirs(app: Flask, role: Role) -> None:
    desk = signed_in(app, "zhoumin", role)
    for place in (f"{POLICY}/", REGISTER):
        main = desk.get(place).text.partition("<main")[2]
        led = [each.partition("/desk/")[2] for each in re.findall('href="([^"]+)"', main)]
        assert [each for each in led if each and desk.get(each).status_code == 403] == []


def test_comments_stand_with_their_own_words_and_masked_names(
    app: Flask, world: World, desk: Desk
) -> None:
    sent(app, world, "门槛偏高。", "名额不够。")
    page = desk.get(REGISTER)
    assert numbers(page) == ["2-1", "2-2"]
    assert "名额不够。" in page.text
    assert "林*芸" in page.text
    assert "林晓芸" not in page.text


def test_words_a_number_and_a_receipt_find_comments(
    app: Flask, world: World, desk: Desk, service: Service
) -> None:
    sent(app, world, "门槛偏高。", "名额不够，100%_够。")
    sent(app, world, "贴息太少。", name="王建国", phone="13807281299")
    with service.database.read() as connection:
        query = "SELECT receipt_no FROM submissions ORDER BY entry"
        receipt = str(connection.exec_driver_sql(query).scalars().all()[0])
    found = {
        q: numbers(desk.get(REGISTER, query_string={"q": q}))
        for q in (
            "名额",
            "3-1",
            " 2－2 ",
            receipt,
            receipt.replace("-", ""),
            "%_",
            "名额 不够",
            "铁路",
        )
    }
    assert found == {
        "名额": ["2-2"],
        "3-1": ["3-1"],
        " 2－2 ": ["2-2"],
        receipt: ["2-1", "2-2"],
        receipt.replace("-", ""): ["2-1", "2-2"],
        "%_": ["2-2"],
        "名额 不够": ["2-2"],
        "铁路": [],
    }


def test_every_filter_leaves_what_its_count_says(service: Service, desk: Desk) -> None:
    fill(service, POLICY, 60, officers(service))
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
    fill(service, POLICY, 60, officers(service))
    page = desk.get(REGISTER + "?stage=waiting&channel=web")
    links = RAIL_LINK.findall(page.text)
    for query, count in links:
        assert total(desk.get(REGISTER + query.replace("&amp;", "&"))) == int(count), query


def test_pages_by_key_hold_every_comment_once(service: Service, desk: Desk) -> None:
    fill(service, POLICY, 120)
    for sort in ("clause", "received", "newest"):
        assert_every_page(desk, sort)


def assert_every_page(desk: Desk, sort: str) -> None:
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
        assert numbers(desk.get(f"{REGISTER}?{query}")) == ["2-1"], query
    assert numbers(desk.get(f"{REGISTER}?clause=no-such-clause")) == []


def test_a_number_of_any_length_harms_nothing(app: Flask, world: World, desk: Desk) -> None:
    sent(app, world, "门槛偏高。")
    comment, long = comment_places(desk.get(REGISTER))[0].rpartition("/")[2], "9" * 5000
    for query in (
        f"after={long[:20]}.1.1",
        "before=1.99999999999.1",
        "after=--2.1.1",
        f"n={long[:40]}",
    ):
        assert numbers(desk.get(f"{REGISTER}?{query}")) == ["2-1"], query
    assert numbers(desk.get(f"{REGISTER}?after=-2.1.1&n={long[:40]}")) == ["2-1"]
    decision = {"disposition": "adopted"}
    assert desk.post(REGISTER, {**decision, f"pick.{comment}": long}).status_code == 422
    one = desk.post(f"{POLICY}/comments/{comment}", {**decision, "seen": long})
    assert one.status_code == 409


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


def test_a_comment_of_another_policy_cannot_be_decided_from_this_register(desk: Desk) -> None:
    assert desk.post(REGISTER, {"pick." + "0" * 32: "1", **WORDS}).status_code == 404


def test_a_sealed_comment_is_in_no_list_count_or_search(
    app: Flask, world: World, desk: Desk, service: Service
) -> None:
    sent(app, world, "门槛偏高。", "有人索要好处。")
    first, accusation = comment_places(desk.get(REGISTER))
    seal(service, officers(service)[0].id, [accusation.rpartition("/")[2]], "反映公职人员")
    page = desk.get(REGISTER)
    assert numbers(page) == ["2-1"]
    assert total(page) == 1
    counted = {int(number) for _, number in RAIL_LINK.findall(page.text)}
    assert counted <= {0, 1}
    for query in ("?q=好处", "?q=2-2", "?sort=newest", "?disposition=discipline"):
        assert "2-2" not in numbers(desk.get(REGISTER + query)), query
        assert "有人索要好处" not in desk.get(REGISTER + query).text, query
    assert desk.get(accusation).status_code == 404
    assert desk.post(accusation, {**WORDS, "seen": "1"}).status_code == 404
    assert desk.post(REGISTER, {**WORDS, "pick." + accusation[-32:]: "9"}).status_code == 404
    assert "有人索要好处" not in desk.get(first).text
    assert "2条意见" not in desk.get(f"{POLICY}/").text
