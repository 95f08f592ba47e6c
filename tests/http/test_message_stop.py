"""Readers of messages stop them: by the link in each, or at the receipt."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from comments_service.domain.accounts.roles import Role
from comments_service.domain.register.submission_request import RequestKind
from comments_service.services.database.check import check
from comments_service.services.messages.outbox import Outbox
from comments_service.services.register import submission_requests as requests
from comments_service.services.service import Service
from tests.conftest import POLICY, Send, World
from tests.http.html_page import Reader
from tests.worlds.contact_codes import MAIL
from tests.worlds.officers import add_officer
from tests.worlds.outboxes import EMAIL, OWN, ScriptedCarrier, counts

LABEL, NOT_MINE = "不再接收邮件", "这不是我提交的"


@pytest.fixture
def client(world: World) -> FlaskClient:
    return world.client(**MAIL)


@pytest.fixture
def service(client: FlaskClient) -> Service:
    found: Service = client.application.extensions["yanlu"]
    return found


@pytest.fixture
def receipt(world: World, send: Send) -> Any:
    return send(world.citizen(email=EMAIL)).get_json()


@pytest.fixture
def link(service: Service, receipt: Any) -> str:
    """Return where the link in the message leads, below the service."""
    assert receipt
    carrier = ScriptedCarrier()
    assert Outbox(service, carrier, OWN).send_due() == 1
    return "/" + carrier.sent[0].stop.removeprefix(OWN)


def is_stopped(client: FlaskClient, receipt: Any) -> bool:
    opens = {"no": receipt["receipt_no"], "code": receipt["query_code"]}
    return LABEL not in client.post("/receipts/", data=opens).text


def test_to_look_at_the_link_stops_nothing_and_its_button_does(
    client: FlaskClient, receipt: Any, link: str
) -> None:
    page = Reader(client).opens(link)
    assert page.headers["Cache-Control"] == "no-store"
    assert receipt["receipt_no"] not in page.text
    client.head(link)
    assert not is_stopped(client, receipt)
    after = Reader(client).presses(page, LABEL)
    assert (after.status, "不再发送这件意见的邮件" in after.text) == (200, True)
    assert is_stopped(client, receipt)
    assert LABEL not in client.get(link).text


def test_a_mail_program_stops_them_by_one_click(
    client: FlaskClient, receipt: Any, link: str
) -> None:
    for type_ in ("application/x-www-form-urlencoded", "multipart/form-data"):
        answer = client.post(link, data={"List-Unsubscribe": "One-Click"}, content_type=type_)
        assert answer.status_code == 200
    assert is_stopped(client, receipt)


def test_who_got_the_mail_and_sent_nothing_says_so_once_and_reads_the_answer(
    client: FlaskClient, service: Service, receipt: Any, link: str
) -> None:
    pressed = [Reader(client).presses(Reader(client).opens(link), NOT_MINE)]
    assert "已告诉办理单位，8月14日前答复" in pressed[0].text
    # A second press, in a page that was open already, adds nothing; mails go on.
    assert client.post(link, data={"act": "not_mine"}).status_code == 200
    [asked] = requests.of_policy(service, POLICY)
    assert (asked.request.kind, asked.request.comment) == (RequestKind.NOT_MINE, None)
    assert "邮件里的链接" in asked.request.words
    assert not is_stopped(client, receipt)
    handler = add_officer(service, "zhoumin", Role.HANDLER)
    answer = {"state": "refused", "words": "已回拨核实。"}
    requests.answer(service, handler, POLICY, asked.request.id, answer)
    page = Reader(client).opens(link)
    assert ("已回拨核实。" in page.text, NOT_MINE in page.text) == (True, False)
    client.post(link, data={"act": "not_mine"})
    assert len(requests.of_policy(service, POLICY)) == 1
    assert check(service).differences == []


def test_who_holds_the_receipt_cannot_keep_the_reader_from_it(
    world: World, receipt: Any, link: str
) -> None:
    limited = world.client(**MAIL, YANLU_RATE_LIMIT="on")
    own = f"/api/v1/receipts/{receipt['receipt_no']}"
    code = {"X-Query-Code": receipt["query_code"]}
    asked = ({"kind": "access", "words": f"第{number}次"} for number in range(200))
    answers = (limited.post(f"{own}/requests", json=each, headers=code) for each in asked)
    assert any(each.status_code == 429 for each in answers)
    assert "已告诉办理单位" in limited.post(link, data={"act": "not_mine"}).text


def test_the_page_is_english_too(client: FlaskClient, link: str) -> None:
    page = Reader(client).opens(f"{link}&lang=en")
    assert "Stop the e-mails" in page.text


def test_a_link_that_is_wrong_leads_nowhere_and_one_of_what_is_gone_says_it_is_done(
    client: FlaskClient, link: str
) -> None:
    for ask in (client.get, client.post):
        assert ask(f"{link[:-1]}").status_code == 404
        assert ask("/receipts/stop?of=%00文").status_code == 404
        assert ask("/receipts/stop").status_code == 404
    gone = "f" * 64
    assert client.post(f"/receipts/stop?of={gone}").status_code == 200
    answer = client.post(f"/receipts/stop?of={gone}", data={"act": "not_mine"})
    assert (answer.status_code, NOT_MINE in answer.text) == (200, False)


def test_the_receipt_stops_them_where_there_are_any(
    world: World, client: FlaskClient, send: Send, service: Service, receipt: Any
) -> None:
    assert not is_stopped(client, receipt)
    assert is_stopped(client, send(world.citizen()).get_json())
    opens = {"no": receipt["receipt_no"], "code": receipt["query_code"]}
    answer = client.post("/receipts/messages", data=opens)
    assert "不再发送这件意见的邮件。" in answer.text
    assert is_stopped(client, receipt)
    assert counts(service).dropped == {"stopped": 1}


def test_a_program_stops_them_with_number_and_code(client: FlaskClient, receipt: Any) -> None:
    own = f"/api/v1/receipts/{receipt['receipt_no']}"
    assert client.delete(f"{own}/messages", query_string={"code": "1"}).status_code == 404
    code = {"X-Query-Code": receipt["query_code"]}
    answer = client.delete(f"{own}/messages", headers=code)
    assert (answer.status_code, answer.get_json()["receipt_no"]) == (200, receipt["receipt_no"])
    assert is_stopped(client, receipt)
