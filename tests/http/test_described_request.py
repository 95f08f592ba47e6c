"""The description of a submission holds: it takes what is taken and refuses what is refused."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from comments_service.web.api.interface import description
from tests.conftest import Send, World
from tests.http.examples import REFUSED, REFUSED_BEYOND_A_SCHEMA, TAKEN

DOCUMENT = description()
SCHEMA = Draft202012Validator(
    {"$ref": "#/components/schemas/SubmissionIn", "components": DOCUMENT["components"]}
)


@pytest.mark.parametrize("changes", TAKEN)
def test_what_is_taken_is_described(world: World, send: Send, changes: dict[str, Any]) -> None:
    sent = world.citizen(**changes)
    SCHEMA.validate(sent)
    assert send(sent).status_code == 201


@pytest.mark.sqlite
@pytest.mark.parametrize(("changes", "field"), REFUSED)
def test_what_is_refused_is_not_described(
    world: World, changes: dict[str, Any], field: str
) -> None:
    assert not SCHEMA.is_valid(world.citizen(**changes)), field


@pytest.mark.sqlite
@pytest.mark.parametrize(("changes", "field"), REFUSED_BEYOND_A_SCHEMA)
def test_what_no_schema_can_tell_is_left_to_the_interface(
    world: World, changes: dict[str, Any], field: str
) -> None:
    assert SCHEMA.is_valid(world.citizen(**changes)), field


@pytest.mark.sqlite
@pytest.mark.parametrize("field", ["policy", "name", "consent_notice", "comments"])
def test_what_is_required_is_described_as_such(world: World, field: str) -> None:
    sent = world.citizen()
    del sent[field]
    assert not SCHEMA.is_valid(sent)


def test_every_operation_says_how_it_can_fail() -> None:
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            assert {"405", "500"} <= set(operation["responses"]), (method, path)


@pytest.mark.sqlite
def test_a_receipt_is_described_with_its_state_and_answers(client: FlaskClient) -> None:
    schemas: Any = client.get("/api/openapi.json").get_json()["components"]["schemas"]
    described = schemas["ReceiptLookupOut"]
    assert {"state", "answers"} <= set(described["required"])
    assert "withdrawn" in described["properties"]["state"]["enum"]
    assert set(schemas["AnswerOut"]["required"]) == {
        *["comment", "citation", "disposition", "answer"]
    }
