"""A served SQLite file: what is told as written is on the disk, though its turn is over by then."""

import errno
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select

from comments_service.services.database.identity import note_identity
from comments_service.services.intake.submit import submit
from comments_service.services.service import Service, open_service
from comments_service.store.database import durable_log
from comments_service.store.database.database_faults import DatabaseFault, DatabaseUnusableError
from comments_service.store.database.tables import key_checks, submissions
from comments_service.web.api.schemas import parse_submission
from tests.conftest import World
from tests.servers.databases import writing
from tests.servers.waiting import MOST_SECONDS, wait_for

Synced = list[str]


@pytest.fixture
def serving(world: World) -> Service:
    """Return a service as ``serve`` opens it."""
    world.service()
    return world.closing(open_service(world.settings(), serving=True))


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> Synced:
    """Return the files that are brought to the disk, in order, as that is done."""
    found: Synced = []

    def to_disk(file: int) -> None:
        found.append(Path(f"/proc/self/fd/{file}").readlink().name)
        os.fdatasync(file)

    monkeypatch.setattr(durable_log, "_TO_DISK", to_disk)
    return found


def note(name: str) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        connection.execute(insert(key_checks), {"key_id": name, "digest": "0" * 64})
        return name

    return work


def kept(service: Service) -> list[str]:
    with service.database.read() as connection:
        return sorted(connection.scalars(select(key_checks.c.key_id)))


def kept_submissions(service: Service) -> list[str]:
    with service.database.read() as connection:
        return list(connection.scalars(select(submissions.c.receipt_no)))


def failing(monkeypatch: pytest.MonkeyPatch, code: int = errno.EIO) -> None:
    """Have the disk fail once."""

    def fails(_file: int) -> None:
        monkeypatch.setattr(durable_log, "_TO_DISK", os.fdatasync)
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(durable_log, "_TO_DISK", fails)


@pytest.mark.parametrize("serves", [True, False])
def test_each_way_to_write_is_on_the_disk_before_it_is_told(
    world: World, synced: Synced, *, serves: bool
) -> None:
    world.service()
    service = world.closing(open_service(world.settings(), serving=serves))
    synced.clear()
    service.database.transact(note("a"))
    assert synced == ["yanlu.sqlite3-wal"]
    with writing(service.database) as connection:
        note("b")(connection)
        assert len(synced) == 1
    assert len(synced) == 2
    with service.database.write_closings() as connection:
        note("c")(connection)
    assert len(synced) == 3


