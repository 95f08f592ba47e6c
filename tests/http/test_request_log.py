"""One line of JSON a record, by which a caller's request is found, and nobody's words in it."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import World
from tests.http.conftest import Serve, Served
from tests.http.test_hostile_requests import raw

PLANTED = "PLANTEDplanted4711"
ASKED = "0123456789abcdef0123456789ABCDEF"
# What a client can write anywhere, of things that are not kept.
HEAD = "".join(
    f"{name}: {PLANTED}\r\n" for name in ("User-Agent", "Referer", "Cookie", "X-Forwarded-For")
)
HEAD += "Connection: close\r\n\r\n"
EVERYWHERE = (
    f"GET /{PLANTED}?{PLANTED} HTTP/1.1\r\nHost: {PLANTED}\r\nX-Request-Id: {PLANTED}\r\n{HEAD}",
    f"{PLANTED} / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    f"GET /forms/{PLANTED} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    f"GET /desk/{PLANTED}/register?q={PLANTED} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
)


def lines(server: Served) -> list[dict[str, Any]]:
    """Stop a server and return its log: every line of it is an object of JSON."""
    return [json.loads(line) for line in server.stop().splitlines()]


def answered(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in found if line["message"] == "answered"]


def test_every_line_is_json_and_names_patterns_alone_and_who_never_reads_them_stops_nobody(
    world: World, serve: Serve
) -> None:
    server = serve({**world.env, "YANLU_TRUSTED_PROXIES": "203.0.113.1"})
    status, taken = server.submit(world.citizen(name=PLANTED, idempotency_key=f"{PLANTED}-key"))
    assert status == 201
    for number, code in ((taken["receipt_no"], PLANTED), (PLANTED, taken["query_code"])):
        server.ask("GET", f"/api/v1/receipts/{number}?code={code.replace(' ', '')}")
    for each in EVERYWHERE:
        raw(server, each.encode())
    # Far more lines than a pipe holds.
    for _ in range(300):
        assert server.ask("GET", "/api/v1/policies")[0] == 200
    found = lines(server)
    told = answered(found)
    assert len(told) == 307
    assert [line.get("route") for line in told[:3]] == [
        "/api/v1/submissions", *["/api/v1/receipts/<receipt_no>"] * 2,
    ]  # fmt: skip
    assert [(line["status"], line.get("code")) for line in told[:3]] == [
        (201, None), *[(404, "unknown_receipt")] * 2,
    ]  # fmt: skip
    assert {line["method"] for line in told} == {"GET", "POST", "other"}
    for line in told:
        assert re.fullmatch("[0-9a-f]{16}", line["request"])
        assert line["milliseconds"] > 0
        assert line["bytes"] > 0
    secret = (PLANTED, taken["receipt_no"], taken["query_code"], "127.0.0.1", "203.0.113.1")
    assert [each for each in secret if each in json.dumps(found[1:])] == []
    assert json.dumps(found[0]).count("127.0.0.1") == 1, "where it listens"


def test_an_id_is_believed_of_trusted_proxies_alone_and_only_if_it_is_plain(world: World) -> None:
    trusting = world.client(YANLU_TRUSTED_PROXIES="127.0.0.1")
    plain, refused = [ASKED, ASKED.lower()], ["13807281234", "a b", ASKED[:-1], ASKED + "0", ""]
    for each in plain:
        answer = trusting.get("/healthz", headers={"X-Request-Id": each})
        assert answer.headers["X-Request-Id"] == ASKED.lower()
    for each in refused:
        answer = trusting.get("/healthz", headers={"X-Request-Id": each})
        assert re.fullmatch("[0-9a-f]{16}", answer.headers["X-Request-Id"])
    stranger = world.client().get("/healthz", headers={"X-Request-Id": ASKED})
    assert stranger.headers["X-Request-Id"] != ASKED.lower()


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/receipts/1?code=2"])
def test_problem_details_name_the_request(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.get_json()["request_id"] == answer.headers["X-Request-Id"]


@pytest.mark.parametrize("path", ["/forms/nothing", "/nothing", "/desk/login/nothing"])
def test_a_page_that_says_what_failed_names_the_request(world: World, path: str) -> None:
    (world.site / "404.html").unlink()
    answer = world.client().get(path)
    assert answer.status_code == 404
    assert f"请求编号：{answer.headers['X-Request-Id']}" in answer.get_data(as_text=True)
