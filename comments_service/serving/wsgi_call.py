"""One call of a WSGI application (PEP 3333) for a request of ASGI."""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from werkzeug.wsgi import FileWrapper

Application: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Headers: TypeAlias = list[tuple[bytes, bytes]]

PIECE = 64 * 1024
"""Bytes of an answer that go out in one piece at most."""
_SAYS_BODY = ("CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING")
# These two are in an environment without HTTP_ before their names.
_BARE = {"CONTENT_TYPE", "CONTENT_LENGTH"}
# The server says 1 for 1.0.
_PROTOCOLS = {"1": "HTTP/1.0"}


@dataclass(frozen=True, slots=True)
class WsgiResponse:
    """What an application answered: ``whole`` where that is small, else ``pieces``.

    The pieces of a file are read while they are sent.
    """

    status: int
    headers: Headers
    whole: bytes | None
    pieces: Iterable[bytes] = ()
    close: Callable[[], object] = lambda: None


def environ_of(scope: Mapping[str, Any]) -> dict[str, Any]:
    """Return the environment for a request; its body is still missing.

    A name with an underscore is left out: in an environment it would look like the one
    with a hyphen, and a proxy may have let it pass for another. ``SCRIPT_NAME`` is empty,
    whatever a client says: the links of all pages are relative.
    """
    client, server = scope.get("client") or ("", 0), scope.get("server") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": _PROTOCOLS.get(scope["http_version"], f"HTTP/{scope['http_version']}"),
        "REMOTE_ADDR": str(client[0]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
        "wsgi.file_wrapper": _wrapped,
    }
    for name, value in scope["headers"]:
        _add(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


def has_body(environ: Mapping[str, Any]) -> bool:
    """Return whether a request has a body, however short (RFC 9112, 6.3)."""
    return any(name in environ for name in _SAYS_BODY)


def call(application: Application, environ: dict[str, Any]) -> WsgiResponse:
    """Call the application and return its answer, whole in memory unless it is a file."""
    started: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> None:
        started.update(status=int(status.split(" ", 1)[0]), headers=headers)

    result = application(environ, start_response)
    close = getattr(result, "close", lambda: None)
    headers = [
        (name.encode("latin-1"), text.encode("latin-1")) for name, text in started["headers"]
    ]
    if isinstance(result, FileWrapper):
        return WsgiResponse(started["status"], headers, None, result, close)
    try:
        whole = b"".join(result)
    finally:
        close()
    if len(whole) <= PIECE:
        return WsgiResponse(started["status"], headers, whole)
    pieces = (whole[at : at + PIECE] for at in range(0, len(whole), PIECE))
    return WsgiResponse(started["status"], headers, None, pieces)


def _wrapped(file: Any, _size: int = 0) -> FileWrapper:
    return FileWrapper(file, PIECE)


def _add(environ: dict[str, Any], name: str, value: str) -> None:
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    key = key if key in _BARE else f"HTTP_{key}"
    # Twice is once with a comma (RFC 9110, 5.3); a length that differs is none at all.
    joined = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{joined}{value}" if key in environ else value
