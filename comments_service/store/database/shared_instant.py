"""One instant as of which two processes read, so that what one finds is true of the other."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext

from sqlalchemy import Connection

from comments_service.store.database.database import Database

# As PostgreSQL names them.
_NAME = re.compile(r"[0-9A-F-]*")
_READ = "SELECT count(*) FROM identity"


@contextmanager
def begun_together(database: Database, begin: Callable[[str], None]) -> Iterator[Connection]:
    """Yield a connection that reads as of the instant as of which another process does.

    ``begin`` gets the instant's name, and returns once the other has begun. On SQLite it has no
    name: nobody writes until both have begun.
    """
    with ExitStack() as held:
        with database.write() if database.on_sqlite else nullcontext():
            connection = held.enter_context(database.read())
            named = _READ if database.on_sqlite else "SELECT pg_export_snapshot()"
            found = connection.exec_driver_sql(named).scalar_one()
            begin("" if database.on_sqlite else str(found))
        yield connection


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
