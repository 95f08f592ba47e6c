"""A submission that is on its way when the window closes."""

import threading
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from catalogue.window import parse_instant
from comments_service.services.clock.clock import Clock
from tests.conftest import CLOSES, LAST_MOMENT, POLICY, World
from tests.servers.databases import writing
from tests.servers.waiting import MOST_SECONDS


@dataclass
class Hands:
    """The hands of a clock that a test moves."""

    at: datetime


@dataclass(frozen=True)
class MovedClock(Clock):
    """A clock whose hands somebody else moves."""

    hands: Hands | None = None

    def now(self, connection: Connection) -> datetime:  # noqa: ARG002 - it asks nobody
        assert self.hands is not None
        return self.hands.at


class Queue:
    """The queue of writers, which tells when somebody stands in it behind another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.waited_for = threading.Event()

    def acquire(self, timeout: float) -> bool:  # noqa: ARG002 - here time is no matter
        if self._lock.acquire(blocking=False):
            return True
        self.waited_for.set()
        return self._lock.acquire(timeout=MOST_SECONDS)

    def release(self) -> None:
        self._lock.release()


@pytest.mark.sqlite
def test_a_submission_that_waits_over_the_closing_instant_is_too_late(world: World) -> None:
    app = world.app()
    service = app.extensions["yanlu"]
    hands, queue = Hands(parse_instant(LAST_MOMENT)), Queue()
    service.database._queue = queue
    app.extensions["yanlu"] = replace(service, clock=MovedClock(None, hands=hands))
    answers: list[Any] = []

    def send() -> None:
        answers.append(app.test_client().post("/api/v1/submissions", json=world.citizen()))

    citizen = threading.Thread(target=send)
    with writing(service.database):
        citizen.start()
        assert queue.waited_for.wait(MOST_SECONDS)
        hands.at = parse_instant(CLOSES)
    citizen.join(MOST_SECONDS)
    assert (answers[0].status_code, answers[0].get_json()["code"]) == (409, "window_closed")
    tally: Any = app.test_client().get(f"/api/v1/policies/{POLICY}/tally").get_json()
    assert tally["submissions"] == 0
