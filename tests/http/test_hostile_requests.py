"""Requests that are no requests: answered in order, and nothing of them in any log."""

import json
import socket
from contextlib import closing
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import POLICY, World
from tests.http.conftest import Serve, Served
from tests.servers.waiting import MOST_SECONDS

MARK = b"MARKmark4711"
POST = b"POST /api/v1/submissions?" + MARK + b" HTTP/1.1\r\nHost: x\r\nX-Own: " + MARK + b"\r\n"
JSON = b"Content-Type: application/json\r\n"
CHUNKED = POST + JSON + b"Transfer-Encoding: chunked\r\n\r\n"
# What the server itself cannot read it refuses in few words; the rest is told by the service.
TOLD = {
    "a chunk without a length": CHUNKED + b"zz\r\n" + MARK,
    "a chunk that is longer than it says": CHUNKED + b"2\r\n" + MARK + b"\r\n0\r\n\r\n",
    "two hosts": b"GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
    "no host": b"GET /healthz HTTP/1.1\r\nX: " + MARK + b"\r\n\r\n",
    "chunks in chunks": POST
    + JSON
    + b"Transfer-Encoding: chunked, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "a body that is compressed on its way": POST
    + JSON
    + b"Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "no JSON": POST + JSON + b"Content-Length: 12\r\n\r\n" + MARK,
}
BARE = {
    "no request at all": b"\x16\x03\x01" + MARK + b"\r\n\r\n",
    "a length that is none": POST + b"Content-Length: x" + MARK + b"\r\n\r\n",
    "two lengths": POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n" + MARK,
    "a length below nothing": POST + b"Content-Length: -3\r\n\r\n" + MARK,
    "a folded header": POST + b"X: 1\r\n " + MARK + b"\r\n\r\n",
    "a name with a blank": POST + b"X Y: " + MARK + b"\r\n\r\n",
    "a version that is none": b"GET /" + MARK + b" HTTP/9.9\r\nHost: x\r\n\r\n",
}


def raw(server: Served, sent: bytes) -> bytes:
    with closing(socket.create_connection(("127.0.0.1", server.port), timeout=MOST_SECONDS)) as one:
        one.sendall(sent)
        return one.recv(65536)


def test_a_watcher_that_speaks_http_1_0_needs_no_host(shared_server: Served) -> None:
    answer = raw(shared_server, b"GET /healthz HTTP/1.0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.0 200 ")


def test_what_is_no_request_is_400_and_reaches_no_log(world: World, serve: Serve) -> None:
    server = serve(world.env)
    for name, sent in TOLD.items():
        answer = raw(server, sent)
        assert answer.startswith(b"HTTP/1.1 400 "), (name, answer)
        assert b"application/problem+json" in answer, name
    for name, sent in BARE.items():
        assert raw(server, sent).startswith(b"HTTP/1.1 400 "), name
    huge = POST + b"X: " + b"x" * 300_000 + b"\r\n\r\n"
    assert raw(server, huge).startswith(b"HTTP/1.1 431 ")
    lengths = POST + JSON + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    answer = raw(server, lengths)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"connection: close" in answer.lower()
    secret = {"name": MARK.decode(), "phone": "138 0728 1234", "version": MARK.decode()}
    server.submit(world.citizen(**secret))
    server.ask("GET", f"/api/v1/receipts/{MARK.decode()}?code={MARK.decode()}")
    assert server.ask("GET", "/readyz")[0] == 200
    log = server.stop()
    assert MARK.decode() not in log
    assert "Traceback" not in log


def test_a_failure_of_the_program_tells_the_log_where_and_nothing_of_the_request(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_service: object, number: str, *_: object) -> None:
        raise RuntimeError(number)

    app = world.app()
    app.testing = False
    monkeypatch.setattr("comments_service.web.api.routes.look_up", fail)
    answer = app.test_client().get(f"/api/v1/receipts/{MARK.decode()}?code={MARK.decode()}")
    assert (answer.status_code, answer.get_json()["code"]) == (500, "internal")
    assert "RuntimeError at api.show_receipt" in caplog.text
    assert MARK.decode() not in caplog.text


def test_answers_name_no_server(shared_server: Served) -> None:
    answer = raw(shared_server, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").lower()
    assert b"\r\nserver: -\r\n" in answer
    assert b"granian" not in answer


FORWARDED = {
    "X-Forwarded-For": "203.0.113.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.test",
    "X-Forwarded-Prefix": "/evil",
    "X-Real-IP": "203.0.113.7",
    "Forwarded": "for=203.0.113.7;host=evil.test",
    "X-Script-Name": "/evil",
    "Script-Name": "/evil",
}


@pytest.mark.parametrize("path", ["/readyz", "/catalogue.json", f"/forms/{POLICY}"])
def test_no_header_moves_the_service_to_another_path_or_host(
    shared_server: Served, path: str
) -> None:
    lines = [f"{name}: {value}" for name, value in FORWARDED.items()]
    lines += [f"{name.upper().replace('-', '_')}: {path}" for name in FORWARDED]
    lines += [f"PATH_INFO: {path}", f"SCRIPT_NAME: {path}", f"REQUEST_URI: {path}"]
    head = f"GET /api{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + "\r\n".join(lines)
    answer = raw(shared_server, head.encode() + b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"evil" not in answer


def test_another_encoding_than_utf_8_is_refused_and_not_guessed_at(
    client: FlaskClient, world: World
) -> None:
    body: Any = json.dumps(world.citizen(), ensure_ascii=False).encode("gbk")
    for kind in ("application/json; charset=gbk", "application/json; charset=GB18030"):
        answer = client.post("/api/v1/submissions", data=body, content_type=kind)
        assert (answer.status_code, answer.get_json()["code"]) == (400, "malformed")
    form = "application/x-www-form-urlencoded; charset=gbk"
    assert client.post(f"/forms/{POLICY}", data=b"name=a", content_type=form).status_code == 400


def test_a_digit_of_another_script_is_no_field_of_the_form(client: FlaskClient) -> None:
    fields = {"version": "v1", "comments[\u0661].body": "好"}
    assert client.post(f"/forms/{POLICY}", data=fields).status_code == 400
