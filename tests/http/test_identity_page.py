"""Proving who one is, as people without scripts, the dialog and programs meet it."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from comments_service.domain.accounts.assurance import Assurance
from comments_service.identity_provider import NotVerifiedError, ProviderDownError
from comments_service.web.shell.turned_away import BUSY
from tests.conftest import POLICY, World, publish, the_policy
from tests.http.html_page import Page, Reader
from tests.servers.identity_providers import KnownProvider, knowing

FORM, START, BACK = f"/forms/{POLICY}", "/forms/identity/start", "/forms/identity/callback"
SUBMISSIONS = "/api/v1/submissions"
NAME = "林晓芸"
PROVE = "用统一身份认证证明身份"
TYPED = {
    "comments[0].stance": "suggest", "comments[0].body": "资金门槛\n偏高。",
    "phone": "138 0728 1234", "consent_notice": "on",
}  # fmt: skip
IN_ENGLISH = {**TYPED, "comments[0].body": "The threshold is too high."}
OIDC = {
    "YANLU_OIDC_ISSUER": "https://id.test", "YANLU_OIDC_CLIENT": "yanlu",
    "YANLU_OIDC_SECRET": "made-up",
}  # fmt: skip


@pytest.fixture
def provider() -> KnownProvider:
    return KnownProvider()


@pytest.fixture
def app(world: World, provider: KnownProvider) -> Flask:
    app = world.app(**OIDC)
    app.extensions["yanlu"] = knowing(app.extensions["yanlu"], provider)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def state_in(page: Page) -> str:
    [address] = [each["href"] for each in page.main.every("a") if "id.test" in each["href"]]
    return parse_qs(urlsplit(address).query)["state"][0]


def comes_back(reader: Reader, state: str, code: str = NAME, lang: str = "") -> Page:
    page = reader.opens(f"{BACK}?state={state}&code={code}{lang}")
    return reader.presses(page, "Go on" if lang else "继续")


def from_dialog(client: FlaskClient, code: str = NAME) -> Any:
    left = Page(START, client.post(START, data={"policy": POLICY}))
    return client.post(BACK, data={"state": state_in(left), "code": code})


def ticket_in(answer: Any) -> str:
    return str(answer.headers["Location"].partition("#identity=")[2])


def test_a_form_comes_back_whole_with_the_name_and_is_taken(
    world: World, client: FlaskClient
) -> None:
    reader = Reader(client)
    left = reader.presses(reader.opens(FORM), PROVE, **TYPED)
    assert "只取得您的姓名" in left.text
    back = comes_back(reader, state_in(left))
    assert back.status == 200
    name = back.main.one("input", id="name")
    assert (name["value"], "readonly" in name.attrs) == (NAME, True)
    assert back.main.one("textarea", id="comments-0-body").text.strip() == "资金门槛\n偏高。"
    assert back.main.one("input", id="phone")["value"] == "138 0728 1234"
    taken = reader.presses(back, "提交")
    assert taken.status == 201
    assert assurances(world) == [Assurance.IDENTITY_VERIFIED]


def assurances(world: World) -> list[str]:
    service = world.service()
    with service.database.read() as connection:
        return list(connection.exec_driver_sql("SELECT assurance FROM submissions").scalars())


def test_the_proof_stays_over_the_buttons_of_the_form_and_can_be_left(
    client: FlaskClient,
) -> None:
    reader = Reader(client)
    back = comes_back(reader, state_in(reader.presses(reader.opens(FORM), PROVE, **IN_ENGLISH)))
    more = reader.presses(back, "再加一条意见")
    english = reader.switches(more)
    assert english.main.one("input", id="name")["value"] == NAME
    without = reader.presses(more, "不用这次核实，自己填写姓名")
    assert "readonly" not in without.main.one("input", id="name").attrs
    assert without.main.one("button", id="identity").text == PROVE


def test_a_proof_that_was_used_is_said_and_the_form_stays(client: FlaskClient) -> None:
    reader = Reader(client)
    back = comes_back(reader, state_in(reader.presses(reader.opens(FORM), PROVE, **TYPED)))
    assert reader.presses(back, "提交").status == 201
    again = reader.presses(back, "提交", idempotency_key="another-key-of-the-form")
    assert again.status == 422
    assert "身份核实已经失效" in again.text
    assert again.main.one("input", id="name")["value"] == NAME
    assert "readonly" not in again.main.one("input", id="name").attrs


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (None, 409, "您没有在认证页面上完成身份核实"),
        (NotVerifiedError("nonce"), 409, "认证方的答复不能证明身份"),
        (ProviderDownError("ConnectTimeout"), 503, "身份核实暂时不能使用"),
    ],
)
def test_whatever_fails_the_form_comes_back_with_all_that_was_typed(
    client: FlaskClient, provider: KnownProvider, fault: Exception | None, status: int, words: str
) -> None:
    reader = Reader(client)
    left = reader.presses(reader.opens(FORM), PROVE, **TYPED, name="林某")
    provider.fault = fault
    back = comes_back(reader, state_in(left), NAME if fault else "")
    assert back.status == status
    assert words in back.text
    assert back.main.one("input", id="name")["value"] == "林某"
    assert back.main.one("textarea", id="comments-0-body").text.strip() == "资金门槛\n偏高。"
    assert reader.presses(back, "提交").status == 201


def test_while_too_much_is_asked_from_there_the_provider_is_not(
    client: FlaskClient, provider: KnownProvider
) -> None:
    left = Page(START, client.post(START, data={"policy": POLICY}))
    back = {"state": state_in(left), "code": NAME}
    assert client.post(BACK, data=back, environ_overrides={BUSY: True}).status_code == 429
    assert provider.asked == []
    assert client.post(BACK, data=back).status_code == 303


def test_a_provider_that_is_down_keeps_the_form_where_it_is(
    client: FlaskClient, provider: KnownProvider
) -> None:
    provider.fault = ProviderDownError("ConnectTimeout")
    reader = Reader(client)
    page = reader.presses(reader.opens(FORM), PROVE, **TYPED)
    assert page.status == 503
    assert page.main.one("input", id="phone")["value"] == "138 0728 1234"
    refused = Page(START, client.post(START, data={"policy": POLICY}))
    assert refused.status == 503
    assert refused.link("返回文件，继续填写") == f"/{POLICY}/"


def test_the_dialog_gets_its_ticket_behind_the_address(world: World, client: FlaskClient) -> None:
    answer = from_dialog(client)
    assert answer.status_code == 303
    assert f"{POLICY}/#identity=" in answer.headers["Location"]
    ticket = ticket_in(answer)
    told = client.get("/api/v1/identity", headers={"X-Identity-Ticket": ticket})
    assert told.get_json() == {"name": NAME}
    assert told.headers["Cache-Control"] == "no-store"
    assert client.post(SUBMISSIONS, json=world.citizen(identity=ticket)).status_code == 201
    assert client.post(SUBMISSIONS, json=world.citizen(identity=ticket)).status_code == 422
    gone: Any = client.get("/api/v1/identity", headers={"X-Identity-Ticket": ticket})
    assert (gone.status_code, gone.get_json()["errors"][0]["field"]) == (422, "identity")


@pytest.mark.parametrize(
    ("version", "page"),
    [("v1", f"{POLICY}/v1/#"), ("v2", f"{POLICY}/#"), ("../x", f"{POLICY}/#"), ("", f"{POLICY}/#")],
)
def test_the_dialog_of_an_earlier_version_is_come_back_to(
    world: World, client: FlaskClient, version: str, page: str
) -> None:
    earlier = the_policy().versions[0]
    later = replace(earlier, id="v2", clauses=f"{POLICY}/v2/clauses.json", digest="sha256:v2")
    publish(world.site, the_policy(versions=(earlier, later)))
    left = Page(START, client.post(START, data={"policy": POLICY, "version": version}))
    answer = client.post(BACK, data={"state": state_in(left), "code": NAME})
    assert answer.headers["Location"].partition("identity=")[0].endswith(f"/{page}")


def test_another_name_is_a_fault_of_its_field(world: World, client: FlaskClient) -> None:
    sent = world.citizen(identity=ticket_in(from_dialog(client)), name="张三")
    answer: Any = client.post(f"{SUBMISSIONS}?lang=en", json=sent).get_json()
    [fault] = answer["errors"]
    assert (fault["field"], NAME in fault["message"]) == ("name", True)


def test_another_browser_gets_nothing(app: Flask, client: FlaskClient) -> None:
    left = Page(START, client.post(START, data={"policy": POLICY}))
    other = Reader(app.test_client())
    page = comes_back(other, state_in(left))
    assert page.status == 409
    assert "不是在这个浏览器里开始的" in page.text
    assert comes_back(other, "made-up").status == 409


def test_who_has_too_many_in_work_waits_before_the_provider_is_asked(
    client: FlaskClient, provider: KnownProvider
) -> None:
    left = Page(START, client.post(START, data={"policy": POLICY}))
    sent = {"state": state_in(left), "code": NAME}
    busy = client.post(BACK, data=sent, environ_overrides={BUSY: True})
    assert (busy.status_code, busy.headers["Retry-After"]) == (429, "10")
    assert provider.asked == []
    assert client.post(BACK, data=sent).status_code == 303


def test_two_tabs_come_back_each_with_its_own_form(client: FlaskClient) -> None:
    reader = Reader(client)
    states = [
        state_in(reader.presses(reader.opens(FORM), PROVE, **{**TYPED, "phone": phone}))
        for phone in ("138 0728 1234", "138 0728 9999")
    ]
    first, second = (comes_back(reader, state) for state in states)
    assert (first.status, second.status) == (200, 200)
    assert first.main.one("input", id="phone")["value"] == "138 0728 1234"
    assert second.main.one("input", id="phone")["value"] == "138 0728 9999"


def test_the_page_of_return_writes_nothing_and_tells_nobody_its_address(
    client: FlaskClient, provider: KnownProvider
) -> None:
    left = Page(START, client.post(START, data={"policy": POLICY}))
    answer = client.get(f"{BACK}?state={state_in(left)}&code={NAME}")
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == (
        "no-store", "no-referrer",
    )  # fmt: skip
    assert provider.asked == []


@pytest.mark.parametrize("secure", [False, True])
def test_the_cookie_is_for_this_host_and_its_scripts_cannot_read_it(
    world: World, provider: KnownProvider, *, secure: bool
) -> None:
    site = {"YANLU_BASE_URL": "https://www.example.gov.cn/"} if secure else {}
    app = world.app(**OIDC, **site)
    app.extensions["yanlu"] = knowing(app.extensions["yanlu"], provider)
    [cookie] = app.test_client().post(START, data={"policy": POLICY}).headers.getlist("Set-Cookie")
    name, *said = cookie.split("; ")
    assert name.startswith("__Host-yanlu_identity=" if secure else "yanlu_identity=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=3600"} <= set(said)
    assert ("Secure" in said) == secure


def test_who_reads_english_comes_back_to_english(client: FlaskClient) -> None:
    reader = Reader(client)
    page = reader.opens(f"{FORM}?lang=en")
    left = reader.presses(page, "Prove who you are with the unified identity service", **IN_ENGLISH)
    state = state_in(left)
    moved = client.get(f"{BACK}?state={state}&code={NAME}")
    assert moved.status_code == 303
    assert moved.headers["Location"].endswith("lang=en")
    back = comes_back(reader, state, lang="&lang=en")
    assert "It is proved who you are" in back.text


def test_a_provider_has_the_name_that_the_operator_gives_it(
    world: World, provider: KnownProvider
) -> None:
    app = world.app(**OIDC, YANLU_OIDC_NAME="湖北政务服务网")
    app.extensions["yanlu"] = knowing(app.extensions["yanlu"], provider)
    client = app.test_client()
    told: Any = client.get("/api/v1/challenge?lang=en").get_json()
    assert told["offers"]["identity"] == {"label": "湖北政务服务网"}
    assert "用湖北政务服务网证明身份" in Reader(client).opens(FORM).text


def test_without_a_provider_nothing_is_offered(world: World) -> None:
    client = world.client()
    assert "证明身份" not in Reader(client).opens(FORM).text
    page = Page(START, client.post(START, data={"policy": POLICY}))
    assert (page.status, "这里不能核实身份" in page.text) == (404, True)
