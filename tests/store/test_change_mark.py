"""Whether a SQLite database changed is told at once, whoever changed it."""

from pathlib import Path

import pytest
from sqlalchemy import text

from comments_service.store.database.database import Database
from comments_service.store.database.sqlite_file import ChangeMark
from tests.conftest import World

_CHANGE = text("INSERT INTO clause_texts (digest, text) VALUES (:digest, '')")


@pytest.fixture
def database(world: World) -> Database:
    found = world.service().database
    with found.read():
        pass
    return found


@pytest.fixture
def mark(database: Database) -> ChangeMark:
    assert database.sqlite is not None
    return ChangeMark(database.sqlite)


def test_every_commit_makes_another_mark(database: Database, mark: ChangeMark) -> None:
    seen = [mark.now(), mark.now()]
    for digest in "ab":
        with database.write() as connection:
            connection.execute(_CHANGE, {"digest": digest})
        seen.append(mark.now())
    assert None not in seen
    assert [len(set(seen[:2])), len(set(seen))] == [1, 3]


def test_what_is_not_committed_yet_is_no_change(database: Database, mark: ChangeMark) -> None:
    before = mark.now()
    with database.write() as connection:
        connection.execute(_CHANGE, {"digest": "a"})
        assert mark.now() == before is not None


def test_of_a_file_that_is_gone_nothing_is_told(database: Database, mark: ChangeMark) -> None:
    assert mark.now() is not None
    assert database.file is not None
    kept = Path(database.file).with_suffix(".kept")
    database.file.rename(kept)
    assert mark.now() is None
    database.file.write_bytes(kept.read_bytes())
    assert mark.now() is None
