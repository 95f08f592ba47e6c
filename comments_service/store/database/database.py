"""The database: an engine, and the kinds of transaction that use cases run in.

On SQLite one writes at a time, so entries are numbered in the order in which they become
visible. On PostgreSQL only those wait for one another that must (``writer_locks``).
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, create_engine, event, func, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from comments_service.store.database.connecting import (
    WaitLimits,
    as_the_server_has_it,
    connect_arguments,
)
from comments_service.store.database.database_faults import (
    DatabaseFault,
    DatabaseUnusableError,
    is_in_the_way,
    no_turn,
    without_row,
)
from comments_service.store.database.group_commit import GroupCommit
from comments_service.store.database.sqlite_connections import (
    FILE_ID,
    pragmas,
    prepare_connections,
)
from comments_service.store.database.sqlite_file import SqliteFile
from comments_service.store.database.tables import identity, ledger
from comments_service.store.locks.shared_turn import SharedTurn
from comments_service.store.locks.writer_locks import WriterKind, wait
from comments_service.store.statements.gathered_counts import gathering
from comments_service.store.statements.prepared import Prepared
from interface.command_line import said

Value = TypeVar("Value")

# How long a command waits on SQLite for a writer.
_PATIENCE = 10.0
# What /readyz waits for one thing; it must answer within 10 seconds.
_REHEARSAL = 2.0
# So often the work of a transaction is done at most, where others are in its way.
_ATTEMPTS = 5
_WHICH = Prepared(
    select(
        select(identity.c.database_id).scalar_subquery(),
        select(func.coalesce(func.max(ledger.c.id), 0)).scalar_subquery(),
    )
)
_SAME_AGAIN = update(identity).values(made_at=identity.c.made_at)


class Database:
    """SQLite or PostgreSQL, opened when first used; without limits it is waited for."""

    def __init__(self, url: str, limits: WaitLimits | None = None) -> None:
        parsed = make_url(url)
        self.url = parsed
        self.on_sqlite = parsed.get_backend_name() == "sqlite"
        self.file = Path(str(parsed.database)) if self.on_sqlite else None
        self._processes = limits.processes if limits else 1
        self.sqlite = self._sqlite_file()
        self._queue = threading.Lock()
        # A command writes once or twice.
        self._keeps_writer = limits is not None
        self._kept_writer: Connection | None = None
        # Of each thread: when its last commit was begun.
        self._commit = threading.local()
        self._patience = limits.lock if limits else _PATIENCE
        self._known: str | None = None
        self._newest = 0
        # Called with the seconds that each commit took.
        self.committed: Callable[[float], object] = lambda _seconds: None
        # Check values of keys that the open database is known to hold.
        self.recorded_keys: frozenset[tuple[str, str]] = frozenset()
        # Digests of texts of clauses that it is known to keep.
        self.kept_texts: frozenset[str] = frozenset()
        # Parameters hold names and phone numbers, which must not get into a log.
        self.engine = create_engine(
            parsed,
            hide_parameters=True,
            pool_pre_ping=not self.on_sqlite,
            # The connection that writes is kept out of it on SQLite.
            pool_size=limits.connections + self.on_sqlite if limits else 5,
            max_overflow=0 if limits else -1,
            pool_timeout=self._patience,
            **({} if self.on_sqlite else {"isolation_level": "READ COMMITTED"}),
            connect_args={} if self.on_sqlite else connect_arguments(parsed, limits),
        )
        self.group = GroupCommit(
            lambda: self._turn(self._patience),
            lambda: self._begun(WriterKind.BESIDE),
            self._finish,
            self._patience,
        )
        if self.on_sqlite:
            prepare_connections(self.engine, lambda: self.sqlite, self._patience)
        else:
            event.listen(self.engine, "checkin", as_the_server_has_it)
            event.listen(self.engine, "handle_error", without_row)

    def expect(self, database_id: str, least: int) -> None:
        """Refuse to write into another database, or one whose log ends before ``least``."""
        self._known = database_id
        self._newest = max(self._newest, least)

    def write(self) -> AbstractContextManager[Connection]:
        """Write in one transaction, which is durable after the block; an exception undoes it all.

        One of these goes on at a time, whatever process it is of: what it reads and compares
        stays until it ends, but for what ``transact`` adds. ``DatabaseUnusableError`` where the
        database is not the one that was opened, before anything is written, and again before
        what was written is believed.
        """
        return self._writing(WriterKind.IN_TURN)

    def write_closings(self) -> AbstractContextManager[Connection]:
        """Write like ``write``, but while nobody else writes anything; to be left at once.

        On PostgreSQL no more than a second is waited for that, as everybody waits meanwhile.
        """
        return self._writing(WriterKind.CLOSING)

    def transact(self, work: Callable[[Connection], Value]) -> Value:
        """Do ``work`` in one writing transaction, and return its value once it is durable.

        On SQLite those that wait for their turn are committed together (``group_commit``). On
        PostgreSQL it waits for no other but ``write_closings``; where what another one wrote is
        in its way (the same unique value, two that wait for each other), nothing of it stays and
        it is done again: it must look for what it could find.
        """
        if self.on_sqlite:
            return self.group.transact(work)
        left = _ATTEMPTS
        while True:
            left -= 1
            try:
                with self._writing(WriterKind.BESIDE) as connection, gathering(connection):
                    return work(connection)
            except DBAPIError as error:
                if not left or not is_in_the_way(error):
                    raise

    @contextmanager
    def _writing(self, kind: WriterKind) -> Iterator[Connection]:
        """Write in a transaction of a kind.

        On SQLite threads queue here rather than in SQLite, which polls and is unfair.
        """
        with self._turn(self._patience), self._begun(kind) as connection:
            yield connection
        self._finish()

    @contextmanager
    def _begun(self, kind: WriterKind) -> Iterator[Connection]:
        with self._writer() as connection:
            try:
                with connection.begin():
                    if self.sqlite is not None:
                        self.sqlite.log.require_no_doubt()
                    newest = self._begin(connection, kind)
                    yield connection
                    if self.on_sqlite and self._known is not None:
                        ((_, newest),) = _WHICH.all(connection)
                    self._commit.begun = time.perf_counter()
            except BaseException as error:
                # What was believed to be recorded may be undone.
                self.recorded_keys = frozenset()
                if isinstance(error, DBAPIError):
                    self._fail(connection)
                raise
            self._newest = max(self._newest, newest)
            if self.sqlite is not None:
                # What was committed is believed only where it can be found again.
                self.sqlite.require_there()
                self.sqlite.checkpoint(connection.connection.cursor())

    def _finish(self) -> None:
        """Wait until what this thread committed is durable, while others write already."""
        self.require_durable()
        self.committed(time.perf_counter() - self._commit.begun)

    def require_durable(self) -> None:
        """Return once all that can be read is durable; ``DatabaseUnusableError``: it may not be.

        To be called before anybody is told of what was not written just now. On PostgreSQL nobody
        reads what is not.
        """
        if self.sqlite is not None:
            self.sqlite.log.bring_to_disk()

    def _fail(self, connection: Connection) -> None:
        """Look why the database failed, which is raised by its name; and make room."""
        self.kept_texts = frozenset()
        if self.sqlite is not None:
            self.sqlite.require_writable(0)
            self.sqlite.checkpoint(connection.connection.cursor(), longer_than=0)

    @contextmanager
    def _writer(self) -> Iterator[Connection]:
        """Yield a connection to write with: on SQLite, where one writes at a time, the same one.

        It keeps the pages that are written again and again.
        """
        connection, self._kept_writer = self._kept_writer, None
        if connection is None:
            connection = self.engine.connect().execution_options(yanlu_write=True)
            if self.sqlite is not None and self._keeps_writer:
                # The log is brought to the disk when the turn is another's (``_finish``).
                pragmas(connection.connection, synchronous="NORMAL")
                self.sqlite.log.watch()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        if self.on_sqlite and self._keeps_writer:
            self._kept_writer = connection
        else:
            connection.close()

    @contextmanager
    def read(self, *, hurried: bool = False) -> Iterator[Connection]:
        """Read as of one instant; ``hurried``: nothing is waited for longer than a few seconds."""
        with self.engine.connect() as connection:
            if not self.on_sqlite:
                connection = connection.execution_options(  # noqa: PLW2901
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            try:
                with connection.begin():
                    if hurried:
                        self._hurry(connection)
                    yield connection
            except DBAPIError:
                if self.sqlite is not None:
                    # What SQLite makes of a file that is gone or empty says less.
                    self.sqlite.require_there()
                raise

    def rehearse(self) -> None:
        """Begin a write and roll it back; raise what a write would, after a few seconds."""
        with self._turn(_REHEARSAL), self.engine.connect() as connection:
            connection = connection.execution_options(yanlu_write=True)  # noqa: PLW2901
            if self.on_sqlite:
                pragmas(connection.connection, busy_timeout=round(_REHEARSAL * 1000))
            try:
                with connection.begin() as transaction:
                    self._hurry(connection)
                    if self.sqlite is not None:
                        self.sqlite.log.require_no_doubt()
                    self._begin(connection, WriterKind.BESIDE)
                    connection.execute(_SAME_AGAIN)
                    transaction.rollback()
            finally:
                if self.on_sqlite:
                    pragmas(connection.connection, busy_timeout=round(self._patience * 1000))

    def wipe(self) -> bool:
        """Write over what was deleted from a SQLite file, and empty its log; False: not yet.

        The whole file is made again: a page keeps copies of rows that moved to another one, of
        which SQLite knows nothing any more. On PostgreSQL that is the operator's (VACUUM FULL).
        """
        if self.sqlite is None:
            return True
        with self._turn(self._patience), closing(self.engine.raw_connection()) as connection:
            # A checkpoint would bring what follows a loss into the database.
            self.sqlite.log.require_no_doubt()
            return self.sqlite.wipe(connection.cursor())

    @property
    def is_missing(self) -> bool:
        """Whether it is a SQLite file that does not exist."""
        return self.file is not None and not self.file.exists()

    def make(self) -> None:
        """Make the empty file of a new SQLite database; on PostgreSQL it must be there."""
        if self.sqlite is not None and self.is_missing:
            self.sqlite.make()

    def close(self) -> None:
        """Close every connection; the next use opens new ones, and knows nothing of before."""
        if self._kept_writer is not None:
            self._kept_writer.close()
            self._kept_writer = None
        self.engine.dispose()
        if self.sqlite is not None:
            self.sqlite.close()
        self._known, self._newest = None, 0
        self.recorded_keys = frozenset()
        self.kept_texts = frozenset()
        self.sqlite = self._sqlite_file()

    def _sqlite_file(self) -> SqliteFile | None:
        if self.file is None:
            return None
        return SqliteFile(self.file, SharedTurn(self.file) if self._processes > 1 else None)

    @contextmanager
    def _turn(self, patience: float) -> Iterator[None]:
        """Wait for this thread's turn to write; on PostgreSQL the database sees to that."""
        if self.sqlite is None:
            yield
            return
        until = time.monotonic() + patience
        if not self._queue.acquire(timeout=patience):
            raise no_turn(patience)
        try:
            with self.sqlite.turn(max(0.0, until - time.monotonic())):
                yield
        finally:
            self._queue.release()

    def _begin(self, connection: Connection, kind: WriterKind) -> int:
        """Take the locks, require that it is the same database; return its last entry's number."""
        wait(connection, kind)
        if self.sqlite is not None:
            self.sqlite.require_same(connection.info[FILE_ID])
        return 0 if self._known is None else self._require_known(connection)

    def _require_known(self, connection: Connection) -> int:
        # Looked at first: what another thread commits meanwhile need not be found yet.
        least = self._newest
        ((found, newest),) = _WHICH.all(connection)
        if found != self._known:
            words = said("its id is not the one that it had")
        elif newest < least:
            words = "its log ends at entry %(newest)s, and %(least)s was there"
            words = said(words, newest=newest, least=least)
        else:
            return int(newest)
        raise DatabaseUnusableError(DatabaseFault.REPLACED, words)

    def _hurry(self, connection: Connection) -> None:
        if not self.on_sqlite:
            milliseconds = int(min(_REHEARSAL, self._patience) * 1000)
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds}")
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = {milliseconds}")
