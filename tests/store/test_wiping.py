"""Making a SQLite file again beside those who read it."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from comments_service.services.service import Service
from tests.conftest import World
from tests.servers.waiting import MOST_SECONDS

_SHORT = "PRAGMA busy_timeout = 20"


class Asked:
    """A cursor that lets a reader go when the log is asked to be emptied once more."""

    def __init__(self, cursor: Any, reader: sqlite3.Connection) -> None:
        self._cursor, self._reader, self.tries = cursor, reader, 0

    def execute(self, words: str) -> None:
        if "wal_checkpoint" in words:
            self.tries += 1
            if self.tries > 1:
                self._reader.rollback()
        self._cursor.execute(words)

    def fetchone(self) -> Any:
        return self._cursor.fetchone()


@pytest.fixture
def service(world: World) -> Service:
    return world.service()


def reading(service: Service) -> sqlite3.Connection:
    assert service.database.sqlite
    made = service.database.sqlite.connect(timeout=MOST_SECONDS)
    made.execute("BEGIN")
    made.execute("SELECT count(*) FROM ledger").fetchone()
    return made


def test_who_reads_for_a_while_is_waited_for_again(service: Service) -> None:
    assert service.database.sqlite
    with (
        closing(reading(service)) as reader,
        closing(service.database.engine.raw_connection()) as connection,
    ):
        cursor = connection.cursor()
        cursor.execute(_SHORT)
        asked = Asked(cursor, reader)
        assert service.database.sqlite.wipe(asked)  # type: ignore[arg-type]
    assert asked.tries == 2


def test_who_goes_on_reading_is_told_of(service: Service) -> None:
    assert service.database.sqlite
    with closing(reading(service)), closing(service.database.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute(_SHORT)
        assert not service.database.sqlite.wipe(cursor)
