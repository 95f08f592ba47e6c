"""What senders do with their own comments by the interface: the shape of their requests."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from comments_service.web.api.interface import description
from tests.conftest import Send, World

SAYS = {"stance": "oppose", "body": "门槛应当取消。"}


@pytest.fixture
def receipt(world: World, send: Send) -> Any:
    [comment] = world.citizen()["comments"]
    return send(world.citizen(comments=[{**comment, "confidential": True}])).get_json()


def comment_of(receipt: Any) -> str:
    return f"/api/v1/receipts/{receipt['receipt_no']}/comments/{receipt['comments'][0]['id']}"


def test_a_change_says_whether_it_is_confidential(client: FlaskClient, receipt: Any) -> None:
    code = {"X-Query-Code": receipt["query_code"]}
    for left_out in ({}, {"confidential": None}):
        answer = client.patch(comment_of(receipt), json={**SAYS, **left_out}, headers=code)
        assert (answer.status_code, [each["field"] for each in answer.get_json()["errors"]]) == (
            422, ["confidential"]
        )  # fmt: skip
    assert client.patch(
        comment_of(receipt), json={**SAYS, "confidential": True}, headers=code
    ).status_code == 200  # fmt: skip
    schemas = description()["components"]["schemas"]
    assert "confidential" in schemas["RevisionIn"]["required"]
    assert "confidential" not in schemas["CommentIn"]["required"]


def test_a_code_in_an_address_shows_and_changes_nothing(client: FlaskClient, receipt: Any) -> None:
    own = f"/api/v1/receipts/{receipt['receipt_no']}"
    code = {"code": receipt["query_code"]}
    says = {**SAYS, "confidential": True}
    for answer in (
        client.patch(comment_of(receipt), json=says, query_string=code),
        client.delete(comment_of(receipt), query_string=code),
        client.delete(f"{own}/publish-name", query_string=code),
    ):
        assert (answer.status_code, answer.get_json()["code"]) == (404, "unknown_receipt")
    for ask in (client.get, client.head):
        assert ask(own, query_string=code).status_code == 200
    changing = description()["paths"]["/api/v1/receipts/{receipt_no}/publish-name"]
    parameters = {each["name"]: each["required"] for each in changing["delete"]["parameters"]}
    assert parameters == {"receipt_no": True, "X-Query-Code": True, "lang": False}


def test_the_first_request_again_is_answered_as_at_first_whatever_was_changed_since(
    world: World, client: FlaskClient, send: Send
) -> None:
    sent = world.citizen(consent_publish_name=True)
    first = send(sent).get_json()
    code = {"X-Query-Code": first["query_code"]}
    own = f"/api/v1/receipts/{first['receipt_no']}"
    changed = client.patch(comment_of(first), json={**SAYS, "confidential": True}, headers=code)
    assert changed.get_json()["receipt"]["comments"] != first["receipt"]["comments"]
    assert client.delete(f"{own}/publish-name", headers=code).status_code == 200
    assert send(sent).get_json() == first
    assert client.delete(comment_of(first), headers=code).status_code == 200
    assert send(sent).get_json() == first
