"""Codes by e-mail and what a policy asks of who comments, by the interface, form and desk."""

from typing import Any

import pytest
from flask import Flask

from comments_service.domain.accounts.roles import Role
from comments_service.services.accounts.identity_proofs import begin_proof, end_proof
from comments_service.services.ledger.flood_limits import NOBODY
from tests.conftest import POLICY, World, publish, the_policy
from tests.http.html_page import Reader
from tests.servers.identity_providers import KnownProvider, knowing
from tests.worlds.contact_codes import ASKED, EMAIL, MAIL, USCC, outbox, with_code
from tests.worlds.officers import signed_in

CODES = "/api/v1/contact-codes"
SUBMISSIONS = "/api/v1/submissions"
FORM = f"/forms/{POLICY}"
TYPED = {
    "comments[0].stance": "suggest", "comments[0].body": "资金门槛\n偏高。",
    "name": "林晓芸", "email": EMAIL, "consent_notice": "on",
}  # fmt: skip


@pytest.fixture
def app(world: World) -> Flask:
    """An application that sends codes, for a policy that asks for them."""
    publish(world.site, the_policy(assurance="contact_verified", ask_uscc=True))
    return world.app(**MAIL)


def test_a_program_gets_a_code_and_shows_it(world: World, app: Flask) -> None:
    client = app.test_client()
    assert client.get("/api/v1/challenge").get_json()["offers"]["contact_codes"] is True
    answer: Any = client.post(CODES, json=ASKED)
    assert (answer.status_code, answer.get_json()["valid_seconds"]) == (202, 600)
    refused: Any = client.post(f"{SUBMISSIONS}?lang=en", json=world.citizen()).get_json()
    assert (refused["status"], refused["errors"][0]["field"]) == (422, "contact_code")
    assert "get a code" in refused["errors"][0]["message"]
    [digits] = outbox(app.extensions["yanlu"])
    sent = with_code(world.citizen(), answer.get_json()["id"], digits)
    taken: Any = client.post(SUBMISSIONS, json=sent)
    assert taken.status_code == 201
    own = taken.get_json()
    code = {"X-Query-Code": own["query_code"]}
    found: Any = client.get(f"/api/v1/receipts/{own['receipt_no']}", headers=code).get_json()
    assert found["assurance"] == "contact_verified"


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"email": "no-address"}, 422, "email"),
        ({"email": "a@b.test\x00"}, 422, "email"),
        ({"email": "a" * 300}, 422, "email"),
        ({"email": None}, 422, "email"),
        ({"language": "de"}, 422, "language"),
        ({"mood": "good"}, 422, "mood"),
        ({"policy": "no-such"}, 404, ""),
    ],
)
def test_what_asks_for_no_code_is_refused_by_its_field(
    app: Flask, changes: dict[str, Any], status: int, field: str
) -> None:
    told: Any = app.test_client().post(CODES, json={**ASKED, **changes}).get_json()
    assert told["status"] == status
    assert [each["field"] for each in told["errors"]] == ([field] if field else [])
    assert outbox(app.extensions["yanlu"]) == []


def test_without_a_mail_server_none_is_offered(world: World) -> None:
    publish(world.site, the_policy(assurance="contact_verified"))
    client = world.client()
    told: Any = client.post(CODES, json=ASKED)
    assert (told.status_code, told.get_json()["code"]) == (404, "not_offered")
    page = Reader(client).opens(FORM)
    assert "这里现在不能发送验证码" in page.text
    assert not [each for each in page.main.every("button") if each["value"] == "code"]
    ready: Any = client.get("/readyz").get_json()
    assert ready["codes"] == ["assurance_missing"]
    assert "asks for contact_verified, and YANLU_MAIL is not set" in ready["warnings"][0]


def test_where_no_code_can_be_sent_a_proof_of_identity_is_enough(world: World) -> None:
    publish(world.site, the_policy(assurance="contact_verified"))
    oidc = {"ISSUER": "https://id.test", "CLIENT": "yanlu", "SECRET": "made-up"}
    app = world.app(**{f"YANLU_OIDC_{name}": value for name, value in oidc.items()})
    app.extensions["yanlu"] = service = knowing(app.extensions["yanlu"], KnownProvider())
    client = app.test_client()
    page = Reader(client).opens(FORM)
    assert "这里现在不能发送验证码，证明身份即可提交" in page.text
    assert "请通过公告所列的其他方式" not in page.text
    assert "可不做" not in page.text
    assert "assurance_missing" not in client.get("/readyz").get_json()["codes"]
    address, browser = begin_proof(service, POLICY, NOBODY, ("zh-CN", "https://y.test/", ""))
    answer = {"state": address.partition("state=")[2], "code": "林晓芸"}
    ticket = end_proof(service, browser, answer, "https://y.test/").ticket
    sent = world.citizen(identity=ticket, contact_code={"id": " ", "code": " "})
    assert client.post(SUBMISSIONS, json=sent).status_code == 201


@pytest.mark.parametrize("shown", [{}, {"id": "x"}, {"id": "x", "code": 123456}, "123456", []])
def test_a_code_that_is_no_code_is_a_fault_of_its_field(
    world: World, app: Flask, shown: Any
) -> None:
    answer: Any = app.test_client().post(SUBMISSIONS, json=world.citizen(contact_code=shown))
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"].startswith("contact_code")


