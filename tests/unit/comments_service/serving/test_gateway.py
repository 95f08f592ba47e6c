"""Files have memory and time of their own at the gateway: a flood of them keeps no comment out."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from comments_service.serving.gateway import Bounds, Gateway
from comments_service.web.shell.turned_away import REFUSAL_REASON, RefusalReason

FILE = "multipart/form-data; boundary=b"
JSON = "application/json"


def says_why(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answer with why a request was refused, or how much came."""
    start_response("200 OK", [])
    reason = environ[REFUSAL_REASON]
    return [str(reason or len(environ["wsgi.input"].read())).encode()]


def ask(
    gateway: Gateway, path: str, kind: str, body: bytes = b"x" * 100, length: int | None = None
) -> str:
    said = [] if length is None else [(b"content-length", b"%d" % length)]
    scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "path": path,
        "query_string": b"", "client": ("192.0.2.7", 1), "server": ("127.0.0.1", 1),
        "headers": [(b"host", b"a"), (b"content-type", kind.encode()), *said],
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    # In a thread of its own: where browser tests ran before, this one has a loop already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(gateway(scope, receive, send))).result()
    return b"".join(each.get("body", b"") for each in sent).decode()


def test_a_flood_of_files_keeps_no_comment_out() -> None:
    gateway = Gateway(says_why, Bounds(receive_seconds=15, threads=4))
    gateway._file_turns.held = gateway._file_turns.most
    assert ask(gateway, "/api/v1/attachments", FILE) == RefusalReason.TOO_MANY
    assert ask(gateway, "/forms/plan", FILE) == RefusalReason.TOO_MANY
    assert ask(gateway, "/forms/plan", FILE, length=900_000) == RefusalReason.TOO_MANY
    # The form without scripts is such a one, and mostly without a file.
    assert ask(gateway, "/forms/plan", FILE, length=100) == "100"
    assert ask(gateway, "/api/v1/submissions", JSON) == "100"
    assert ask(gateway, "/forms/plan", "application/x-www-form-urlencoded") == "100"


def test_only_where_files_are_taken_may_a_request_be_large() -> None:
    gateway = Gateway(says_why, Bounds(receive_seconds=15, threads=4))
    large = b"x" * 5_000_000
    assert ask(gateway, "/api/v1/attachments", FILE, large) == "5000000"
    assert ask(gateway, "/forms/plan", FILE, large) == "5000000"
    for path, kind in (
        ("/api/v1/attachments", JSON),
        ("/api/v1/submissions", FILE),
        ("/receipts/", FILE),
        ("/desk/login", FILE),
    ):
        assert ask(gateway, path, kind, large) == RefusalReason.TOO_LARGE
    assert ask(gateway, "/api/v1/attachments", FILE, b"x" * 11_000_000) == RefusalReason.TOO_LARGE
