"""Group commit, for SQLite: what waits for its turn to write is written in one transaction.

There is no thread for it: whoever gets the turn does the work of all who wait at that moment, and
waits for no more. Each work is under a savepoint, so that one that fails is undone alone, and
nobody is told of theirs before all of it is durable.
"""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from sqlalchemy import Connection

from comments_service.store.database.database_faults import DatabaseUnusableError

Value = TypeVar("Value")


class _Job:
    """Work that waits to be done, or how it ended."""

    def __init__(self, work: Callable[[Connection], Any]) -> None:
        self.work = work
        self.value: Any = None
        self.error: BaseException | None = None
        self.ended = threading.Event()


class GroupCommit:
    """The works that wait; ``turn`` is to be had by one at a time, ``writing`` within it."""

    def __init__(
        self,
        turn: Callable[[], AbstractContextManager[None]],
        writing: Callable[[], AbstractContextManager[Connection]],
    ) -> None:
        self._turn, self._writing = turn, writing
        self._lock = threading.Lock()
        self.waiting: list[_Job] = []

    def transact(self, work: Callable[[Connection], Value]) -> Value:
        """Do ``work`` next to others', and return its value, or raise its error, once it ended."""
        job = _Job(work)
        with self._lock:
            self.waiting.append(job)
        try:
            with self._turn():
                if not job.ended.is_set():
                    self._do(self._taken())
        except DatabaseUnusableError:
            # The turn did not come; if somebody has begun with it all the same, that counts.
            if self._withdrawn(job):
                raise
            job.ended.wait()
        if job.error is not None:
            raise job.error
        value: Value = job.value
        return value

    def _taken(self) -> list[_Job]:
        with self._lock:
            jobs, self.waiting = self.waiting, []
        return jobs

    def _withdrawn(self, job: _Job) -> bool:
        with self._lock:
            if job in self.waiting:
                self.waiting.remove(job)
                return True
        return False

    def _do(self, jobs: list[_Job]) -> None:
        try:
            with self._writing() as connection:
                if len(jobs) == 1:
                    jobs[0].value = jobs[0].work(connection)
                else:
                    for job in jobs:
                        _do_apart(connection, job)
        except Exception as error:  # noqa: BLE001 - each of them is told
            for job in jobs:
                job.error = job.error or error
        finally:
            for job in jobs:
                job.ended.set()


def _do_apart(connection: Connection, job: _Job) -> None:
    """Do work that is undone alone where it fails; raise where all that was done is undone."""
    connection.exec_driver_sql("SAVEPOINT work")
    try:
        job.value = job.work(connection)
    except Exception as error:
        # A full disk may have ended the transaction, and what the others did with it.
        driver: Any = connection.connection.dbapi_connection
        if not driver.in_transaction:
            raise
        connection.exec_driver_sql("ROLLBACK TO work")
        job.error = error
    connection.exec_driver_sql("RELEASE work")
