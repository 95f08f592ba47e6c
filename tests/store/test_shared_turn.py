"""The processes that serve one SQLite file write by turns and know of each other's checkpoints."""

import errno
import fcntl
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from comments_service.services.intake.submit import submit
from comments_service.services.service import Service, open_service
from comments_service.store.database.database_faults import DatabaseUnusableError
from comments_service.store.database.sqlite_file import SqliteFile
from comments_service.store.locks.shared_turn import SharedTurn
from comments_service.web.api.schemas import parse_submission
from tests.conftest import World
from tests.servers.databases import writing
from tests.servers.waiting import MOST_SECONDS

pytestmark = pytest.mark.sqlite
_HOLDING = """
import sys
from pathlib import Path
from comments_service.store.locks.shared_turn import SharedTurn
with SharedTurn(Path(sys.argv[1])).held(60):
    print("held", flush=True)
    sys.stdin.read()
"""


def process(world: World, **env: str) -> Service:
    """Open the database as one of two processes that serve it does."""
    settings = world.settings(YANLU_WORKERS="2", **env)
    return world.closing(open_service(settings, serving=True))


def test_one_holds_the_turn_and_the_next_gets_it(tmp_path: Path) -> None:
    first, other = (SharedTurn(tmp_path / "file") for _ in range(2))
    came = threading.Event()

    def wait() -> None:
        with other.held(MOST_SECONDS):
            came.set()

    with ThreadPoolExecutor(1) as threads:
        with first.held(1):
            waiting = threads.submit(wait)
            with pytest.raises(TimeoutError), SharedTurn(tmp_path / "file").held(0.05):
                pass
            assert not came.is_set()
        waiting.result(MOST_SECONDS)
    # Whoever gave up does not get it later.
    with first.held(MOST_SECONDS):
        pass


def test_waits_that_were_given_up_are_one_wait(tmp_path: Path) -> None:
    first, other = (SharedTurn(tmp_path / "file") for _ in range(2))
    before = set(threading.enumerate())
    with first.held(1):
        for _ in range(5):
            with pytest.raises(TimeoutError), other.held(0.01):
                pass
        (waiter,) = set(threading.enumerate()) - before
    with other.held(MOST_SECONDS), pytest.raises(TimeoutError), first.held(0.01):
        pass
    with first.held(MOST_SECONDS):
        pass
    other.close()
    waiter.join(MOST_SECONDS)
    assert not waiter.is_alive()


def test_one_wait_that_fails_is_told_and_ends_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, other = (SharedTurn(tmp_path / "file") for _ in range(2))
    lock = fcntl.flock

    def fails(file: int, how: int) -> None:
        if not how & fcntl.LOCK_NB:
            raise OSError(errno.ENOLCK, "No locks available")
        lock(file, how)

    with first.held(1):
        with monkeypatch.context() as patched:
            patched.setattr(fcntl, "flock", fails)
            with pytest.raises(OSError, match="No locks"), other.held(MOST_SECONDS):
                pass
        with pytest.raises(TimeoutError), other.held(0.01):
            pass
    with other.held(MOST_SECONDS):
        pass


def test_a_process_that_is_killed_holds_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _HOLDING, str(tmp_path / "file")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        holder.send_signal(signal.SIGKILL)
        with SharedTurn(tmp_path / "file").held(MOST_SECONDS):
            pass


def test_what_was_left_is_there_for_the_next_one(tmp_path: Path) -> None:
    first, other = (SharedTurn(tmp_path / "file") for _ in range(2))
    with first.held(1):
        assert first.mark is None
        first.mark = (1 << 40, -7)
    with other.held(1):
        assert other.mark == (1 << 40, -7)
    assert other.mark is None


def test_a_lock_that_cannot_be_made_is_told_like_a_database_that_cannot_be_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.service()
    service = process(world)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("comments_service.store.locks.shared_turn.os.open", full)
        with pytest.raises(DatabaseUnusableError, match="database_read_only: No space left"):
            submit(service, parse_submission(world.citizen()))
        world.folder.joinpath("yanlu.sqlite3").rename(world.folder / "away")
        with pytest.raises(DatabaseUnusableError, match="database_unlinked"):
            submit(service, parse_submission(world.citizen()))


def test_processes_write_by_turns(world: World) -> None:
    world.service()
    first, other = process(world, YANLU_LOCK_TIMEOUT="0.2"), process(world)
    ended, held = threading.Event(), threading.Event()

    def hold() -> None:
        with writing(other.database):
            held.set()
            assert ended.wait(MOST_SECONDS)

    sent = parse_submission(world.citizen())
    with ThreadPoolExecutor(1) as threads:
        holding = threads.submit(hold)
        held.wait(MOST_SECONDS)
        with pytest.raises(DatabaseUnusableError, match="no turn"):
            submit(first, sent)
        ended.set()
        holding.result(MOST_SECONDS)
    assert submit(first, sent) == submit(other, sent)


def test_a_checkpoint_of_another_process_is_no_change_by_a_stranger(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.service()
    first, other = process(world), process(world)
    submit(first, parse_submission(world.citizen()))
    submit(other, parse_submission(world.citizen(phone="13900000001")))
    looked: list[SqliteFile] = []

    def look(file: SqliteFile) -> None:
        looked.append(file)

    monkeypatch.setattr(SqliteFile, "_require_whole", look)
    assert first.database.sqlite
    with writing(first.database) as connection:
        driver = connection.connection.cursor()
    with first.database.sqlite.turn(1):
        first.database.sqlite.checkpoint(driver, longer_than=0)
    submit(other, parse_submission(world.citizen(phone="13900000002")))
    assert looked == []
    stranger = world.closing(open_service(world.settings(YANLU_WORKERS="1"), serving=True))
    with writing(stranger.database) as connection:
        driver = connection.connection.cursor()
    assert stranger.database.sqlite
    looked.clear()
    stranger.database.sqlite.checkpoint(driver, longer_than=0)
    submit(other, parse_submission(world.citizen(phone="13900000003")))
    assert looked == [other.database.sqlite]
