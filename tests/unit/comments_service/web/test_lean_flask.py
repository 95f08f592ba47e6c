"""The application answers as the library's own does, whatever host, path or question comes."""

import itertools
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, json, jsonify, request

from comments_service.web.lean_flask import LeanFlask

HOSTS = (
    "example.org", "EXAMPLE.org:80", "example.org:8443", "127.0.0.1", "[::1]:80", "a..b", "",
    "意见.example", "x" * 64, "x" * 300, "a/b", "example.org:0", "example.org:99999",
)  # fmt: skip
PATHS = ("", "/", "/say", "//say", "/say/", "/二/say", "/old", "/二", "/\xff", "/nothing")
MORE: tuple[dict[str, str], ...] = (
    {},
    {"QUERY_STRING": "a=\xe4\xba\x8c&b=%E4"},
    {"SCRIPT_NAME": "/under"},
    {"wsgi.url_scheme": "https"},
    {"HTTP_UPGRADE": "websocket", "HTTP_CONNECTION": "keep-alive, Upgrade"},
    {"REQUEST_METHOD": "POST"},
)


def answers(kind: type[Flask]) -> list[Any]:
    """Return what an application of a class answers to each question, twice."""
    app = kind(__name__)
    app.url_map.strict_slashes = False
    app.add_url_rule("/old", "old", redirect_to="/say")
    app.add_url_rule("/say", "say", say)
    app.add_url_rule("/<word>/say", "say", say)
    client = app.test_client()
    found = []
    for host, path, more in itertools.product(HOSTS * 2, PATHS, MORE):
        own = {"PATH_INFO": path.encode("utf-8").decode("latin-1"), "HTTP_HOST": host, **more}
        answer = client.open("/", environ_overrides=own)
        found.append((answer.status_code, answer.headers.get("Location"), answer.data))
    return found


def say(word: str = "") -> Any:
    return jsonify(word=word, path=request.path, host=request.host, root=request.url_root)


def test_it_finds_the_views_that_the_library_finds() -> None:
    lean = answers(LeanFlask)
    assert lean == answers(Flask)
    assert {status for status, _, _ in lean} >= {200, 308, 400, 404, 405}


def test_hosts_that_anybody_may_make_up_are_not_kept_without_end() -> None:
    app = LeanFlask(__name__)
    for number in range(300):
        app.test_client().get("/", headers={"Host": f"h{number}.example"})
    app.test_client().get("/", headers={"Host": "x." * 200 + "x"})
    assert len(app._names) < 100
    assert max(len(str(host)) for _, host, *_ in app._names) < 300


@pytest.mark.parametrize(
    "value",
    [
        {"b": [1, 2.5, None, True], "a": "意见<&>\u2028\x7f"},
        {"at": datetime(2018, 7, 13, tzinfo=UTC), "id": UUID(int=7)},
        [],
        "",
    ],
)
def test_it_writes_json_as_the_library_does(value: Any) -> None:
    found = []
    for kind in (LeanFlask, Flask):
        app = kind(__name__)
        with app.app_context():
            found.append((jsonify(value).data, json.dumps(value), json.dumps(value, indent=1)))
    assert found[0] == found[1]
