"""The database: an engine, and the two kinds of transaction that use cases run in.

Every write waits for one lock, so entries are numbered in the order in which they
become visible, and an instant asked inside a write is never older than one before it.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url

from comments_service.domain.errors import Unavailable

# How long a command waits on SQLite for a writer.
_PATIENCE = 10.0
# The number is arbitrary, but must be the same in every process on one database.
_WRITE_LOCK = 0x59616E6C75


class Limits(NamedTuple):
    """How many seconds a server waits for the database, so that one held lock stops no page.

    On SQLite ``lock`` alone counts.
    """

    connect: int
    lock: float
    statement: float
    idle: float


class Database:
    """One database, SQLite or PostgreSQL; made from its URL, opened when first used.

    Without limits PostgreSQL is waited for as long as it takes, SQLite for 10 seconds.
    """

    def __init__(self, url: str, limits: Limits | None = None) -> None:
        parsed = make_url(url)
        self.on_sqlite = parsed.get_backend_name() == "sqlite"
        self.file = Path(str(parsed.database)) if self.on_sqlite else None
        patience = limits.lock if limits else _PATIENCE
        self._queue: AbstractContextManager[Any] = (
            Queue(patience) if self.on_sqlite else nullcontext()
        )
        # Parameters hold names and phone numbers, which must not get into a log. There are
        # never more connections than threads, so the pool need not bound them too.
        self.engine = create_engine(
            parsed,
            hide_parameters=True,
            pool_pre_ping=not self.on_sqlite,
            max_overflow=-1,
            connect_args=_limited(parsed, limits) if limits and not self.on_sqlite else {},
        )
        if self.file is not None:
            _prepare_sqlite(self.engine, self.file.parent, patience)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a writing transaction: it holds the write lock from its start, and commits durably.

        On SQLite threads queue here rather than in SQLite, which polls and is unfair.
        """
        with self._queue, self.engine.connect() as connection:
            connection = connection.execution_options(yanlu_write=True)  # noqa: PLW2901
            with connection.begin():
                if not self.on_sqlite:
                    lock = text("SELECT pg_advisory_xact_lock(:key)")
                    connection.execute(lock, {"key": _WRITE_LOCK})
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a reading transaction: everything in it is seen as of one instant."""
        with self.engine.connect() as connection:
            if not self.on_sqlite:
                connection = connection.execution_options(  # noqa: PLW2901
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    @property
    def is_missing(self) -> bool:
        """Whether it is a SQLite file that does not exist; opening it would make it."""
        return self.file is not None and not self.file.exists()

    def close(self) -> None:
        """Close every connection; the next use opens new ones."""
        self.engine.dispose()


class Queue:
    """Where the threads of one process stand that want to write; ``Unavailable`` after a time."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        """Wait for one's turn."""
        if not self._lock.acquire(timeout=self._patience):
            raise Unavailable

    def __exit__(self, *_: object) -> None:
        """Let the next one in."""
        self._lock.release()


def _limited(url: URL, limits: Limits) -> dict[str, Any]:
    """Return how PostgreSQL is connected to, with the limits beside what the URL asks for."""
    wanted = {
        "lock_timeout": limits.lock,
        "statement_timeout": limits.statement,
        "idle_in_transaction_session_timeout": limits.idle,
    }
    own = url.query.get("options", "")
    options = [own if isinstance(own, str) else " ".join(own)]
    options += [f"-c {name}={seconds * 1000:.0f}" for name, seconds in wanted.items()]
    return {"connect_timeout": limits.connect, "options": " ".join(options).strip()}


def _prepare_sqlite(engine: Engine, folder: Path, patience: float) -> None:
    def make_folder(*_: object) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def on_connect(dbapi_connection: Any, _record: object) -> None:
        # The driver's own habit of beginning a transaction late would let two writers
        # read first and then collide; we begin ourselves, in _on_begin.
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {patience * 1000:.0f}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    event.listen(engine, "do_connect", make_folder)
    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", _on_begin)


def _on_begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("yanlu_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def private_umask() -> None:
    """Let files made from now on be readable by the service's own user alone."""
    os.umask(0o077)
