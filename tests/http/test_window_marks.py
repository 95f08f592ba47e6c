"""Each operation that writes says whether the window must be open, and it is as it says."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from comments_service.domain.comments.message import MessageKind
from comments_service.services.messages.message_stops import stop_token
from comments_service.services.service import Service
from comments_service.store.comments import message_rows
from comments_service.store.database.tables import submissions
from comments_service.web.api.interface import description
from comments_service.web.shell.access import Access, declared_access
from tests.conftest import CLOSES, LAST_MOMENT, POLICY, World
from tests.servers import databases
from tests.servers.identity_providers import KnownProvider, knowing
from tests.worlds import contact_codes
from tests.worlds.attached_files import picture, sent_file

READING = {"get", "head", "options"}
Ask = Callable[[World, FlaskClient, FlaskClient], Any]
"""Prepares by the first client, while the window is open, and asks by the second."""


def send_comments(world: World, _: FlaskClient, client: FlaskClient) -> Any:
    return client.post("/api/v1/submissions", json=world.citizen())


def send_form(world: World, _: FlaskClient, client: FlaskClient) -> Any:
    sent = world.citizen()
    [comment] = sent.pop("comments")
    blocks = {f"comments[0].{name}": value for name, value in comment.items()}
    return client.post(f"/forms/{sent['policy']}", data={**sent, **blocks, "consent_notice": "on"})


def look_up_by_form(world: World, early: FlaskClient, client: FlaskClient) -> Any:
    taken: Any = early.post("/api/v1/submissions", json=world.citizen()).get_json()
    return client.post("/receipts/", data={"no": taken["receipt_no"], "code": taken["query_code"]})


def by_form(world: World, early: FlaskClient, client: FlaskClient, act: str, **more: str) -> Any:
    sent: Any = early.post("/api/v1/submissions", json=world.citizen()).get_json()
    opens = {"no": sent["receipt_no"], "code": sent["query_code"]}
    fields = {**opens, "comment": sent["comments"][0]["id"], **more}
    return client.post(f"/receipts/{act}", data=fields)


def revise_by_form(world: World, early: FlaskClient, client: FlaskClient) -> Any:
    return by_form(world, early, client, "revision", stance="oppose", body="门槛应当取消。")


def withdraw_by_form(world: World, early: FlaskClient, client: FlaskClient) -> Any:
    return by_form(world, early, client, "withdrawal", sure="yes")


def withdraw_name_by_form(world: World, early: FlaskClient, client: FlaskClient) -> Any:
    return by_form(world, early, client, "name")


def taken(world: World, early: FlaskClient) -> tuple[str, str, dict[str, str]]:
    """Send something; return its address, its comment's and the header that opens them."""
    sent: Any = early.post("/api/v1/submissions", json=world.citizen()).get_json()
    own = f"/api/v1/receipts/{sent['receipt_no']}"
    code = {"X-Query-Code": sent["query_code"]}
    return own, f"{own}/comments/{sent['comments'][0]['id']}", code


def revise_comment(world: World, early: FlaskClient, client: FlaskClient) -> Any:
    _, comment, code = taken(world, early)
    says = {"stance": "oppose", "body": "门槛应当取消。", "confidential": False}
    return client.patch(comment, json=says, headers=code)


def withdraw_comment(world: World, early: FlaskClient, client: FlaskClient) -> Any:
    _, comment, code = taken(world, early)
    return client.delete(comment, headers=code)


def withdraw_name(world: World, early: FlaskClient, client: FlaskClient) -> Any:
    own, _, code = taken(world, early)
    return client.delete(f"{own}/publish-name", headers=code)


def stop_messages(world: World, early: FlaskClient, client: FlaskClient) -> Any:
    own, _, code = taken(world, early)
    return client.delete(f"{own}/messages", headers=code)


def stop_messages_by_form(world: World, early: FlaskClient, client: FlaskClient) -> Any:
    return by_form(world, early, client, "messages")


def submit_one(world: World, early: FlaskClient) -> str:
    taken(world, early)
    service: Service = early.application.extensions["yanlu"]
    with service.database.read() as connection:
        return str(
            connection.scalars(
                select(submissions.c.id).order_by(submissions.c.entry.desc())
            ).first()
        )


def stop_messages_by_link(world: World, early: FlaskClient, client: FlaskClient) -> Any:
    service: Service = early.application.extensions["yanlu"]
    of = submit_one(world, early)
    with databases.writing(service.database) as connection:
        at = service.clock.now(connection)
        message_rows.add(
            connection, service.keyring, kind=MessageKind.RECEIPT, language="zh-CN", at=at,
            submission=of,
        )  # fmt: skip
        place = f"/receipts/stop?of={stop_token(connection, of)}"
    disowned = client.post(place, data={"act": "not_mine"})
    assert "已告诉办理单位" in disowned.text
    return client.post(place)


