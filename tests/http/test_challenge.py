"""The token of a form, as people and programs meet it."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from comments_service.domain.accounts.roles import Role
from tests.conftest import POLICY, World
from tests.http.html_page import Page, Reader
from tests.servers.moved_clock import DAY, MINUTE, SECOND, SHOWN, Hands, held_by
from tests.worlds.officers import signed_in

FORM = f"/forms/{POLICY}"
PERSON = {"name": "林晓芸", "phone": "138 0728 1234", "consent_notice": "on"}
TYPED = {"comments[0].stance": "suggest", "comments[0].body": "资金门槛\n偏高。", **PERSON}
SUBMISSIONS = "/api/v1/submissions"


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def client(world: World, hands: Hands) -> FlaskClient:
    """Return a client of a service that asks for tokens; time goes on by the hands."""
    app = world.app(YANLU_CLOCK="running", YANLU_NOW=SHOWN, YANLU_CHALLENGE="on")
    app.extensions["yanlu"] = held_by(app.extensions["yanlu"], hands)
    return app.test_client()


def token_of(page: Page) -> str:
    return page.main.one("input", name="challenge")["value"]


def given(client: FlaskClient) -> Any:
    return client.get("/api/v1/challenge").get_json()


def test_the_interface_gives_out_a_token_and_says_when_it_is_good(
    world: World, client: FlaskClient, hands: Hands
) -> None:
    answer = client.get("/api/v1/challenge")
    assert answer.headers["Cache-Control"] == "no-store"
    told: Any = answer.get_json()
    assert (told["wait_seconds"], told["valid_seconds"]) == (3, 86_400)
    hands.passed += told["wait_seconds"] * SECOND
    sent = world.citizen(challenge=told["challenge"])
    assert client.post(SUBMISSIONS, json=sent).status_code == 201


def test_a_token_that_cannot_be_used_is_a_fault_of_its_field(
    world: World, client: FlaskClient, hands: Hands
) -> None:
    token = given(client)["challenge"]
    answer: Any = client.post(SUBMISSIONS, json=world.citizen(challenge=token)).get_json()
    assert (answer["status"], answer["code"]) == (422, "invalid")
    [fault] = answer["errors"]
    assert fault == {"field": "challenge", "message": "提交得太快，请稍等几秒后再次提交"}
    hands.passed += MINUTE
    assert client.post(SUBMISSIONS, json=world.citizen(challenge=token)).status_code == 201
    again = client.post(f"{SUBMISSIONS}?lang=en", json=world.citizen(challenge=token))
    told: Any = again.get_json()
    assert again.status_code == 422
    assert told["errors"][0]["message"].startswith("This page has been sent once already")


def test_where_none_are_asked_for_none_is_given_out(world: World) -> None:
    client = world.client()
    told = given(client)
    assert told.pop("offers") == {"contact_codes": False, "identity": None}
    assert told == {"challenge": None, "wait_seconds": 0, "valid_seconds": 86_400}
    page = Reader(client).opens(FORM)
    assert not [each for each in page.main.every("input") if each["name"] == "challenge"]


def test_a_form_sent_too_soon_is_shown_again_whole_with_the_same_token(
    client: FlaskClient, hands: Hands
) -> None:
    reader = Reader(client)
    page = reader.opens(FORM)
    soon = reader.presses(page, "提交", **TYPED)
    assert soon.status == 422
    assert "提交得太快，请稍等几秒后再次提交" in soon.text
    assert token_of(soon) == token_of(page)
    assert soon.main.one("textarea", id="comments-0-body").text.strip() == "资金门槛\n偏高。"
    hands.passed += 3 * SECOND
    assert reader.presses(soon, "提交").status == 201


@pytest.mark.parametrize("passed", [DAY + SECOND, None])
def test_one_that_is_too_old_or_was_used_is_shown_again_with_a_new_one(
    client: FlaskClient, hands: Hands, passed: Any
) -> None:
    reader = Reader(client)
    page = reader.opens(FORM)
    hands.passed += passed or MINUTE
    if passed is None:
        assert reader.presses(page, "提交", **TYPED).status == 201
        typed = {**TYPED, "idempotency_key": "another-form-of-the-same-page"}
    else:
        typed = TYPED
    again = reader.presses(page, "提交", **typed)
    assert again.status == 422
    assert token_of(again) not in {"", token_of(page)}
    assert again.main.one("input", id="name")["value"] == "林晓芸"
    hands.passed += MINUTE
    assert reader.presses(again, "提交").status == 201


def test_the_form_keeps_its_token_over_its_other_buttons(client: FlaskClient) -> None:
    reader = Reader(client)
    page = reader.opens(FORM)
    more = reader.presses(page, "再加一条意见", **TYPED)
    english = reader.switches(page)
    assert token_of(page) == token_of(more) == token_of(english)


def test_a_page_gone_back_to_and_changed_can_be_sent_as_another(
    client: FlaskClient, hands: Hands
) -> None:
    reader = Reader(client)
    page = reader.opens(FORM)
    hands.passed += MINUTE
    assert reader.presses(page, "提交", **TYPED).status == 201
    asked = reader.presses(page, "提交", **{**TYPED, "comments[0].body": "另一条。"})
    assert asked.status == 409
    hands.passed += MINUTE
    assert reader.presses(asked, "提交").status == 201


def test_the_desk_tells_what_looks_automatic_and_hides_nothing(world: World) -> None:
    app = world.app()
    client = app.test_client()
    words = {"clause": None, "stance": "support", "body": "支持这一政策，希望尽快落实到位，谢谢。"}
    for who in range(5):
        body = world.citizen(phone=f"138 0728 000{who}", comments=[words])
        assert client.post(SUBMISSIONS, json=body).status_code == 201
    client.post(SUBMISSIONS, json=world.citizen())
    desk = signed_in(app, "zhoumin", Role.HANDLER)

    def opened(place: str) -> Page:
        return Page(f"/desk/{POLICY}/{place}", desk.get(f"{POLICY}/{place}"))

    page, narrowed = opened("register"), opened("register?hint=automatic")
    assert page.text.count("疑似自动提交") == 6
    totals = [
        each.main.one("div", **{"class": "yl-register-main"})["data-total"]
        for each in (page, narrowed)
    ]
    assert totals == ["6", "5"]
    [first, *_] = [
        each["data-comment"] for each in narrowed.main.every("tr") if each["data-comment"]
    ]
    assert "多人的文字相同" in opened(f"comments/{first}").text
