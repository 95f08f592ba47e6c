"""A connection that was opened while a file could not be written is not used once it can be."""

from pathlib import Path

import pytest

from comments_service.store.database.sqlite_file import SqliteFile
from tests.conftest import World


def test_it_is_opened_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    database = world.service().database
    database.close()
    closed = [Path("yanlu.sqlite3")]
    monkeypatch.setattr(SqliteFile, "closed", lambda _file: closed)
    opened = []
    for _ in range(2):
        with database.read() as connection:
            opened.append(connection.connection.dbapi_connection)
    # As long as nothing changes, it is the same one.
    assert opened[0] is opened[1]
    closed.clear()
    with database.write() as connection:
        writing = connection.connection.dbapi_connection
    assert writing is not opened[0]
    with database.read() as connection:
        assert connection.connection.dbapi_connection is not opened[0]
