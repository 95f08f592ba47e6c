"""Shares of processors: each living process its own, what it starts on any."""

import _thread
import errno
import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from queue import SimpleQueue

import pytest

from processes.processors import (
    ALLOWED,
    ProcessorShares,
    on_any_processor,
    run_undisturbed,
    set_precedence,
    threads_of_libraries,
)

_FORK = multiprocessing.get_context("fork")


def _on_a_thread(work: Callable[[], object]) -> None:
    """Do it on a thread of its own: what it may run on is said of a thread alone."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - raised below
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


def _settled(shares: ProcessorShares) -> set[int]:
    found: list[set[int]] = []

    def settle() -> None:
        shares.settle()
        found.append(os.sched_getaffinity(0))

    _on_a_thread(settle)
    return found[0]


def _serve(shares: ProcessorShares, end: Connection) -> None:
    told: list[set[int]] = []
    os.sched_setaffinity = lambda _which, share: told.append(set(share))
    shares.settle()
    end.send(told)
    end.recv()


@contextmanager
def _serving(shares: ProcessorShares) -> Iterator[list[set[int]]]:
    """Run a process that takes a share and lives until the block ends, or it is killed."""
    here, there = _FORK.Pipe()
    process = _FORK.Process(target=_serve, args=(shares, there))
    process.start()
    try:
        yield here.recv()
    finally:
        process.kill()
        process.join()


def test_a_process_alone_may_run_on_all_it_was_started_on() -> None:
    assert _settled(ProcessorShares(1)) == set(ALLOWED)


@pytest.mark.parametrize(
    ("processes", "allowed", "wanted"),
    [
        (2, (0, 1), [{0}, {1}]),
        (3, (0, 1), [{0}, {1}, {0}]),
        (2, (0, 1, 2, 3, 4), [{0, 2, 4}, {1, 3}]),
        (2, (7,), [{7}, {7}]),
    ],
)
def test_the_processors_are_shared_out(
    processes: int, allowed: tuple[int, ...], wanted: list[set[int]]
) -> None:
    shares = ProcessorShares(processes, allowed)
    with ExitStack() as living:
        told = [living.enter_context(_serving(shares)) for _ in range(processes)]
        assert told == [[share] for share in wanted]
        # One more than there are shares stays where it is.
        assert living.enter_context(_serving(shares)) == []


def test_a_new_process_takes_the_share_of_one_that_was_killed() -> None:
    shares = ProcessorShares(2, (0, 1))
    with _serving(shares) as first:
        with _serving(shares) as second:
            assert (first, second) == ([{0}], [{1}])
        with _serving(shares) as third:
            assert third == [{1}]
    with _serving(shares) as fourth:
        assert fourth == [{0}]


def test_a_process_stays_where_it_is_where_nothing_can_be_locked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("processes.processors.lockf", no_locks)
    with _serving(ProcessorShares(2, (0, 1))) as told:
        assert told == []


def test_a_share_is_known_by_its_number() -> None:
    shares, found = ProcessorShares(2, (0, 1)), list[int | None]()
    with _serving(shares):
        _on_a_thread(lambda: found.append(shares.settle()))
    _on_a_thread(lambda: found.append(ProcessorShares(1).settle()))
    assert found == [1, None]


def test_what_a_settled_process_starts_may_run_on_any() -> None:
    shares = ProcessorShares(2)
    command = [sys.executable, "-c", "import os; print(sorted(os.sched_getaffinity(0)))"]

    def start() -> None:
        shares.settle()
        own = os.sched_getaffinity(0)
        with on_any_processor():
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        assert told.strip() == str(list(ALLOWED))
        assert os.sched_getaffinity(0) == own

    _on_a_thread(start)


def test_threads_made_from_there_on_are_not_stopped_by_those_that_wake_up() -> None:
    found: list[int] = []

    def start() -> None:
        run_undisturbed()
        _on_a_thread(lambda: found.append(os.sched_getscheduler(0)))

    _on_a_thread(start)
    assert found == [os.SCHED_BATCH]


def test_a_thread_that_is_put_first_goes_first_as_do_those_it_makes() -> None:
    found: list[int] = []

    def start() -> None:
        assert run_undisturbed()
        set_precedence([0], are_first=True)
        found.append(os.sched_getscheduler(0))
        _on_a_thread(lambda: found.append(os.sched_getscheduler(0)))
        set_precedence([0], are_first=False)
        found.append(os.sched_getscheduler(0))

    _on_a_thread(start)
    assert found == [os.SCHED_OTHER, os.SCHED_OTHER, os.SCHED_BATCH]


def test_a_thread_that_python_did_not_make_is_found_and_one_of_its_own_is_not() -> None:
    told: SimpleQueue[int] = SimpleQueue()
    end = threading.Lock()
    end.acquire()

    def foreign() -> None:
        told.put(threading.get_native_id())
        with end:
            told.put(0)

    _thread.start_new_thread(foreign, ())
    number = told.get()
    try:
        _on_a_thread(lambda: told.put(number in threads_of_libraries()))
        _on_a_thread(lambda: told.put(threading.get_native_id() in threads_of_libraries()))
        assert (told.get(), told.get()) == (True, False)
    finally:
        end.release()
        told.get()


def test_what_somebody_chose_stays() -> None:
    found: list[object] = []

    def start() -> None:
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
        found.extend([run_undisturbed(), os.sched_getscheduler(0)])

    _on_a_thread(start)
    assert found == [False, os.SCHED_BATCH]


def test_a_system_that_forbids_it_is_served_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "sched_setscheduler", forbidden)
    assert not run_undisturbed()
    set_precedence([0], are_first=True)
