"""Group commit, for SQLite: what waits for its turn to write is written in one transaction.

There is no thread for it: whoever gets the turn does the work of all who wait at that moment, and
waits for no more. What fails is undone alone, and nobody is told of theirs before all of it is
durable. Work is done again where another one failed half way, so it must look for what it could
find.
"""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection

from comments_service.store.database.database_faults import no_turn
from comments_service.store.statements.gathered_counts import GatheredCounts, gathering
from comments_service.store.statements.prepared import run_text

Value = TypeVar("Value")


class _Job:
    """Work that waits to be done, or how it ended; ``leads``: it is its thread's to do it."""

    def __init__(self, work: Callable[[Connection], Any]) -> None:
        self.work = work
        self.leads = False
        self.value: Any = None
        self.error: BaseException | None = None
        # Held until it ended, or leads: an event would be three locks.
        self._asleep = threading.Lock()
        self._asleep.acquire()

    def wake(self) -> None:
        """Let whoever waits for it go on; called by one thread at a time."""
        if self._asleep.locked():
            self._asleep.release()

    def is_woken(self, patience: float = -1) -> bool:
        """Wait until it ended or leads, so many seconds at most (-1: without a limit)."""
        return self._asleep.acquire(timeout=patience)


_Do: TypeAlias = Callable[[Connection, GatheredCounts, _Job], None]


class GroupCommit:
    """The works that wait; ``turn`` is to be had by one at a time, ``writing`` within it.

    One thread leads: it waits for the turn, with whoever else writes, and the others for it, no
    longer than ``patience`` seconds. After the turn, ``finish`` makes durable what was committed,
    while the next ones have theirs.
    """

    def __init__(
        self,
        turn: Callable[[], AbstractContextManager[None]],
        writing: Callable[[], AbstractContextManager[Connection]],
        finish: Callable[[], None],
        patience: float,
    ) -> None:
        self._turn, self._writing, self._finish, self._patience = turn, writing, finish, patience
        self._lock = threading.Lock()
        self._is_led = False
        self.waiting: list[_Job] = []

    def transact(self, work: Callable[[Connection], Value]) -> Value:
        """Do ``work`` next to others', and return its value, or raise its error, once it ended."""
        job = _Job(work)
        with self._lock:
            self.waiting.append(job)
            job.leads, self._is_led = not self._is_led, True
        if not job.leads and not job.is_woken(self._patience):
            self._withdraw(job)
            job.is_woken()
        if job.leads:
            self._lead(job)
        if job.error is not None:
            raise job.error
        value: Value = job.value
        return value

    def _withdraw(self, job: _Job) -> None:
        """Raise ``DatabaseUnusableError`` unless somebody has begun with it, or it leads now."""
        with self._lock:
            if job.leads or job not in self.waiting:
                return
            self.waiting.remove(job)
        raise no_turn(self._patience)

    def _lead(self, job: _Job) -> None:
        jobs: list[_Job] = []
        try:
            try:
                with self._turn():
                    with self._lock:
                        jobs, self.waiting = self.waiting, []
                    self._do(jobs)
            finally:
                self._hand_on(job)
            if any(each.error is None for each in jobs):
                self._finish()
        except BaseException as error:
            # The turn did not come, or it may be that nothing is durable: each of them is told.
            for each in jobs or [job]:
                each.error = each.error or error
            if not isinstance(error, Exception):
                raise
        finally:
            for each in jobs:
                each.wake()

    def _hand_on(self, job: _Job) -> None:
        """Have another one lead who waits."""
        with self._lock:
            self.waiting = [each for each in self.waiting if each is not job]
            self._is_led = bool(self.waiting)
            for each in self.waiting[:1]:
                each.leads = True
                each.wake()

    def _do(self, jobs: list[_Job]) -> None:
        try:
            try:
                self._done(jobs, _do_at_once)
            except _HalfDoneError:
                for job in jobs:
                    # What one was refused for may be undone with another one.
                    job.error = None
                self._done(jobs, _do_apart)
        except BaseException as error:
            # Nothing of it stays, so each of them is told.
            for job in jobs:
                job.error = job.error or error
            if not isinstance(error, Exception):
                raise

    def _done(self, jobs: list[_Job], do: _Do) -> None:
        """Do works in one transaction, each in a way; raise where nothing of it stays."""
        with self._writing() as connection, gathering(connection) as counts:
            for job in jobs:
                if len(jobs) == 1:
                    job.value = job.work(connection)
                else:
                    do(connection, counts, job)


class _HalfDoneError(Exception):
    """One of several works failed after it had written something."""


def _do_at_once(connection: Connection, counts: GatheredCounts, job: _Job) -> None:
    """Do work that nothing is undone of: nearly all that is refused has written nothing."""
    driver: Any = connection.connection.dbapi_connection
    before, mark = driver.total_changes, counts.mark()
    try:
        job.value = job.work(connection)
    except Exception as error:
        if driver.total_changes != before or not driver.in_transaction:
            raise _HalfDoneError from error
        counts.undo(mark)
        job.error = error


def _do_apart(connection: Connection, counts: GatheredCounts, job: _Job) -> None:
    """Do work that is undone alone where it fails; raise where all that was done is undone.

    A savepoint costs a copy of every page that is changed.
    """
    run_text(connection, "SAVEPOINT work")
    mark = counts.mark()
    try:
        job.value = job.work(connection)
    except Exception as error:
        # A full disk may have ended the transaction, and what the others did with it.
        driver: Any = connection.connection.dbapi_connection
        if not driver.in_transaction:
            raise
        run_text(connection, "ROLLBACK TO work")
        counts.undo(mark)
        job.error = error
    run_text(connection, "RELEASE work")
