"""A served SQLite file: what is told as written is on the disk, though its turn is over by then."""

import errno
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select

from comments_service.services.intake.submit import submit
from comments_service.services.service import Service, open_service
from comments_service.store.database import durable_log
from comments_service.store.database.database_faults import DatabaseFault, DatabaseUnusableError
from comments_service.store.database.tables import key_checks, submissions
from comments_service.web.api.schemas import parse_submission
from tests.conftest import World
from tests.servers.databases import writing

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


def test_each_way_to_write_is_on_the_disk_before_it_is_told(
    serving: Service, synced: Synced
) -> None:
    serving.database.transact(note("a"))
    assert synced == ["yanlu.sqlite3-wal"]
    with writing(serving.database) as connection:
        note("b")(connection)
        assert len(synced) == 1
    assert len(synced) == 2
    with serving.database.write_closings() as connection:
        note("c")(connection)
    assert len(synced) == 3


def test_a_command_that_writes_leaves_it_to_sqlite(world: World, synced: Synced) -> None:
    service = world.service()
    service.database.transact(note("a"))
    assert (kept(service), synced) == (["a"], [])


def test_others_write_while_the_disk_is_waited_for(
    serving: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []

    def to_disk(file: int) -> None:
        if not order:
            order.append("waiting")
            with writing(serving.database) as connection:
                note("b")(connection)
            order.append("another one has written")
        os.fdatasync(file)

    monkeypatch.setattr(durable_log, "_TO_DISK", to_disk)
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(serving.database.transact, note("a")).result() == "a"
    assert order == ["waiting", "another one has written"]
    assert kept(serving) == ["a", "b"]


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


def test_a_log_of_which_something_may_be_lost_is_begun_anew_by_the_next_write(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.service()
    # So long it is waited for that nobody reads in it.
    settings = world.settings(YANLU_LOCK_TIMEOUT="1")
    serving = world.closing(open_service(settings, serving=True))
    log = world.folder / "yanlu.sqlite3-wal"
    serving.database.transact(note("a"))
    failing(monkeypatch)
    with pytest.raises(DatabaseUnusableError):
        serving.database.transact(note("b"))
    before = log.stat().st_size
    with serving.database.read() as connection:
        connection.execute(select(key_checks.c.key_id)).all()
        # Somebody reads in it, so it cannot be begun anew, and nothing is written behind it.
        with pytest.raises(DatabaseUnusableError, match="while it is read"):
            serving.database.transact(note("c"))
    assert log.stat().st_size == before
    assert serving.database.transact(note("d")) == "d"
    assert log.stat().st_size < before
    assert kept(serving) == ["a", "b", "d"]


def test_a_submission_that_was_not_told_is_found_again_once_it_is_durable(
    world: World, serving: Service, monkeypatch: pytest.MonkeyPatch, synced: Synced
) -> None:
    sent = parse_submission(world.citizen())
    failing(monkeypatch)
    with pytest.raises(DatabaseUnusableError):
        submit(serving, sent)
    monkeypatch.setattr(durable_log, "_TO_DISK", lambda _file: synced.append("log"))
    first = submit(serving, sent)
    assert synced == ["log"]
    assert submit(serving, sent).receipt_no == first.receipt_no
    assert len(kept_submissions(serving)) == 1
