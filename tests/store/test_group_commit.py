"""On SQLite what waits for its turn is committed together, and undone apart."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, insert, select
from sqlalchemy.exc import OperationalError

from comments_service.services.service import Service, open_service
from comments_service.store.accounts.address_turns import Deed
from comments_service.store.database.tables import address_turns, key_checks
from comments_service.store.statements.gathered_counts import asked_once, count
from tests.conftest import World
from tests.servers.databases import writing
from tests.servers.waiting import wait_for


class RefusedError(Exception):
    """What a work raises."""


def note(name: str, *, refused: bool = False) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        connection.execute(insert(key_checks), {"key_id": name, "digest": "0" * 64})
        if refused:
            raise RefusedError(name)
        return name

    return work


def kept(service: Service) -> list[str]:
    with service.database.read() as connection:
        return sorted(connection.scalars(select(key_checks.c.key_id)))


@pytest.fixture
def service(world: World) -> Service:
    return world.service()


def together(service: Service, *works: Callable[[Connection], Any]) -> list[Future[Any]]:
    """Do works that all wait while somebody else writes."""
    database = service.database
    with ThreadPoolExecutor(len(works)) as threads:
        with writing(database):
            begun = [threads.submit(database.transact, each) for each in works]
            wait_for(lambda: len(database.group.waiting) == len(works), "all to wait")
        return begun


def test_what_waits_is_committed_at_once_and_one_that_fails_is_undone_alone(
    service: Service,
) -> None:
    commits: list[int] = []
    event.listen(service.database.engine, "commit", lambda _: commits.append(1))
    first, second, third = together(service, note("a"), note("b", refused=True), note("c"))
    assert (first.result(), third.result()) == ("a", "c")
    with pytest.raises(RefusedError):
        second.result()
    # That of the one who held the turn, and theirs.
    assert len(commits) == 2
    assert kept(service) == ["a", "c"]


def test_what_is_refused_before_it_wrote_anything_has_nothing_done_again(
    service: Service,
) -> None:
    done: list[str] = []

    def counted(connection: Connection) -> str:
        done.append("a")
        return note("a")(connection)

    def refused(connection: Connection) -> str:
        raise RefusedError(str(connection.closed))

    first, second, third = together(service, counted, refused, note("c"))
    with pytest.raises(RefusedError):
        second.result()
    assert (first.result(), third.result(), done) == ("a", "c", ["a"])
    assert kept(service) == ["a", "c"]


def test_what_no_work_changes_is_asked_for_once_in_a_transaction(service: Service) -> None:
    asked: list[str] = []

    def asking(name: str) -> Callable[[Connection], str]:
        def ask() -> str:
            asked.append(name)
            return f"asked for {name}"

        return lambda connection: asked_once(connection, "what time it is", ask)

    first, second = together(service, asking("a"), asking("b"))
    assert (first.result(), second.result()) == ("asked for a", "asked for a")
    assert service.database.transact(asking("c")) == "asked for c"
    with writing(service.database) as connection:
        # In a transaction that goes on for long it may be another one each time.
        assert [asking(name)(connection) for name in "de"] == ["asked for d", "asked for e"]
    assert asked == ["a", "c", "d", "e"]


def test_what_works_count_is_written_once_and_without_those_that_failed(
    service: Service,
) -> None:
    written: list[Counter[str]] = []

    def write(_: Connection, changes: Counter[str]) -> None:
        written.append(changes)

    def counting(name: str, *, refused: bool = False) -> Callable[[Connection], str]:
        def work(connection: Connection) -> str:
            count(connection, write, Counter({"all": 1, name: 1}))
            return note(name, refused=refused)(connection)

        return work

    works = counting("a"), counting("b", refused=True), counting("c")
    for each in together(service, *works):
        each.exception()
    assert written == [Counter({"all": 2, "a": 1, "c": 1})]
    assert kept(service) == ["a", "c"]


def test_what_was_refused_beside_something_undone_is_judged_again(service: Service) -> None:
    tried: list[str] = []

    def refused_once(connection: Connection) -> str:
        tried.append("b")
        if len(tried) == 1:
            raise RefusedError("because of another one")
        return note("b")(connection)

    first, second, third = together(service, note("a"), refused_once, note("c", refused=True))
    assert (first.result(), second.result()) == ("a", "b")
    with pytest.raises(RefusedError):
        third.result()
    assert kept(service) == ["a", "b"]


def test_what_readers_left_is_written_though_work_next_to_it_fails(service: Service) -> None:
    service.pending.note_turn(Deed.WRONG_LOOKUP, "0" * 64, service.now())
    unwritten = service.pending.unwritten()
    first, second = together(service, unwritten.write, note("b", refused=True))
    assert first.exception() is None
    assert second.exception() is not None
    with service.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(address_turns)) == 1
    assert service.pending
    service.pending.note_turn(Deed.WRONG_LOOKUP, "0" * 64, service.now())
    service.pending.forget(unwritten)
    assert len(service.pending.unwritten().turns[Deed.WRONG_LOOKUP, "0" * 64]) == 1


def test_one_connection_is_enough_to_read_after_a_write(world: World) -> None:
    world.service()
    narrow = world.closing(open_service(world.settings(YANLU_POOL="1"), serving=True))
    assert narrow.database.transact(note("a")) == "a"
    assert kept(narrow) == ["a"]
    narrow.database.rehearse()


def test_nobody_is_told_of_what_could_not_be_committed(service: Service) -> None:
    def fail(_: Connection) -> None:
        raise OperationalError("COMMIT", None, Exception("disk I/O error"))

    def watched(connection: Connection) -> str:
        event.listen(connection, "commit", fail)
        return note("b")(connection)

    for each in together(service, note("a"), watched, note("c", refused=True)):
        with pytest.raises((OperationalError, RefusedError)):
            each.result()
    assert kept(service) == []


def test_whose_turn_does_not_come_writes_nothing_later(world: World) -> None:
    world.service()
    impatient = world.closing(open_service(world.settings(YANLU_LOCK_TIMEOUT="0.2"), serving=True))
    ended, held = threading.Event(), threading.Event()

    def hold() -> None:
        with writing(impatient.database):
            held.set()
            ended.wait()

    with ThreadPoolExecutor(1) as threads:
        holding = threads.submit(hold)
        held.wait()
        with pytest.raises(Exception, match="no turn"):
            impatient.database.transact(note("a"))
        ended.set()
        holding.result()
    assert impatient.database.transact(note("b")) == "b"
    assert kept(impatient) == ["b"]
