"""Readers of messages stop them: by the link in each, or at the receipt."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from comments_service.services.messages.message_stops import stop_token
from comments_service.services.messages.outbox import Outbox
from comments_service.services.service import Service
from tests.conftest import Send, World
from tests.http.html_page import Reader
from tests.worlds.contact_codes import MAIL
from tests.worlds.outboxes import EMAIL, OWN, ScriptedCarrier, counts

LABEL = "不再接收邮件"


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


def test_the_page_is_english_too(client: FlaskClient, link: str) -> None:
    page = Reader(client).opens(f"{link}&lang=en")
    assert "Stop the e-mails" in page.text


def test_a_link_that_is_wrong_leads_nowhere_and_one_of_what_is_gone_says_it_is_done(
    client: FlaskClient, service: Service, link: str
) -> None:
    for ask in (client.get, client.post):
        assert ask(f"{link[:-1]}").status_code == 404
        assert ask("/receipts/stop?of=%00文").status_code == 404
        assert ask("/receipts/stop").status_code == 404
    gone = stop_token(service.keyring, "f" * 32)
    assert client.post(f"/receipts/stop?of={gone}").status_code == 200


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
