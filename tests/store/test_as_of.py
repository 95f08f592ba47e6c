"""A tally and an export hold everything recorded up to their time, and nothing later."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from comments_service.clock import Clock
from comments_service.services.export import export_file
from comments_service.services.overview import Overview, Wanted
from comments_service.services.service import Service
from comments_service.services.submit import submit
from comments_service.services.tally import public_tally
from comments_service.web.schemas import parse_submission
from tests.conftest import LAST_MOMENT, POLICY, World
from tests.waiting import MOST_SECONDS

Count = Callable[[Service, Path], int]


def tallied(service: Service, _folder: Path) -> int:
    return int(public_tally(service, POLICY)["comments"])


def overviewed(service: Service, _folder: Path) -> int:
    return int(Overview(service, Wanted(), None).answer()["policies"][0]["counts"]["comments"])


def exported(service: Service, folder: Path) -> int:
    out = folder / "out.json"
    export_file(service, POLICY, "restricted", "json", out)
    whole: dict[str, Any] = json.loads(out.read_text("utf-8"))
    counts = {
        len(whole["comments"]),
        whole["tally"]["comments"],
        whole["reconciliation"]["comments"]["received"],
        sum(day["comments"] for day in whole["tally"]["by_day"]),
        sum(row["comments"] for row in whole["tally"]["by_clause"]),
    }
    assert whole["reconciliation"]["balanced"]
    return counts.pop() if len(counts) == 1 else -1


COUNTS = pytest.mark.parametrize("count", [tallied, overviewed, exported])


class SlowClock(Clock):
    """Takes the time of a writer, and lets it commit only when it is told to."""

    taken = threading.Event()
    go_on = threading.Event()

    def now(self, connection: Connection) -> datetime:
        at = super().now(connection)
        self.taken.set()
        assert self.go_on.wait(MOST_SECONDS)
        return at


@pytest.fixture
def slow_clock(service: Service) -> SlowClock:
    clock = SlowClock(service.clock.shown, frozen=True)
    clock.taken.clear()
    clock.go_on.clear()
    return clock


def counting(
    service: Service, count: Count, folder: Path, moved: threading.Event
) -> tuple[threading.Thread, list[int]]:
    """Count in a thread; the event is set when it asks for the write lock, or is through."""
    found: list[int] = []
    write = service.database.write

    @contextmanager
    def watched() -> Iterator[Connection]:
        moved.set()
        lock: AbstractContextManager[Connection] = write()
        with lock as connection:
            yield connection

    service.database.write = watched  # type: ignore[method-assign]

    def run() -> None:
        try:
            found.append(count(service, folder))
        finally:
            moved.set()

    return threading.Thread(target=run), found


@COUNTS
def test_what_a_writer_is_about_to_commit_is_waited_for(  # noqa: PLR0913, PLR0917 - fixtures
    world: World,
    service: Service,
    slow_clock: SlowClock,
    database_url: str,
    count: Count,
    tmp_path: Path,
) -> None:
    writing = replace(world.service(YANLU_DATABASE=database_url), clock=slow_clock)
    writer = threading.Thread(target=submit, args=(writing, parse_submission(world.citizen())))
    moved = threading.Event()
    counter, found = counting(service, count, tmp_path, moved)
    writer.start()
    assert slow_clock.taken.wait(MOST_SECONDS)
    counter.start()
    assert moved.wait(MOST_SECONDS)
    slow_clock.go_on.set()
    writer.join()
    counter.join()
    assert found == [1]


@COUNTS
def test_what_was_recorded_later_is_left_out(
    world: World, service: Service, database_url: str, count: Count, tmp_path: Path
) -> None:
    submit(service, parse_submission(world.citizen()))
    later = world.service(YANLU_DATABASE=database_url, YANLU_NOW=LAST_MOMENT)
    submit(later, parse_submission(world.citizen()))
    assert count(service, tmp_path) == 1
    assert count(later, tmp_path) == 2
