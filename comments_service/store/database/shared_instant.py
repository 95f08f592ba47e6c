"""One instant as of which two processes read, so that what one finds is true of the other."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

from sqlalchemy import Connection

from comments_service.store.database.database import Database

# As PostgreSQL names them.
_NAME = re.compile(r"[0-9A-F-]*")
# Seconds for whoever writes just now to end.
_PATIENCE = 1.0
_READ = "SELECT count(*) FROM identity"


@contextmanager
def begun_together(database: Database, begin: Callable[[str], None]) -> Iterator[Connection]:
    """Yield a connection that reads as of the instant as of which another process does.

    ``begin`` gets the instant's name, and returns once the other has begun. On SQLite it has no
    name: nobody writes until both have begun. ``sqlite3.Error`` where somebody writes for longer.
    """
    with ExitStack() as held:
        with _nobody_writing(database):
            connection = held.enter_context(database.read())
            named = _READ if database.on_sqlite else "SELECT pg_export_snapshot()"
            found = connection.exec_driver_sql(named).scalar_one()
            begin("" if database.on_sqlite else str(found))
        yield connection


@contextmanager
def _nobody_writing(database: Database) -> Iterator[None]:
    """Let nobody write into a SQLite file, by a connection that is for nothing else.

    As a writer of the service it would first look whether the file is whole, and checkpoint.
    """
    if database.sqlite is None:
        yield
        return
    with closing(database.sqlite.connect(timeout=_PATIENCE)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def read_as_of(database: Database, name: str) -> Iterator[Connection]:
    """Yield a connection that reads as of an instant with such a name; it has begun."""
    if not _NAME.fullmatch(name):
        raise ValueError(name)
    with database.read() as connection:
        if name:
            connection.exec_driver_sql(f"SET TRANSACTION SNAPSHOT '{name}'")
        connection.exec_driver_sql(_READ)
        yield connection
