"""Long work reports how far it is, by rows or by the time that a step takes."""

import threading
from datetime import timedelta

import pytest

from interface import long_work
from interface.long_work import reported, reported_step, unheard
from tests.servers.waiting import MOST_SECONDS


def test_rows_are_reported_some_hundred_at_a_time() -> None:
    told: list[tuple[str, object]] = []
    rows = [*reported(range(1_200), "rows", lambda *each: told.append(each))]
    assert rows == [*range(1_200)]
    assert told == [("rows", 500), ("rows", 1_000)]


def test_a_step_is_reported_as_it_begins_and_for_as_long_as_it_lasts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(long_work, "_EVERY", 0.001)
    told: list[object] = []
    later = threading.Event()

    def heard(what: str, done: int | timedelta) -> None:
        told.append((what, done))
        if len(told) > 1:
            later.set()

    with reported_step("a step", heard):
        assert told[0] == ("a step", timedelta())
        assert later.wait(MOST_SECONDS)
    assert "progress" not in {each.name for each in threading.enumerate()}


def test_of_what_nobody_hears_no_thread_is_begun() -> None:
    with reported_step("a step", unheard):
        assert "progress" not in {each.name for each in threading.enumerate()}
