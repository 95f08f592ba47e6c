"""发布与反馈: proposals of others are released, the outcome is published; nothing by half."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from catalogue.codec import load_results
from comments_service.domain.accounts.roles import Role
from comments_service.domain.comments.decision import NewDecision
from comments_service.services.accounts.staff import accounts
from comments_service.services.register.deciding import propose
from comments_service.services.service import Service
from comments_service.store.comments import comment_states
from comments_service.store.ledger import ledger
from tests.conftest import POLICY, World, publish, the_policy
from tests.http.html_page import Page
from tests.readers.asked_statements import asked_of
from tests.readers.desk_pages import sent
from tests.worlds.officers import Desk, signed_in

RELEASE, PUBLISH = f"{POLICY}/release", f"{POLICY}/release/publish"
AFTER = "2018-08-01T10:00:00+08:00"
BODIES = ("门槛偏高。", "期限太短。", "名额不够。")


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    folder = tmp_path / "policies"
    (folder / POLICY).mkdir(parents=True)
    return folder


@pytest.fixture
def app(world: World, policies: Path) -> Flask:
    """After the close, with three comments."""
    sent(world.app(), world, *BODIES)
    return world.app(YANLU_NOW=AFTER, YANLU_POLICIES=str(policies))


@pytest.fixture
def service(app: Flask) -> Service:
    found: Service = app.extensions["yanlu"]
    return found


@pytest.fixture
def handler(app: Flask) -> Desk:
    return signed_in(app, "zhoumin", Role.HANDLER, Role.REVIEWER)


@pytest.fixture
def reviewer(app: Flask) -> Desk:
    return signed_in(app, "chen", Role.REVIEWER, Role.PUBLISHER)


def comments(service: Service) -> list[str]:
    with service.database.read() as connection:
        found = list(comment_states.numbered(connection, POLICY))
    return [each.comment for each in sorted(found, key=lambda each: each.position)]


def state(service: Service, comment: str) -> Any:
    with service.database.read() as connection:
        return comment_states.named(connection, [comment])[comment]


def officer(service: Service, login: str) -> str:
    return next(row.officer.id for row in accounts(service) if row.officer.login == login)


def proposed(service: Service, login: str, *found: str, code: str = "not_adopted") -> None:
    """Propose a decision on comments, as somebody."""
    new = [
        NewDecision(each, code, "期限由上位法规定。", "", None, "", state(service, each).changed)
        for each in found
    ]
    propose(service, officer(service, login), new)


def ticks(page: Any, name: str = "pick") -> dict[str, str]:
    return dict(re.findall(rf'name="({name}\.\w+)" value="(\w+)"', page.text))


def released(service: Service) -> int:
    return sum(state(service, each).decision is not None for each in comments(service))


def entries(service: Service, kind: str) -> list[Any]:
    with service.database.read() as connection:
        return [each for each in ledger.entries(connection) if each.type == kind]


def all_released(service: Service, handler: Desk, reviewer: Desk) -> None:
    proposed(service, "zhoumin", *comments(service))
    assert reviewer.post(RELEASE, {"all": "1", **ticks(reviewer.get(RELEASE), "all")}).status_code
    assert released(service) == 3
    assert handler.get(RELEASE).status_code == 200


@pytest.mark.usefixtures("handler")
def test_several_are_released_together_by_one_entry(service: Service, reviewer: Desk) -> None:
    proposed(service, "zhoumin", *comments(service))
    page = reviewer.get(RELEASE)
    for body in BODIES:
        assert body in page.text
    picked = dict(list(ticks(page).items())[:2])
    assert reviewer.post(RELEASE, picked).status_code == 303
    assert released(service) == 2
    assert reviewer.post(RELEASE, {"all": "1", **ticks(reviewer.get(RELEASE), "all")}).status_code
    assert released(service) == 3
    sizes = [len(each.data()["decisions"]) for each in entries(service, "decisions.released")]
    assert sizes == [2, 1]


def test_ones_own_proposal_cannot_be_ticked_and_a_forged_form_is_refused(
    service: Service, handler: Desk, reviewer: Desk
) -> None:
    one, *others = comments(service)
    proposed(service, "zhoumin", one)
    page = handler.get(RELEASE)
    assert ticks(page) == {}
    assert "自己拟办的不能自己审核，请由chen审核" in page.text
    forged = {f"pick.{one}": state(service, one).proposal}
    refused = handler.post(RELEASE, forged)
    assert refused.status_code == 403
    assert "请由他人发布" in refused.text
    proposed(service, "chen", others[0])
    mixed = {**forged, f"pick.{others[0]}": state(service, others[0]).proposal}
    assert handler.post(RELEASE, mixed).status_code == 403
    assert released(service) == 0
    assert entries(service, "decisions.released") == []
    assert reviewer.post(RELEASE, forged).status_code == 303


def test_with_one_person_present_it_waits_and_says_so(service: Service, handler: Desk) -> None:
    proposed(service, "zhoumin", comments(service)[0])
    page = handler.get(RELEASE).text
    assert "现在没有别人能审核，要等另一个人，或者由管理安排代办" in page
    assert "desk/staff" in page


@pytest.mark.usefixtures("handler")
def test_what_somebody_changed_meanwhile_is_named_and_none_is_released(
    service: Service, reviewer: Desk
) -> None:
    found = comments(service)
    proposed(service, "zhoumin", *found)
    picked = ticks(reviewer.get(RELEASE))
    proposed(service, "zhoumin", found[1], code="out_of_scope")
    answer = reviewer.post(RELEASE, picked)
    assert answer.status_code == 409
    assert "有人刚刚改动了1-2" in answer.text
    assert answer.text.count(" checked") == 2
    assert released(service) == 0


@pytest.mark.usefixtures("handler")
def test_nothing_selected_is_said(service: Service, reviewer: Desk) -> None:
    proposed(service, "zhoumin", *comments(service))
    answer = reviewer.post(RELEASE)
    assert answer.status_code == 422
    assert "请先选择要发布的处理意见" in answer.text


@pytest.mark.usefixtures("reviewer")
def test_a_comment_of_another_policy_is_not_found(
    world: World, app: Flask, service: Service, handler: Desk
) -> None:
    version = replace(the_policy().versions[0], clauses="another-policy/v1/clauses.json")
    other = the_policy(id="another-policy", versions=(version,))
    publish(world.folder / "site", the_policy(), other)
    narrow = signed_in(app, "narrow", Role.REVIEWER, policies=("another-policy",))
    proposed(service, "zhoumin", comments(service)[0])
    forged = {f"pick.{each}": state(service, each).proposal for each in comments(service)[:1]}
    assert narrow.post("another-policy/release", forged).status_code == 404
    assert narrow.post(RELEASE, forged).status_code == 404
    assert released(service) == 0
    assert handler.get("another-policy/release").status_code == 200


def test_what_stops_the_outcome_stands_with_its_place_and_one_link(
    service: Service, handler: Desk, reviewer: Desk
) -> None:
    one, two, three = comments(service)
    proposed(service, "zhoumin", one)
    page = Page(f"/desk/{RELEASE}", reviewer.get(RELEASE))
    assert "还不能公布：2处要先处理" in page.text
    assert "2条意见还没有决定" in page.text
    assert page.link("去决定 1-2、1-3").endswith(f"/{POLICY}/register?stage=waiting")
    assert page.link("去审核 1-1").endswith("#waiting")
    assert "处理完上面2处后可以公布" in page.text
    assert reviewer.get(PUBLISH).status_code == 303
    assert reviewer.post(PUBLISH, {"seen": "0" * 64}).status_code in {303, 409}
    reviewer.post(RELEASE, ticks(reviewer.get(RELEASE)))
    new = NewDecision(two, "not_adopted", "请联系13912345678。", "", None, "", 99)
    propose(service, officer(service, "zhoumin"), [new])
    proposed(service, "zhoumin", three)
    reviewer.post(RELEASE, ticks(reviewer.get(RELEASE)))
    page = Page(f"/desk/{RELEASE}", handler.get(RELEASE))
    assert "理由里好像有电话号码，请改写后再公布" in page.text
    assert page.link("改文字 1-2").endswith(f"/comments/{two}")
    assert "由发布的人公布" in page.text


def test_it_is_asked_once_more_and_then_published_where_the_build_reads_it(
    service: Service, handler: Desk, reviewer: Desk, policies: Path
) -> None:
    all_released(service, handler, reviewer)
    assert "可以公布" in reviewer.get(RELEASE).text
    asked = reviewer.get(PUBLISH)
    shown = re.findall(r"<b>(\d+)</b> <span>([^<]+)<", asked.text)
    assert shown[0] == ("3", "收到意见")
    assert shown[-1] == ("3", "公布")
    seen = dict(re.findall(r'name="(seen)" value="(\w+)"', asked.text))
    assert handler.post(PUBLISH, seen).status_code == 403
    assert reviewer.post(PUBLISH, {"seen": ""}).status_code == 409
    assert not (policies / POLICY / "results.json").exists()
    assert reviewer.post(PUBLISH, seen).status_code == 303
    results = load_results((policies / POLICY / "results.json").read_text("utf-8"))
    assert (results.counts.comments, results.counts.not_adopted) == (3, 3)
    (entry,) = entries(service, "outcome.published")
    assert entry.actor == officer(service, "chen")
    assert "已于8月1日公布，之后没有改动" in reviewer.get(RELEASE).text


def test_what_changed_after_the_look_is_shown_before_it_goes_out(
    service: Service, handler: Desk, reviewer: Desk, policies: Path
) -> None:
    all_released(service, handler, reviewer)
    seen = dict(re.findall(r'name="(seen)" value="(\w+)"', reviewer.get(PUBLISH).text))
    one = comments(service)[0]
    proposed(service, "zhoumin", one, code="out_of_scope")
    reviewer.post(RELEASE, ticks(reviewer.get(RELEASE)))
    answer = reviewer.post(PUBLISH, seen)
    assert answer.status_code == 409
    assert "刚刚有改动，还没有公布" in answer.text
    assert not (policies / POLICY / "results.json").exists()


def test_a_correction_is_published_again_with_both_answers_and_its_day(
    service: Service, handler: Desk, reviewer: Desk, policies: Path
) -> None:
    all_released(service, handler, reviewer)
    again = dict(re.findall(r'name="(seen)" value="(\w+)"', reviewer.get(PUBLISH).text))
    reviewer.post(PUBLISH, again)
    one = comments(service)[0]
    proposed(service, "zhoumin", one, code="out_of_scope")
    page = reviewer.get(RELEASE)
    assert "更正" in page.text
    reviewer.post(RELEASE, ticks(page))
    assert "已公布过，之后有改动：可以再次公布" in reviewer.get(RELEASE).text
    again = dict(re.findall(r'name="(seen)" value="(\w+)"', reviewer.get(PUBLISH).text))
    assert reviewer.post(PUBLISH, again).status_code == 303
    results = load_results((policies / POLICY / "results.json").read_text("utf-8"))
    assert results.counts.out_of_scope == 1
    assert [each.reason for each in results.rows[0].corrections] == ["期限由上位法规定。"]
    assert str(results.corrected_on) == "2018-08-01"


@pytest.mark.usefixtures("app")
def test_without_the_folder_of_policies_the_file_is_given_to_take_along(
    world: World, service: Service, handler: Desk, reviewer: Desk
) -> None:
    all_released(service, handler, reviewer)
    elsewhere = world.app(YANLU_NOW=AFTER)
    desk = Desk(elsewhere, "chen")
    asked = desk.get(PUBLISH).text
    assert "给出一个文件 results.json" in asked
    seen = dict(re.findall(r'name="(seen)" value="(\w+)"', asked))
    answer = desk.post(PUBLISH, seen)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert load_results(answer.text).counts.comments == 3
    answer.close()
    assert len(entries(service, "outcome.published")) == 1


def test_the_figures_of_the_page_are_those_of_the_export(
    service: Service, handler: Desk, reviewer: Desk
) -> None:
    one, two, three = comments(service)
    proposed(service, "zhoumin", one, code="not_adopted")
    proposed(service, "zhoumin", two, code="petition")
    proposed(service, "zhoumin", three, code="invalid")
    reviewer.post(RELEASE, ticks(reviewer.get(RELEASE)))
    page = reviewer.get(RELEASE).text
    shown = [int(number) for number, _ in re.findall(r"<b>(\d+)</b> <span>([^<]+)<", page)]
    answer = handler.get(f"{POLICY}/reports/comments.json")
    parts = json.loads(answer.text)["reconciliation"]["comments"]
    answer.close()
    names = ("received", "withdrawn", "invalid", "transferred", "unresolved", "withheld")
    assert shown == [*(parts[name] for name in names), parts["published"]]
    assert sum(shown[1:]) == shown[0] == 3


@pytest.mark.parametrize("language", ["", "?lang=en"])
def test_its_pages_are_whole_in_both_languages(
    service: Service, handler: Desk, reviewer: Desk, language: str
) -> None:
    first = Page(f"/desk/{RELEASE}", reviewer.get(RELEASE + language))
    proposed(service, "zhoumin", comments(service)[0])
    own = Page(f"/desk/{RELEASE}", handler.get(RELEASE + language))
    assert len({first.text, own.text}) == 2
    all_released(service, handler, reviewer)
    Page(f"/desk/{RELEASE}", reviewer.get(RELEASE + language))
    Page(f"/desk/{PUBLISH}", reviewer.get(PUBLISH + language))
    for place in (f"{POLICY}/reports", "year"):
        Page(f"/desk/{place}", reviewer.get(place + language))


def test_while_the_window_is_open_it_says_when_it_is_time(world: World) -> None:
    desk = signed_in(world.app(), "chen", Role.PUBLISHER)
    assert "征集还没有结束" in desk.get(RELEASE).text


def test_a_round_without_a_comment_is_published_too(world: World, policies: Path) -> None:
    app = world.app(YANLU_NOW=AFTER, YANLU_POLICIES=str(policies))
    desk = signed_in(app, "chen", Role.PUBLISHER)
    page = desk.get(PUBLISH).text
    assert "未收到意见建议" in page
    seen = dict(re.findall(r'name="(seen)" value="(\w+)"', page))
    assert desk.post(PUBLISH, seen).status_code == 303
    assert load_results((policies / POLICY / "results.json").read_text("utf-8")).rows == ()


def test_of_very_many_comments_the_outcome_is_made_when_asked_for_and_few_statements_before(
    service: Service, reviewer: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments_service.web.desk.outcome.release_page._AT_ONCE", 2)
    with asked_of(service.database.engine) as said:
        page = reviewer.get(RELEASE).text
    statements = [each.text for each in said if not each.text.startswith("PRAGMA")]
    assert len(statements) <= 12, statements
    assert "还没有决定的3条，等待审核的0条" in page
    assert "还不能公布" not in page
    assert "还不能公布：1处要先处理" in reviewer.get(f"{RELEASE}?whole=1").text
