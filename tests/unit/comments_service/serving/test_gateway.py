"""Files have memory and time of their own at the gateway: a flood of them keeps no comment out."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from comments_service.serving.gateway import Bounds, Gateway
from comments_service.web.shell.turned_away import REFUSAL_REASON, RefusalReason
from tests.servers.gateway_call import JSON, answered
from tests.servers.waiting import MOST_SECONDS

FILE = "multipart/form-data; boundary=b"


def says_why(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answer with why a request was refused, or how much came."""
    start_response("200 OK", [])
    reason = environ[REFUSAL_REASON]
    return [str(reason or len(environ["wsgi.input"].read())).encode()]


def ask(
    gateway: Gateway, path: str, kind: str, body: bytes = b"x" * 100, length: int | None = None
) -> str:
    return answered(gateway, path, kind, body, length).body


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


def test_whether_it_lives_is_told_while_others_wait_for_the_database() -> None:
    free, busy = threading.Event(), threading.Semaphore(0)

    def stands_still(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] != "/healthz":
            busy.release()
            assert free.wait(MOST_SECONDS)
        start_response("200 OK", [])
        return [b"it lives"]

    gateway = Gateway(stands_still, Bounds(receive_seconds=15, threads=4))
    with ThreadPoolExecutor(8) as watchers:
        waiting = [
            watchers.submit(ask, gateway, path, JSON) for path in ("/readyz", "/metrics") * 4
        ]
        for _ in range(2):
            assert busy.acquire(timeout=MOST_SECONDS)
        assert ask(gateway, "/healthz", JSON) == "it lives"
        free.set()
    assert [each.result() for each in waiting] == ["it lives"] * 8


def test_a_failure_of_the_gateway_itself_is_answered_and_logged_without_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails(_environ: dict[str, Any], _start_response: Any) -> list[bytes]:
        raise RuntimeError("PLANTED")

    gateway = Gateway(fails, Bounds(receive_seconds=15, threads=4))
    assert ask(gateway, "/", JSON) == ""
    assert caplog.messages == ["a request was not answered"]
    assert "PLANTED" not in caplog.text
    assert vars(caplog.records[0])["facts"]["error"] == ["RuntimeError"]


def test_requests_and_health_checks_run_undisturbed() -> None:
    def says_how(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [b"%d" % os.sched_getscheduler(0)]

    gateway = Gateway(says_how, Bounds(receive_seconds=15, threads=4))
    found = [int(answered(gateway, path).body) for path in ("/a", "/readyz", "/healthz")]
    assert found == [os.SCHED_BATCH] * 3
