"""Files for comments by the interface: sent first, then named by a comment, once and in time."""

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from comments_service.services.database.check import check
from comments_service.services.service import Service
from comments_service.store.database.tables import attachments
from comments_service.web.api.interface import description
from tests.conftest import INSIDE, Send, World, publish, the_policy
from tests.worlds.attached_files import (
    form_body,
    pdf_file,
    picture,
    sent_file,
    stored_file,
    word_file,
)

UPLOADS = "/api/v1/attachments"
LATER = "2018-07-15T12:00:00+08:00"


def upload(client: FlaskClient, name: str = "测算表.pdf", content: bytes = b"") -> Any:
    return client.post(UPLOADS, **sent_file(name, content or pdf_file()))


def with_files(world: World, *ids: str) -> dict[str, Any]:
    [comment] = world.citizen()["comments"]
    return world.citizen(comments=[{**comment, "attachments": list(ids)}])


def faults(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [each["field"] for each in answer.get_json()["errors"]]


def stored(service: Service) -> list[Any]:
    with service.database.read() as connection:
        return list(connection.execute(select(attachments)))


def test_a_file_goes_with_the_comment_that_names_it(
    world: World, client: FlaskClient, send: Send
) -> None:
    taken = upload(client)
    kept = taken.get_json()
    assert taken.status_code == 201
    assert set(kept) == {"id", "digest", "name", "size"}
    assert (kept["name"], kept["size"]) == ("测算表.pdf", len(pdf_file()))
    second = upload(client, "图.png", picture()).get_json()
    sent = with_files(world, kept["id"], second["id"])
    answer = send(sent).get_json()
    (comment,) = answer["receipt"]["comments"]
    assert [each["digest"] for each in comment["attachments"]] == [kept["digest"], second["digest"]]
    code = {"X-Query-Code": answer["query_code"]}
    looked_up = client.get(f"/api/v1/receipts/{answer['receipt_no']}", headers=code).get_json()
    names = [each["name"] for each in looked_up["comments"][0]["attachments"]]
    assert names == ["测算表.pdf", "图.png"]
    assert send(sent).get_json() == answer
    service = client.application.extensions["yanlu"]
    assert check(service).differences == []


def test_a_change_of_the_comment_keeps_its_files(
    world: World, client: FlaskClient, send: Send
) -> None:
    answer = send(with_files(world, upload(client).get_json()["id"])).get_json()
    own = f"/api/v1/receipts/{answer['receipt_no']}/comments/{answer['comments'][0]['id']}"
    says = {"stance": "oppose", "body": "门槛应当取消。", "confidential": False}
    changed = client.patch(own, json=says, headers={"X-Query-Code": answer["query_code"]})
    assert len(changed.get_json()["comments"][0]["attachments"]) == 1


def test_a_file_is_named_once_by_one_comment_on_its_policy(
    world: World, client: FlaskClient, send: Send
) -> None:
    kept = upload(client).get_json()["id"]
    field = "comments[0].attachments[0]"
    assert faults(send(with_files(world, kept, kept))) == ["comments[0].attachments[1]"]
    assert send(with_files(world, kept)).status_code == 201
    assert faults(send(with_files(world, kept))) == [field]
    assert faults(send(with_files(world, "0" * 32))) == [field]
    assert faults(send(with_files(world, "no-id"))) == [field]
    four = [upload(client).get_json()["id"] for _ in range(4)]
    assert faults(send(with_files(world, *four))) == ["comments[0].attachments"]
    twice = with_files(world, four[0])
    twice["comments"] *= 2
    assert faults(send(twice)) == ["comments[1].attachments[0]"]
    assert send(with_files(world, four[0])).status_code == 201


def test_what_no_comment_named_within_two_hours_is_gone(world: World) -> None:
    early = world.client(YANLU_NOW=INSIDE)
    kept = upload(early).get_json()["id"]
    late = world.client(YANLU_NOW=LATER)
    answer = late.post("/api/v1/submissions", json=with_files(world, kept))
    assert faults(answer) == ["comments[0].attachments[0]"]
    service = late.application.extensions["yanlu"]
    assert len(stored(service)) == 1
    fresh = upload(late).get_json()["id"]
    assert [row.id for row in stored(service)] == [fresh]


def test_a_file_of_another_policy_is_none_of_this_ones(world: World) -> None:
    version = replace(the_policy().versions[0], clauses="another-plan/v1/clauses.json")
    publish(world.site, the_policy(), the_policy(id="another-plan", versions=(version,)))
    client = world.client()
    kept = client.post(UPLOADS, **sent_file("a.pdf", pdf_file(), "another-plan")).get_json()
    answer = client.post("/api/v1/submissions", json=with_files(world, kept["id"]))
    assert faults(answer) == ["comments[0].attachments[0]"]


@pytest.mark.parametrize(
    ("sent", "status", "field"),
    [
        (sent_file("a.pdf", b"MZ" + bytes(100)), 422, "file"),
        (sent_file("a.exe", pdf_file()), 422, "file"),
        (form_body({"policy": "shiyan-industry-2018"}), 422, "file"),
        (sent_file("a.pdf", pdf_file(), ""), 422, "policy"),
        (sent_file("a.pdf", pdf_file(), "no-such-policy"), 404, ""),
        (form_body({"file": stored_file("a.pdf", pdf_file()), "more": "a"}), 400, ""),
    ],
)
def test_what_is_wrong_with_an_upload_is_said(
    client: FlaskClient, sent: dict[str, Any], status: int, field: str
) -> None:
    answer = client.post(UPLOADS, **sent)
    said = answer.get_json()
    assert answer.status_code == status, said
    assert [each["field"] for each in said["errors"]] == ([field] if field else [])


def test_ten_megabytes_are_taken_and_no_more(client: FlaskClient, send: Send) -> None:
    whole = pdf_file().ljust((10 << 20) - 6, b"\n") + b"%%EOF\n"
    assert upload(client, "a.pdf", whole).status_code == 201
    for more in (1, 100_000):
        answer = upload(client, "a.pdf", b"%PDF-" + bytes(more) + whole[5:])
        assert (answer.status_code, answer.get_json()["code"]) == (413, "too_large")
        assert "10MB" in answer.get_json()["title"]
    assert send(b" " * 300_000).status_code == 413


def test_an_address_uploads_so_many_an_hour(world: World) -> None:
    client = world.client(YANLU_LIMIT_ATTACHMENTS_HOUR="2")
    assert [upload(client).status_code for _ in range(3)] == [201, 201, 429]


def test_a_file_that_is_refused_counts_as_much(world: World) -> None:
    client = world.client(YANLU_LIMIT_ATTACHMENTS_HOUR="2")
    assert [upload(client, name="a.jpg", content=b"MZ").status_code for _ in range(3)] == [
        422,
        422,
        429,
    ]


def test_the_description_says_what_an_upload_is() -> None:
    described = description()["paths"][UPLOADS]["post"]
    assert described["x-yanlu-window"] == "required"
    assert set(described["requestBody"]["content"]) == {"multipart/form-data"}
    assert {"201", "409", "413", "422", "429"} <= set(described["responses"])
    file = description()["components"]["schemas"]["AttachmentIn"]["properties"]["file"]
    assert file["format"] == "binary"


def test_a_word_file_is_read_only_when_it_belongs_to_a_comment(
    world: World, client: FlaskClient, send: Send
) -> None:
    kept = upload(client, "意见.docx", word_file()).get_json()["id"]
    service = client.application.extensions["yanlu"]
    assert [row.text_state for row in stored(service)] == ["pending"]
    send(with_files(world, kept))
    assert [row.comment_id is not None for row in stored(service)] == [True]
