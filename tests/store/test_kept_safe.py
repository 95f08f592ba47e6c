"""What is promised of the database: nothing personal in the clear, nothing lost, one writer."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from comments_service.domain.comments.submission import StoredSubmission
from comments_service.services.intake.lookup import look_up
from comments_service.services.intake.submit import submit
from comments_service.services.service import Service
from comments_service.web.api.schemas import parse_submission
from tests.conftest import World
from tests.servers.databases import writing


@pytest.fixture
def on_sqlite(world: World) -> Service:
    return world.service()


@pytest.fixture
def taken(world: World, on_sqlite: Service) -> StoredSubmission:
    sent = world.company(email="zhou@example.test", place="十堰市茅箭区", uscc="91350100M000100Y43")
    return submit(on_sqlite, parse_submission(sent))


def on_disk(folder: Path) -> str:
    """Return every byte of the database's files; UTF-8 stands in SQLite as it is."""
    files = [file for file in folder.iterdir() if "sqlite3" in file.name]
    assert files
    return b"".join(file.read_bytes() for file in files).decode("utf-8", "ignore")


@pytest.mark.usefixtures("taken")
@pytest.mark.parametrize(
    "personal",
    [
        "周立群",
        "719-8651234",
        "7198651234",
        "zhou@example",
        "晨光机械",
        "茅箭区",
        "91350100M000100Y43",
    ],
)
def test_who_somebody_is_cannot_be_read_from_the_files(world: World, personal: str) -> None:
    kept = on_disk(world.folder)
    assert "资金门槛偏高" in kept
    assert personal not in kept


def test_a_query_code_cannot_be_read_from_the_files(world: World, taken: StoredSubmission) -> None:
    kept = on_disk(world.folder)
    assert taken.receipt_no in kept
    assert taken.query_code not in kept
    assert taken.query_code.replace(" ", "") not in kept


def test_the_place_comes_back_with_the_rest(on_sqlite: Service, taken: StoredSubmission) -> None:
    found = look_up(on_sqlite, taken.receipt_no, taken.query_code).submission
    assert found.personal.place == "十堰市茅箭区"


@pytest.mark.parametrize(
    ("pragma", "value"), [("synchronous", 2), ("journal_mode", "wal"), ("foreign_keys", 1)]
)
def test_what_is_committed_is_on_disk(on_sqlite: Service, pragma: str, value: object) -> None:
    with writing(on_sqlite.database) as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_a_write_holds_the_lock_from_its_start(world: World, on_sqlite: Service) -> None:
    other = sqlite3.connect(world.folder / "yanlu.sqlite3", timeout=0, isolation_level=None)
    with writing(on_sqlite.database), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_an_error_of_the_database_names_nobody(service: Service) -> None:
    statement = text("INSERT INTO nowhere (name) VALUES (:name)")
    with pytest.raises(DBAPIError) as error, writing(service.database) as connection:
        connection.execute(statement, {"name": "周立群"})
    assert "nowhere" in str(error.value)
    assert "周立群" not in str(error.value)
