"""What ``/readyz`` tells of a database that is not as it should be, by its codes."""

import os
import resource
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.exc import OperationalError

from comments_service.services.database.identity import begin_database
from comments_service.services.intake.submit import submit
from comments_service.services.service import Service, open_service
from comments_service.services.upkeep.health import KEPT_SECONDS, Health, Readiness, readiness
from comments_service.store.comments import submissions
from comments_service.store.database import database
from comments_service.store.database.database import Database
from comments_service.store.database.database_faults import FAILURES
from comments_service.store.database.tables import clause_texts
from comments_service.web.api.schemas import parse_submission
from tests.conftest import World
from tests.servers.databases import begin_by_copy, writing
from tests.servers.waiting import MOST_SECONDS


@pytest.fixture
def begun(world: World, laid_out_url: str) -> Service:
    service = world.closing(open_service(world.settings(YANLU_DATABASE=laid_out_url)))
    begin_by_copy(service)
    submit(service, parse_submission(world.citizen()))
    return service


def refused(world: World, service: Service) -> None:
    """A write is refused, and as one that can be tried again: it is no fault of the program."""
    with pytest.raises(FAILURES):
        submit(service, parse_submission(world.citizen()))


def codes(service: Service) -> list[str]:
    found = readiness(service)
    assert found.ready is (found.problems == [])
    return found.codes


@contextmanager
def beside(service: Service) -> Iterator[psycopg.Connection]:
    """Connect to the same PostgreSQL database as somebody else."""
    url = service.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def test_a_database_that_is_as_it_was_has_no_codes(begun: Service) -> None:
    assert codes(begun) == []


def test_looking_changes_nothing(world: World, begun: Service) -> None:
    def whole() -> list[object]:
        with begun.database.read() as connection:
            return [tuple(row) for row in connection.execute(text("SELECT * FROM identity"))]

    before = whole()
    codes(begun)
    assert whole() == before
    submit(begun, parse_submission(world.citizen()))


def test_an_emptied_database_is_told(world: World, begun: Service, backend: str) -> None:
    if backend == "sqlite":
        assert begun.database.file
        os.truncate(begun.database.file, 0)
    else:
        with beside(begun) as other:
            other.execute("DROP SCHEMA public CASCADE")
            other.execute("CREATE SCHEMA public")
    assert codes(begun) == ["database_empty"]
    refused(world, begun)


def test_a_replaced_database_is_told(world: World, begun: Service, backend: str) -> None:
    if backend == "sqlite":
        file = begun.database.file
        assert file
        with closing(sqlite3.connect(file)) as taken, closing(sqlite3.connect(f"{file}x")) as made:
            taken.backup(made)
        Path(f"{file}x").replace(file)
    else:
        with beside(begun) as other:
            other.execute("UPDATE identity SET database_id = 'another'")
    assert codes(begun) == ["database_replaced"]
    refused(world, begun)


def test_an_unlinked_database_is_told_and_a_returned_one_is_used(
    world: World, begun: Service, backend: str
) -> None:
    if backend == "sqlite":
        file = begun.database.file
        assert file
        file.rename(f"{file}.away")
        assert codes(begun) == ["database_unlinked"]
        refused(world, begun)
        assert not file.exists()
        Path(f"{file}.away").rename(file)
        assert codes(begun) == []
        submit(begun, parse_submission(world.citizen()))
        return
    name = begun.database.url.database
    server = begun.database.url.set(drivername="postgresql", database="postgres")
    address = server.render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as other:
        other.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
        assert codes(begun) == ["database_unlinked"]
        refused(world, begun)
        other.execute(f'CREATE DATABASE "{name}"'.encode())


def test_a_corrupt_database_is_told(world: World, begun: Service, backend: str) -> None:
    if backend == "postgresql":
        pytest.skip("its pages have checksums of their own, and files that only it may touch")
    file = begun.database.file
    assert file
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = file.stat().st_size
    with file.open("r+b") as damaged:
        damaged.seek(4096)
        damaged.write(b"\xa5" * (size - 4096))
    assert codes(begun) == ["database_corrupt"]
    refused(world, begun)


def test_what_was_committed_is_acknowledged_where_the_file_cannot_grow(
    world: World, begun: Service, backend: str
) -> None:
    if backend == "postgresql":
        pytest.skip("it writes its log into the files by itself")
    file = begun.database.file
    assert file
    with writing(begun.database) as connection:
        # A log this long is brought into the file, and stays as long as it is.
        long = {"digest": "x", "text": "长" * 2_000_000}
        connection.execute(insert(clause_texts), long)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size, hard))
    try:
        taken = [submit(begun, parse_submission(world.citizen())) for _ in range(20)]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    with begun.database.read() as connection:
        assert submissions.by_id(connection, begun.keyring, taken[-1].id) == taken[-1]
    assert codes(begun) == []
    submit(begun, parse_submission(world.citizen()))