def make_request(world: World, early: FlaskClient, client: FlaskClient) -> Any:
    own, _, code = taken(world, early)
    return client.post(f"{own}/requests", json={"kind": "not_mine"}, headers=code)


def make_request_by_form(world: World, early: FlaskClient, client: FlaskClient) -> Any:
    sent: Any = early.post("/api/v1/submissions", json=world.citizen()).get_json()
    shown = {"no": sent["receipt_no"], "code": sent["query_code"]}
    return client.post("/receipts/requests", data={**shown, "kind": "access"})


def ask_for_code(_world: World, _: FlaskClient, client: FlaskClient) -> Any:
    return client.post("/api/v1/contact-codes", json=contact_codes.ASKED)


def leave_to_prove(_world: World, _early: FlaskClient, client: FlaskClient) -> Any:
    app = client.application
    app.extensions["yanlu"] = knowing(app.extensions["yanlu"], KnownProvider())
    return client.post("/forms/identity/start", data={"policy": POLICY})


def come_back_proved(world: World, early: FlaskClient, client: FlaskClient) -> Any:
    left = leave_to_prove(world, early, client).get_data(as_text=True)
    state = re.findall(r"state=([\w.-]+)", left)[0]
    back = client.post("/forms/identity/callback", data={"state": state, "code": "林晓芸"})
    ticket = back.headers["Location"].partition("#identity=")[2]
    return client.get("/api/v1/identity", headers={"X-Identity-Ticket": ticket})


def upload_file(_world: World, _: FlaskClient, client: FlaskClient) -> Any:
    return client.post("/api/v1/attachments", **sent_file("a.png", picture()))


ASKED: dict[str, Ask] = {
    "sendContactCode": ask_for_code,
    "createSubmission": send_comments,
    "uploadAttachment": upload_file,
    "reviseComment": revise_comment,
    "withdrawComment": withdraw_comment,
    "withdrawNameConsent": withdraw_name,
    "makeRequest": make_request,
    "stopMessages": stop_messages,
}
"""A request that is taken while the window is open, for each operation that writes."""
BY_FORM: dict[str, tuple[str, Ask]] = {
    "/forms/<policy_id>": ("required", send_form),
    "/forms/identity/start": ("any", leave_to_prove),
    "/forms/identity/callback": ("any", come_back_proved),
    "/receipts/": ("any", look_up_by_form),
    "/receipts/requests": ("any", make_request_by_form),
    "/receipts/revision": ("required", revise_by_form),
    "/receipts/withdrawal": ("required", withdraw_by_form),
    "/receipts/name": ("any", withdraw_name_by_form),
    "/receipts/messages": ("any", stop_messages_by_form),
    "/receipts/stop": ("any", stop_messages_by_link),
}
"""The same of each form of the public, with its mark."""


def writing() -> dict[str, dict[str, Any]]:
    return {
        operation["operationId"]: operation
        for path in description()["paths"].values()
        for method, operation in path.items()
        if method not in READING
    }


def test_every_operation_that_writes_has_a_mark_and_none_that_reads() -> None:
    operations = [each for path in description()["paths"].values() for each in path.values()]
    marked = {each["operationId"] for each in operations if "x-yanlu-window" in each}
    assert marked == set(writing()) == set(ASKED)
    assert {each["x-yanlu-window"] for each in writing().values()} <= {"required", "any"}


def test_every_form_of_the_public_is_among_them(world: World) -> None:
    app = world.app()
    public = {Access.PUBLIC, Access.RECEIPT_HOLDER, Access.MESSAGE_READER}
    forms = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and not rule.rule.startswith("/api/")
        and declared_access(app, rule.endpoint) in public
    }
    assert forms - {"/desk/login", "/desk/logout"} == set(BY_FORM)


@pytest.mark.parametrize("name", [*ASKED, *BY_FORM])
def test_what_needs_an_open_window_is_refused_from_the_closing_instant_on(
    world: World, name: str
) -> None:
    if name in BY_FORM:
        mark, ask = BY_FORM[name]
    else:
        mark, ask = writing()[name]["x-yanlu-window"], ASKED[name]
    world.env |= contact_codes.MAIL
    # A thousandth of a second before, and at the instant itself.
    early, late = world.client(YANLU_NOW=LAST_MOMENT), world.client(YANLU_NOW=CLOSES)
    assert ask(world, early, early).status_code < 300
    answer = ask(world, early, late)
    if mark == "any":
        assert answer.status_code < 300
        return
    assert answer.status_code == 409
    assert name in BY_FORM or answer.get_json()["code"] == "window_closed"
