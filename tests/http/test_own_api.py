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