def test_a_locked_database_is_told_in_time(begun: Service, backend: str) -> None:
    if backend == "sqlite":
        with closing(sqlite3.connect(str(begun.database.file), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert codes(begun) == ["database_locked"]
    else:
        with beside(begun) as other:
            other.execute("SELECT pg_advisory_lock(%s)", [0x59616E6C75])
            assert codes(begun) == ["database_locked"]
            other.execute("SELECT pg_advisory_unlock_all()")
            other.execute("BEGIN; LOCK TABLE submissions, ledger IN ACCESS EXCLUSIVE MODE")
            assert codes(begun) == ["database_locked"]
    assert codes(begun) == []


def test_who_waited_in_vain_does_not_wait_as_long_again(
    world: World,
    begun: Service,
    laid_out_url: str,
    backend: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if backend == "sqlite":
        pytest.skip("nothing stops whoever reads")
    settings = world.settings(YANLU_DATABASE=laid_out_url, YANLU_LOCK_TIMEOUT="1")
    service = world.closing(open_service(settings, serving=True))
    monkeypatch.setattr(database, "_REHEARSAL", 0.2)
    asked: list[str] = []
    event.listen(
        service.database.engine, "before_cursor_execute", lambda *told: asked.append(told[2])
    )
    with beside(begun) as other:
        other.execute("BEGIN; LOCK TABLE submissions, ledger IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(OperationalError):
            submit(service, parse_submission(world.citizen()))
    # It looked whether this had been taken before.
    assert "SET LOCAL lock_timeout = 200" in asked
    submit(service, parse_submission(world.citizen()))


def test_a_database_that_may_only_be_read_is_told(
    world: World, begun: Service, backend: str
) -> None:
    if backend == "sqlite":
        pytest.skip("root may write everything; tests/soak has a file that nobody may")
    with beside(begun) as other:
        name = begun.database.url.database
        other.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'.encode())
    begun.database.engine.dispose()
    assert codes(begun) == ["database_read_only"]
    refused(world, begun)


def test_little_room_on_the_disk_is_told(world: World, database_url: str, backend: str) -> None:
    if backend == "postgresql":
        pytest.skip("its disk is its own matter")
    free = shutil.disk_usage(world.folder).free // 1024**2 + 1024
    env = {"YANLU_DATABASE": database_url, "YANLU_DISK_RESERVE": str(free)}
    service = world.closing(open_service(world.settings(**env)))
    begin_database(service)
    assert codes(service) == ["disk_low"]


class Asked:
    """Counts how often the database is looked at, and can hold a look up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        self.going_on = threading.Event()
        self.begun = threading.Event()
        self.going_on.set()
        rehearse: Callable[[Database], None] = Database.rehearse

        def counted(database: Database) -> None:
            self.times += 1
            self.begun.set()
            assert self.going_on.wait(MOST_SECONDS)
            rehearse(database)

        monkeypatch.setattr(Database, "rehearse", counted)


def test_answers_are_kept_for_a_moment_and_one_looks_at_a_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, now = Asked(monkeypatch), [0.0]
    health = Health(world.service(), lambda: now[0])
    first = health.readiness()
    assert health.readiness() is first
    assert asked.times == 1
    now[0] = KEPT_SECONDS
    asked.begun.clear()
    asked.going_on.clear()
    found: list[Readiness] = []
    looking = threading.Thread(target=lambda: found.append(health.readiness()))
    looking.start()
    assert asked.begun.wait(MOST_SECONDS)
    # Others get what is known, at once, while one is looking.
    assert [health.readiness() for _ in range(20)] == [first] * 20
    asked.going_on.set()
    looking.join()
    assert asked.times == 2
    assert found[0] is not first


def test_an_answer_of_long_ago_is_told_to_nobody_while_one_looks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, now = Asked(monkeypatch), [0.0]
    health = Health(world.service(), lambda: now[0])
    first = health.readiness()
    now[0] = 3600.0
    asked.begun.clear()
    asked.going_on.clear()
    found: list[Readiness] = []
    looking = [threading.Thread(target=lambda: found.append(health.readiness())) for _ in range(2)]
    for each in looking:
        each.start()
    assert asked.begun.wait(MOST_SECONDS)
    asked.going_on.set()
    for each in looking:
        each.join()
    assert [each is first for each in found] == [False, False]
    assert asked.times == 2
