import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import POLICY, Send, World
from tests.http.examples import REFUSED, REFUSED_BEYOND_A_SCHEMA, one


@pytest.fixture(scope="module")
def world(shared_world: World) -> World:
    """One for all of them: what is refused leaves nothing."""
    return shared_world


@pytest.fixture(scope="module")
def client(shared_world: World) -> FlaskClient:
    return shared_world.client()


def stored(client: FlaskClient) -> int:
    tally: Any = client.get(f"/api/v1/policies/{POLICY}/tally").get_json()
    return int(tally["submissions"])


@pytest.mark.parametrize(("changes", "field"), [*REFUSED, *REFUSED_BEYOND_A_SCHEMA])
def test_what_cannot_be_taken_is_refused_by_its_field(
    world: World, client: FlaskClient, send: Send, changes: dict[str, Any], field: str
) -> None:
    before = stored(client)
    answer = send(world.citizen(**changes))
    problem = answer.get_json()
    assert (answer.status_code, problem["code"]) == (422, "invalid")
    assert [fault["field"] for fault in problem["errors"]] == [field]
    assert problem["errors"][0]["message"]
    assert stored(client) == before


@pytest.mark.parametrize(
    "field",
    ["policy", "version", "participant", "name", "consent_notice", "comments", "idempotency_key"],
)
def test_a_required_field_that_is_missing_is_named(world: World, send: Send, field: str) -> None:
    sent = world.citizen()
    del sent[field]
    answer = send(sent)
    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [{"field": field, "message": "必填"}]


def test_an_empty_text_is_too_short_in_characters(world: World, send: Send) -> None:
    fault = send(world.citizen(version="")).get_json()["errors"][0]
    assert fault == {"field": "version", "message": "不能少于 1 个字符"}


def test_all_faults_are_named_at_once(world: World, send: Send) -> None:
    faults = send(world.citizen(name=" ", phone="", **one(stance="x", body=""))).get_json()
    fields = [fault["field"] for fault in faults["errors"]]
    assert fields == ["name", "phone", "comments[0].stance", "comments[0].body"]


@pytest.mark.parametrize("body", ["好" * 10_000, "🙂" * 10_000])
def test_ten_thousand_characters_are_taken(world: World, send: Send, body: str) -> None:
    assert send(world.citizen(**one(body=body))).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe{}",
        b'{"name": NaN}',
        b'{"name": "a", "name": "b"}',
        b"[" * 100_000,
        b'{"comments": ' + b"[" * 40 + b"]" * 40 + b"}",
        b'{"comments": ' + b"1" * 5000 + b"}",
    ],
)
def test_what_is_no_proper_json_is_malformed(send: Send, body: bytes) -> None:
    answer = send(body)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "malformed")


def test_another_content_type_is_malformed(world: World, send: Send) -> None:
    body = json.dumps(world.citizen()).encode()
    answer = send(body, content_type="text/plain")
    assert (answer.status_code, answer.get_json()["code"]) == (400, "malformed")


def test_json_in_utf_16_is_malformed(world: World, send: Send) -> None:
    assert send(json.dumps(world.citizen()).encode("utf-16")).status_code == 400


def test_more_than_256_kib_is_too_large(world: World, client: FlaskClient, send: Send) -> None:
    before = stored(client)
    comments = [{"stance": "suggest", "body": "好" * 10_000}] * 30
    answer = send(json.dumps(world.citizen(comments=comments)).encode())
    assert (answer.status_code, answer.get_json()["code"]) == (413, "too_large")
    assert stored(client) == before


def test_a_field_whose_name_cannot_be_written_is_refused(world: World, send: Send) -> None:
    answer = send(world.citizen(**{"\ud800": 1}))
    assert answer.status_code == 422
    assert answer.get_json()["code"] == "invalid"