def test_the_turn_is_free_while_the_disk_is_waited_for(
    serving: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    free: list[bool] = []

    def to_disk(file: int) -> None:
        free.append(serving.database._queue.acquire(blocking=False))
        serving.database._queue.release()
        os.fdatasync(file)

    monkeypatch.setattr(durable_log, "_TO_DISK", to_disk)
    assert serving.database.transact(note("a")) == "a"
    with writing(serving.database) as connection:
        note("b")(connection)
    assert free == [True, True]


@pytest.mark.parametrize(
    ("code", "fault"), [(errno.EIO, DatabaseFault.CORRUPT), (errno.ENOSPC, DatabaseFault.FULL)]
)
def test_what_may_not_be_on_the_disk_is_not_told_as_written(
    serving: Service, monkeypatch: pytest.MonkeyPatch, code: int, fault: DatabaseFault
) -> None:
    failing(monkeypatch, code)
    with pytest.raises(DatabaseUnusableError) as refused:
        serving.database.transact(note("a"))
    assert refused.value.fault is fault
    assert "yanlu.sqlite3-wal" in refused.value.words
    failing(monkeypatch, code)
    with pytest.raises(DatabaseUnusableError), writing(serving.database) as connection:
        note("b")(connection)


def test_nobody_writes_behind_what_was_lost_until_the_system_is_started_again(
    world: World, serving: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch)
    with pytest.raises(DatabaseUnusableError):
        serving.database.transact(note("a"))
    other = world.closing(open_service(world.settings(), serving=True))
    command = world.closing(open_service(world.settings()))
    for each in (serving, other, command):
        for act in (
            lambda each=each: each.database.transact(note("b")),
            each.database.require_durable,
            each.database.rehearse,
            each.database.wipe,
        ):
            with pytest.raises(DatabaseUnusableError, match="cannot be brought to the disk"):
                act()
    assert kept(serving) == ["a"]
    # What is read now is what the disk has.
    monkeypatch.setattr(durable_log, "_boot", lambda: b"another start")
    again = world.closing(open_service(world.settings(), serving=True))
    assert again.database.transact(note("c")) == "c"
    again.database.require_durable()


def test_a_doubt_that_cannot_be_looked_at_or_was_half_told_counts(
    world: World, serving: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = world.folder / "yanlu.sqlite3-wal.doubtful"
    told.touch()
    with pytest.raises(DatabaseUnusableError):
        serving.database.transact(note("a"))
    told.write_bytes(b"an earlier start of the system")
    assert serving.database.transact(note("a")) == "a"

    def fails(_path: Path) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(Path, "read_bytes", fails)
    with pytest.raises(DatabaseUnusableError):
        serving.database.transact(note("b"))


def test_one_look_at_the_disk_is_for_all_who_waited_for_it(
    serving: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, asked = serving.database, threading.Event()
    database.transact(note("a"))
    free = threading.Event()
    times: list[int] = []

    def to_disk(_file: int) -> None:
        times.append(1)
        asked.set()
        assert free.wait(MOST_SECONDS)

    monkeypatch.setattr(durable_log, "_TO_DISK", to_disk)
    with ThreadPoolExecutor(6) as threads:
        first = threads.submit(database.require_durable)
        assert asked.wait(MOST_SECONDS)
        others = [threads.submit(database.require_durable) for _ in range(4)]
        # Nobody who writes waits for them: what is committed is seen.
        writer = threads.submit(database.transact, note("b"))
        wait_for(lambda: kept(serving) == ["a", "b"], "another one to be committed")
        free.set()
        for each in (first, *others):
            each.result(MOST_SECONDS)
        assert writer.result(MOST_SECONDS) == "b"
    assert 2 <= len(times) <= 3


def test_threads_of_a_process_learn_of_a_loss_that_the_system_told_one_of_them(
    serving: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving.database.transact(note("a"))
    log = serving.database.sqlite.log  # type: ignore[union-attr] # it is a file
    lost = threading.Event()

    def fails(_file: int) -> None:
        # The other thread, could it ask meanwhile, would be told that all is well.
        monkeypatch.setattr(durable_log, "_TO_DISK", lambda _file: None)
        assert log._lock.locked()
        lost.set()
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(durable_log, "_TO_DISK", fails)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(log.bring_to_disk)
        assert lost.wait(MOST_SECONDS)
        second = threads.submit(log.bring_to_disk)
        for each in (first, second):
            with pytest.raises(DatabaseUnusableError):
                each.result()


@pytest.mark.parametrize("error", [MemoryError(), KeyboardInterrupt(), OSError(errno.EIO, "lost")])
def test_whatever_goes_wrong_after_the_commit_everybody_of_the_group_is_told(
    serving: Service, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    group = serving.database.group

    def fails() -> None:
        raise error

    with ThreadPoolExecutor(3) as threads:
        with writing(serving.database):
            begun = [threads.submit(group.transact, note(name)) for name in "abc"]
            wait_for(lambda: len(group.waiting) == 3, "all to wait")
            monkeypatch.setattr(group, "_finish", fails)
        for each in begun:
            with pytest.raises(type(error)):
                each.result(MOST_SECONDS)


def test_how_long_the_log_is_is_not_noted_before_it_is_on_the_disk(
    world: World, serving: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    note_identity(serving)
    before = serving.identity.read()
    failing(monkeypatch)
    with pytest.raises(DatabaseUnusableError):
        submit(serving, parse_submission(world.citizen()))
    with pytest.raises(DatabaseUnusableError):
        note_identity(serving)
    assert serving.identity.read() == before


def test_a_doubt_counts_where_the_log_is_gone(
    world: World, serving: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch)
    with pytest.raises(DatabaseUnusableError):
        serving.database.transact(note("a"))
    # Whoever closes the last connection has SQLite take it away.
    world.close()
    assert not world.folder.joinpath("yanlu.sqlite3-wal").exists()
    command = world.closing(open_service(world.settings()))
    with pytest.raises(DatabaseUnusableError):
        command.database.require_durable()
