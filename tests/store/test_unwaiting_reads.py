"""Reads of a SQLite file by its own connection, which wait for nobody."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from comments_service.store.database.database import Database
from comments_service.store.database.sqlite_connections import UnwaitingReads
from tests.conftest import World

pytestmark = pytest.mark.sqlite
_TEXTS = text("SELECT count(*) FROM clause_texts")
_CHANGE = text("INSERT INTO clause_texts (digest, text) VALUES (:digest, '')")


@pytest.fixture
def database(world: World) -> Database:
    return world.service().database


@pytest.fixture
def reads(database: Database) -> UnwaitingReads:
    assert database.sqlite is not None
    return UnwaitingReads(database.sqlite)


def test_each_read_is_as_of_one_instant_and_the_next_finds_what_came(
    database: Database, reads: UnwaitingReads
) -> None:
    with reads.read() as connection:
        before = connection.scalar(_TEXTS)
        with database.write() as writing:
            writing.execute(_CHANGE, {"digest": "a"})
        assert connection.scalar(_TEXTS) == before == 0
    with reads.read() as connection:
        assert connection.scalar(_TEXTS) == 1


def test_one_connection_is_kept_and_waits_for_no_lock(reads: UnwaitingReads) -> None:
    seen = []
    for _ in range(2):
        with reads.read() as connection:
            seen.append(connection.connection.dbapi_connection)
            assert connection.scalar(text("PRAGMA busy_timeout")) == 0
    assert seen[0] is seen[1]


def test_a_locked_file_is_told_at_once(database: Database, reads: UnwaitingReads) -> None:
    assert database.file is not None
    database.close()
    with closing(sqlite3.connect(database.file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DBAPIError, match="locked"), reads.read():
            pass
        other.execute("ROLLBACK")
    with reads.read() as connection:
        assert connection.scalar(_TEXTS) == 0


def test_after_an_error_the_file_is_opened_again(reads: UnwaitingReads) -> None:
    seen = []
    for words in ("SELECT nothing", "SELECT 1"):
        try:
            with reads.read() as connection:
                seen.append(connection.connection.dbapi_connection)
                connection.execute(text(words))
        except DBAPIError:
            seen.append(None)
    assert [seen[1], seen[0] is seen[2]] == [None, False]


def test_a_file_that_is_gone_is_not_made_again(database: Database, reads: UnwaitingReads) -> None:
    assert database.file is not None
    database.close()
    database.file.rename(Path(database.file).with_suffix(".kept"))
    with pytest.raises(DBAPIError), reads.read():
        pass
    assert not database.file.exists()
