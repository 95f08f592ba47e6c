"""How connections to a SQLite file are opened and begin."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DisconnectionError

from comments_service.store.database.sqlite_file import SqliteFile
from comments_service.store.statements.prepared import run_text

FILE_ID = "yanlu_file_id"
"""Under this name a connection keeps which file it opened."""
_READ_ONLY = "yanlu_read_only"


def prepare_connections(
    engine: Engine, file: Callable[[], SqliteFile | None], patience: float
) -> None:
    """Have an engine open a file, which must be there, for transactions that last."""

    def do_connect(*_: object) -> Any:
        found = file()
        return found and found.connect(timeout=patience)

    def on_connect(dbapi_connection: Any, record: Any) -> None:
        found = file()
        record.info[FILE_ID] = found and found.opened()
        # SQLite opens what it may not write all the same, and never looks again.
        record.info[_READ_ONLY] = found is not None and bool(found.closed())
        # Checkpoints are made in ``write``, where they are told from changes by others.
        pragmas(dbapi_connection, wal_autocheckpoint=0, busy_timeout=round(patience * 1000))
        pragmas(dbapi_connection, journal_mode="WAL", synchronous="FULL", foreign_keys="ON")

    def on_checkout(_connection: Any, record: Any, _proxy: Any) -> None:
        found = file()
        if record.info[_READ_ONLY] and found is not None and not found.closed():
            # The pool opens another one.
            raise DisconnectionError

    event.listen(engine, "do_connect", do_connect)
    event.listen(engine, "connect", on_connect)
    event.listen(engine, "checkout", on_checkout)
    event.listen(engine, "begin", _on_begin)


def pragmas(dbapi_connection: Any, **values: str | int) -> None:
    """Set what holds for a connection of the driver."""
    cursor = dbapi_connection.cursor()
    for name, value in values.items():
        cursor.execute(f"PRAGMA {name} = {value}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("yanlu_write", False)
    run_text(connection, "BEGIN IMMEDIATE" if writing else "BEGIN")


class UnwaitingReads:
    """Reads that wait for no lock, by one connection that is kept for them; of one thread alone.

    Where the file is locked or gone, the library raises that at once. No pool is waited for
    either, nor is a connection made ready for each read.
    """

    def __init__(self, file: SqliteFile) -> None:
        # Parameters may hold what must not get into a log.
        self._engine = create_engine("sqlite://", poolclass=NullPool, hide_parameters=True)
        prepare_connections(self._engine, lambda: file, 0.0)
        self._kept: Connection | None = None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Read as of one instant; after an error the file is opened again."""
        connection, self._kept = self._kept or self._engine.connect(), None
        try:
            with connection.begin():
                yield connection
        except BaseException:
            connection.close()
            raise
        self._kept = connection