@pytest.mark.parametrize(
    ("assurance", "blank"),
    [
        ("contact_verified", {"contact_code": {"id": " ", "code": " "}}),
        ("contact_verified", {"contact_code": {"id": "x", "code": "\u3000"}}),
        ("identity_verified", {"identity": " "}),
    ],
)
def test_a_proof_that_is_asked_for_is_told_of_with_all_other_faults(
    world: World, assurance: str, blank: dict[str, Any]
) -> None:
    publish(world.site, the_policy(assurance=assurance))
    client, [field] = world.client(**MAIL), blank
    told: Any = client.post(SUBMISSIONS, json=world.citizen(name="", **blank)).get_json()
    assert [each["field"] for each in told["errors"]] == ["name", field]
    assert "这次征求意见要求核实" in told["errors"][1]["message"]
    reader = Reader(client)
    page = reader.presses(reader.opens(FORM), "提交", **{**TYPED, "name": ""})
    told = [each.text for each in page.main.one("div", id="faults").every("li")]
    assert len(told) == 2
    assert "这次征求意见要求核实" in told[1]


def test_the_form_sends_a_code_and_keeps_all_that_was_typed(app: Flask) -> None:
    reader = Reader(app.test_client())
    page = reader.opens(FORM)
    assert "提交时要核实联系方式" in page.text
    page = reader.presses(page, "发送验证码", **{**TYPED, "email": "no"})
    assert page.faults == {"email": "电子邮箱格式不正确"}
    page = reader.presses(page, "发送验证码", **TYPED)
    assert "验证码已发往所填的邮箱" in page.text
    assert page.main.one("textarea", name="comments[0].body").text.strip() == "资金门槛\n偏高。"
    assert page.main.one("input", name="name")["value"] == "林晓芸"
    page = reader.presses(page, "提交", **TYPED)
    assert list(page.faults) == ["contact_code"]
    [digits] = outbox(app.extensions["yanlu"])
    page = reader.presses(page, "提交", contact_code="0" if digits != "0" else "1", **TYPED)
    assert page.faults["contact_code"].startswith("验证码不正确")
    assert page.status == 422
    page = reader.presses(page, "提交", contact_code=digits, **TYPED)
    assert page.status == 201


def test_the_last_code_that_came_stays_good_when_a_further_one_is_asked_for(app: Flask) -> None:
    reader = Reader(app.test_client())
    page = reader.opens(FORM)
    for _ in range(7):
        page = reader.presses(page, "发送验证码", **TYPED)
    last = outbox(app.extensions["yanlu"])[4:]
    assert len(last) == 1
    assert reader.presses(page, "提交", contact_code=last[0], **TYPED).status == 201


def test_the_form_in_english_is_whole(app: Flask) -> None:
    reader = Reader(app.test_client())
    page = reader.opens(f"{FORM}?lang=en")
    typed = {**TYPED, "comments[0].body": "Too high.", "name": "Lin Xiaoyun"}
    page = reader.presses(page, "Send a code", **typed)
    assert "A code is on its way" in page.text


def test_an_organisation_is_asked_for_its_code_and_told_what_is_wrong_with_it(
    world: World, app: Flask
) -> None:
    reader, body = (
        Reader(app.test_client()),
        {"participant": "organisation", "organisation": "晨光"},
    )
    page = reader.presses(reader.opens(FORM), "提交", **{**TYPED, **body, "name": ""})
    assert list(page.faults) == ["uscc", "name", "contact_code"]
    page = reader.presses(page, "提交", **TYPED, **body)
    assert page.faults["uscc"] == "请填写统一社会信用代码"
    for wrong, words in (
        ("9135", "应为18位"), (f"{USCC[:-1]}4", "最后一位"), (f"O{USCC[1:]}", "没有I、O、S、V、Z"),
    ):  # fmt: skip
        page = reader.presses(page, "提交", **TYPED, **body, uscc=wrong)
        assert words in page.faults["uscc"]
    client = app.test_client()
    told: Any = client.post(SUBMISSIONS, json=world.company()).get_json()
    assert [each["field"] for each in told["errors"]] == ["contact_code", "uscc"]
    sent: Any = client.post(SUBMISSIONS, json=world.company(uscc=USCC)).get_json()
    assert [each["field"] for each in sent["errors"]] == ["contact_code"]


def test_the_desk_notes_that_it_phoned_back_and_the_receipt_says_so(world: World) -> None:
    app = world.app()
    taken: Any = app.test_client().post(SUBMISSIONS, json=world.citizen()).get_json()
    desk = signed_in(app, "heli", Role.REGISTRAR)
    register = desk.get(f"{POLICY}/register").text
    submission = register.partition('data-submission="')[2].partition('"')[0]
    place = f"{POLICY}/submissions/{submission}"
    assert "自行申报" in desk.get(place).text
    assert desk.post(f"{place}/phone").status_code == 303
    page = desk.get(place).text
    assert "联系方式已核实" in page
    assert "已电话核实" not in page
    assert "heli 核实联系方式" in page
    shown = {"no": taken["receipt_no"], "code": taken["query_code"]}
    assert "联系方式已核实" in app.test_client().post("/receipts/", data=shown).text
