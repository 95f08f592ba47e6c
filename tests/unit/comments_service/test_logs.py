"""Lines of the log: one a record, without the words of an error."""

import json
import logging
import sys
import threading
from typing import Any

import pytest

from comments_service.logs import (
    REQUEST,
    JsonLine,
    QueuedLines,
    RequestNote,
    TextLine,
    error_facts,
)
from tests.servers.waiting import MOST_SECONDS, wait_for

PLANTED = "PLANTEDplanted4711"


def _fail() -> None:
    try:
        int(PLANTED)
    except ValueError as cause:
        raise LookupError(PLANTED) from cause


def failure() -> Exception:
    """Return an error with a cause, as one is caught."""
    with pytest.raises(LookupError) as caught:
        _fail()
    return caught.value


def record(**more: Any) -> logging.LogRecord:
    made = logging.makeLogRecord(
        {"name": "a", "levelno": 40, "levelname": "ERROR", "msg": "it\nfailed", **more}
    )
    made.process = 7
    return made


def test_an_error_is_its_kinds_and_places_and_never_its_words() -> None:
    facts = error_facts(failure())
    assert facts["error"] == ["LookupError", "ValueError"]
    assert facts["places"][-1].endswith(" _fail")
    error = failure()
    handed_over = record(exc_info=(type(error), error, error.__traceback__))
    for form in (JsonLine(), TextLine()):
        assert PLANTED not in form.format(handed_over)
        assert "LookupError" in form.format(handed_over)


def test_a_line_says_which_request_its_thread_works_on() -> None:
    before = REQUEST.set(RequestNote("abc", "GET", "/forms/<policy_id>"))
    try:
        line = JsonLine().format(record())
        assert "\n" not in line
        assert json.loads(line) | {"time": ""} == {
            "time": "", "level": "error", "logger": "a", "process": 7, "message": "it\nfailed",
            "request": "abc", "method": "GET", "route": "/forms/<policy_id>",
        }  # fmt: skip
        assert (
            TextLine().format(record()).endswith("request=abc method=GET route=/forms/<policy_id>")
        )
    finally:
        REQUEST.reset(before)


class SlowReader:
    """Standard error as it is while nobody reads it."""

    def __init__(self) -> None:
        self.is_read, self.is_full = threading.Event(), threading.Event()
        self.lines: list[str] = []

    def write(self, line: str) -> None:
        self.is_full.set()
        assert self.is_read.wait(MOST_SECONDS)
        self.lines.append(line)

    def flush(self) -> None:
        pass


def test_lines_that_nobody_reads_are_counted_and_stop_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reader = SlowReader()
    monkeypatch.setattr(sys, "stderr", reader)
    monkeypatch.setattr("comments_service.logs._MOST_WAITING", 1)
    handler = QueuedLines()
    handler.emit(record(msg="first"))
    assert reader.is_full.wait(MOST_SECONDS)
    for each in ("second", "lost", "lost"):
        handler.emit(record(msg=each))
    reader.is_read.set()
    wait_for(lambda: caplog.messages, "the lines to be written")
    handler.flush()
    assert reader.lines == ["first\n", "second\n"]
    assert caplog.messages == ["2 lines of the log were left out: it is not read fast enough"]


def test_an_error_does_not_wait_for_other_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = SlowReader()
    reader.is_read.set()
    monkeypatch.setattr(sys, "stderr", reader)
    monkeypatch.setattr("comments_service.logs._GATHER_SECONDS", 10 * MOST_SECONDS)
    handler = QueuedLines()
    handler.emit(record(levelno=logging.INFO, msg="one"))
    handler.emit(record(msg="two"))
    wait_for(lambda: "".join(reader.lines) == "one\ntwo\n", "the lines to be written")


def test_a_line_that_is_written_later_says_what_was_so_when_it_was_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader, said = SlowReader(), ["first"]
    monkeypatch.setattr(sys, "stderr", reader)
    handler = QueuedLines()
    handler.setFormatter(JsonLine())
    note = RequestNote("abc")
    before = REQUEST.set(note)
    try:
        handler.emit(record(msg="noted"))
        handler.emit(record(msg="%s", args=(said,)))
    finally:
        REQUEST.reset(before)
    note.code, said[0] = "invalid", "second"
    reader.is_read.set()
    handler.flush()
    found = [json.loads(line) for line in "".join(reader.lines).splitlines()]
    assert [(each["message"], each["request"], each.get("code")) for each in found] == [
        ("noted", "abc", None), ("['first']", "abc", None),
    ]  # fmt: skip
