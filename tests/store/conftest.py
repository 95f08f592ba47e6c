"""Every test here runs on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from comments_service.services.service import Service
from tests.conftest import World
from tests.databases import PostgreSQL, postgresql


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgreSQL]:
    """Take part in the run's PostgreSQL."""
    with postgresql() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the URL of an empty database, or of one that is laid out for ``service``."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path}/store.sqlite3"
        return
    server: PostgreSQL = request.getfixturevalue("postgres")
    with server.database(laid_out="service" in request.fixturenames) as url:
        yield url


@pytest.fixture
def service(world: World, database_url: str) -> Service:
    """Return a service on an empty, laid out database."""
    return world.service(YANLU_DATABASE=database_url)
