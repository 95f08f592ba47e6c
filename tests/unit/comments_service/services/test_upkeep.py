import logging
import threading
from datetime import timedelta

import pytest

from comments_service.services.service import Service
from comments_service.services.upkeep.upkeep import EVERY, Upkeep, UpkeepTask
from tests.conftest import World
from tests.servers.waiting import MOST_SECONDS


@pytest.fixture
def service(world: World) -> Service:
    return world.service()


def asking(wanted: timedelta | None) -> UpkeepTask:
    return UpkeepTask("asks", lambda _service: wanted)


def test_each_task_is_done_at_each_step(service: Service) -> None:
    done: list[str] = []
    tasks = [
        UpkeepTask("a", lambda _: done.append("first")),
        UpkeepTask("b", lambda _: done.append("second")),
    ]
    upkeep = Upkeep(service, tasks)
    assert upkeep.step() == EVERY
    upkeep.step()
    assert done == ["first", "second"] * 2


def test_the_next_step_comes_when_the_first_task_wants_it(service: Service) -> None:
    soon, later = timedelta(seconds=3), timedelta(hours=1)
    assert Upkeep(service, [asking(None), asking(soon), asking(later)]).step() == soon
    assert Upkeep(service, [asking(later)]).step() == EVERY
    assert Upkeep(service, [asking(timedelta(days=-1))]).step() > timedelta()


def test_a_task_that_fails_is_said_once_and_keeps_no_other_from_being_done(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[int] = []
    # PostgreSQL's driver adds a line of the statement.
    faults = [OSError("no space\nLINE 1: SELECT"), OSError("no space\nLINE 1: SELECT"), None]

    def fail(_service: Service) -> None:
        fault = faults.pop(0)
        if fault:
            raise fault

    upkeep = Upkeep(
        service, [UpkeepTask("fails", fail), UpkeepTask("goes on", lambda _: done.append(1))]
    )
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            upkeep.step()
    assert len(done) == 3
    assert [record.message for record in caplog.records] == [
        "upkeep: fails failed: OSError: no space",
        "upkeep: fails is done again",
    ]


def test_the_thread_begins_at_once_and_ends_when_it_is_stopped(service: Service) -> None:
    began = threading.Event()
    upkeep = Upkeep(service, [UpkeepTask("begins", lambda _: began.set())])
    upkeep.start()
    assert began.wait(MOST_SECONDS)
    upkeep.stop()
    assert "upkeep" not in {thread.name for thread in threading.enumerate()}
