"""Connections to the run's PostgreSQL that outlast the test that made them.

To connect costs the server more than most tests do: a process, and what it learns of the tables.
A connection that a test closes waits until the test has ended well; a later one then has it.
"""

import threading
from typing import Any, NamedTuple

from psycopg import Connection, Error
from psycopg.pq import ExecStatus, TransactionStatus
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg, _log_notices

# Nothing stays of what a test asked for its session.
_AS_NEW = b"SELECT pg_advisory_unlock_all(); RESET ALL; UNLISTEN *; DISCARD TEMP"


class Kept(NamedTuple):
    """A connection, how it was made, and the number of the server's process behind it."""

    connection: Connection[Any]
    arguments: str
    database: str
    process: int


_MADE: dict[int, Kept] = {}
_CLOSED: list[Kept] = []
_FREE: list[Kept] = []
# Threads of one test connect at once.
_TAKING = threading.Lock()
# A server has a hundred for all the processes of a run.
_MOST_FREE = 8
# Databases to which nobody may stay connected.
_LEFT: set[str] = set()


class KeepingPostgreSQL(PGDialect_psycopg):
    """Connects by what an earlier test left, where that was made by the same arguments."""

    def connect(self, *where: Any, **how: Any) -> Any:
        """Take one that waits, or make one."""
        # How values are written is the same for all engines, by an object of each one's own.
        arguments = repr((where, {name: how[name] for name in how if name != "context"}))
        with _TAKING:
            taken = next((each for each in _FREE if each.arguments == arguments), None)
            if taken is not None:
                _FREE.remove(taken)
        if taken is None:
            made: Any = super().connect(*where, **how)
            taken = Kept(made, arguments, made.info.dbname, made.info.backend_pid)
        _MADE[id(taken.connection)] = taken
        return taken.connection

    def do_close(self, dbapi_connection: Any) -> None:
        """Keep what nothing is wrong with."""
        close(dbapi_connection)


def close(connection: Connection[Any]) -> None:
    """Close what a test is done with, as far as the test can see."""
    if any(each.connection is connection for each in (*_CLOSED, *_FREE)):
        return
    made = _MADE.pop(id(connection), None)
    if made is not None and made.database not in _LEFT and _is_as_new(connection):
        _CLOSED.append(made)
    else:
        connection.close()


def processes(database: str) -> list[int]:
    """Return the numbers of the server's processes behind what waits of a database."""
    return [each.process for each in (*_CLOSED, *_FREE) if each.database == database]


def free(database: str) -> None:
    """Let later tests have what an earlier one closed of a database."""
    _LEFT.discard(database)
    for each in [each for each in _CLOSED if each.database == database]:
        _CLOSED.remove(each)
        _FREE.append(each)
    while len(_FREE) > _MOST_FREE:
        _FREE.pop(0).connection.close()


def leave(database: str) -> None:
    """Close what waits of a database, and what is closed until the test ends."""
    _LEFT.add(database)
    for waiting in (_CLOSED, _FREE):
        for each in [each for each in waiting if each.database == database]:
            waiting.remove(each)
            each.connection.close()


def close_all() -> None:
    """Close what waits of every database: the run ends."""
    for waiting in (_CLOSED, _FREE):
        while waiting:
            waiting.pop().connection.close()


def _is_as_new(connection: Connection[Any]) -> bool:
    try:
        if connection.info.transaction_status != TransactionStatus.IDLE:
            connection.rollback()
        if connection.pgconn.exec_(_AS_NEW).status != ExecStatus.COMMAND_OK:
            return False
        connection.remove_notice_handler(_log_notices)
        connection.autocommit = False
        connection.read_only = connection.isolation_level = None
    except (Error, ValueError):
        return False
    return not (connection.closed or connection.broken)
