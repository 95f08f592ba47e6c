"""A body of JSON is read alike whether it is in memory already or comes over a connection."""

import io
from typing import Any

import pytest
from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.test import EnvironBuilder

from comments_service.domain.errors import Malformed
from comments_service.web.shell.request_body import json_body

DEEPEST = 16


def asked(body: bytes, kind: str, *, whole: bool) -> Request:
    """Return a request as the gateway hands it over, ``whole``, or a server for development."""
    environ = EnvironBuilder(method="POST", data=body, content_type=kind).get_environ()
    if whole:
        environ |= {"wsgi.input": io.BytesIO(body), "wsgi.input_terminated": True}
    request = Request(environ)
    request.max_content_length = 1000
    return request


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    ("body", "kind", "found"),
    [
        (b'{"a": ["\xe6\x84\x8f", 1]}', "application/json", {"a": ["意", 1]}),
        (b"[]", "Application/JSON; charset=UTF-8", []),
        (b"[]", "application/json; charset=gbk", Malformed),
        (b"[]", "text/plain", Malformed),
        (b"[]", "", Malformed),
        (b"", "application/json", Malformed),
        (b"\xef\xbb\xbf[]", "application/json", Malformed),
        (b'"\xff"', "application/json", Malformed),
        (b"[NaN]", "application/json", Malformed),
        (b"[1] 2", "application/json", Malformed),
        (b'{"a": 1, "a": 1}', "application/json", Malformed),
        (b'"' + b"[{" * 100 + b'"', "application/json", "[{" * 100),
        (b" " * 998 + b"[]", "application/json", []),
        (b" " * 999 + b"[]", "application/json", RequestEntityTooLarge),
    ],
)
def test_what_a_body_holds(body: bytes, kind: str, found: Any, *, whole: bool) -> None:
    request = asked(body, kind, whole=whole)
    if isinstance(found, type):
        with pytest.raises(found):
            json_body(request)
    else:
        assert json_body(request) == found


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("begin", [b"[", b'{"a":'])
def test_how_deep_it_may_be(begin: bytes, *, whole: bool) -> None:
    end = b"]" if begin == b"[" else b"}"

    def nested(levels: int, inner: bytes) -> Request:
        body = begin * levels + inner + end * levels
        return asked(body, "application/json", whole=whole)

    json_body(nested(DEEPEST - 1, b"1"))
    json_body(nested(DEEPEST - 1, b"[]"))
    for levels, inner in ((DEEPEST, b"1"), (DEEPEST, b"[]"), (150, b"1"), (50, b"[]")):
        with pytest.raises(Malformed):
            json_body(nested(levels, inner))
