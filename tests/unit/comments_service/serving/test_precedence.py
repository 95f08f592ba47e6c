"""The event loop goes first while somebody reads, and not where all others only write."""

import os
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from comments_service.serving.precedence import Precedence
from processes.processors import run_undisturbed

ASKED = (
    (0.0, "POST", "/submissions"),
    (0.0, "GET", "/readyz"),
    (0.0, "GET", "/policies"),
    (0.9, "POST", "/submissions"),
    (0.2, "POST", "/submissions"),
    (5.0, "HEAD", "/policies"),
)


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


class Served:
    """An application, and a clock that is set."""

    def __init__(self, *, is_movable: bool) -> None:
        self.now = 100.0
        self.asked: list[str] = []
        precedence = Precedence(is_movable=is_movable, monotonic=lambda: self.now)
        self._application: Any = precedence.over(self._answer)

    async def _answer(self, scope: Any, _receive: Any, _send: Any) -> None:
        self.asked.append(scope["path"])

    def ask(self, method: str, path: str) -> tuple[float, int]:
        """Ask, and return how long a thread keeps Python's lock, and how this one is scheduled."""
        asking = self._application({"type": "http", "method": method, "path": path}, None, None)
        with pytest.raises(StopIteration):
            asking.send(None)
        return round(sys.getswitchinterval(), 4), os.sched_getscheduler(0)


def _told(*, is_movable: bool) -> list[tuple[float, int]]:
    """Return how a process is after requests of which one reads, on a thread of its own."""
    found: list[tuple[float, int]] = []

    def serve() -> None:
        run_undisturbed()
        served = Served(is_movable=is_movable)
        for seconds, method, path in ASKED:
            served.now += seconds
            found.append(served.ask(method, path))
        assert served.asked == [path for _, _, path in ASKED]

    thread = threading.Thread(target=serve)
    thread.start()
    thread.join()
    return found


def test_the_loop_goes_first_for_a_second_after_each_read() -> None:
    writing, reading = (0.005, os.SCHED_BATCH), (0.001, os.SCHED_OTHER)
    assert _told(is_movable=True) == [writing, writing, reading, reading, writing, reading]


def test_how_somebody_chose_to_run_it_stays() -> None:
    assert {policy for _, policy in _told(is_movable=False)} == {os.SCHED_BATCH}
