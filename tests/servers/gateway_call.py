"""One request to the gateway as the server hands it over, without a server."""

from typing import Any, NamedTuple

from comments_service.serving.gateway import Gateway
from tests.servers.own_loop import run

JSON = "application/json"


class Answered(NamedTuple):
    """What the gateway sent; names of headers in small letters."""

    status: int
    headers: dict[str, str]
    body: str


def answered(
    gateway: Gateway,
    path: str,
    kind: str = "",
    body: bytes | None = None,
    length: int | None = None,
) -> Answered:
    """Post a body of a kind, in chunks unless a length is told; without one, get the path."""
    chunked = (b"transfer-encoding", b"chunked")
    told = chunked if length is None else (b"content-length", b"%d" % length)
    sends = [] if body is None else [(b"content-type", kind.encode()), told]
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET" if body is None else "POST",
        "path": path, "query_string": b"", "client": ("192.0.2.7", 1),
        "server": ("127.0.0.1", 1), "headers": [(b"host", b"a"), *sends],
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body or b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    run(gateway(scope, receive, send))
    headers = {name.decode().lower(): text.decode() for name, text in sent[0]["headers"]}
    whole = b"".join(each.get("body", b"") for each in sent)
    return Answered(sent[0]["status"], headers, whole.decode())
