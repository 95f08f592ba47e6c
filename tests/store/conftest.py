"""Every test here runs on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from comments_service.domain.accounts.officer import Officer
from comments_service.domain.accounts.roles import Role
from comments_service.services.ledger.keys import record_keys
from comments_service.services.service import Service
from comments_service.services.upkeep.timekeeping import keep_time
from tests.conftest import World, all_closed
from tests.servers.databases import PostgreSQL, writing
from tests.servers.moved_clock import SHOWN, Hands, moved_by
from tests.worlds.officers import add_officer
from tests.worlds.writers import Open, with_words

# Whoever asks for one of these gets its database laid out.
_LAID_OUT = {"service", "started", "app", "laid_out_url"}


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(
    backend: str, world: World, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """Return the URL of an empty database, or of one that is laid out for who wants that."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path}/store.sqlite3"
        return
    server: PostgreSQL = request.getfixturevalue("postgres")
    laid_out = bool(_LAID_OUT & {*request.fixturenames})
    with server.database(laid_out=laid_out) as url, all_closed():
        yield url
        # What is still connected as the database is emptied serves no later test.
        world.close()


@pytest.fixture
def laid_out_url(database_url: str) -> str:
    """Return the URL of a database that is laid out: to do so takes longer than most tests."""
    return database_url


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


@pytest.fixture
def heli(service: Service) -> Officer:
    return add_officer(service, "heli", Role.REGISTRAR)


@pytest.fixture
def zhoumin(service: Service) -> Officer:
    return add_officer(service, "zhoumin", Role.HANDLER)


@pytest.fixture
def opened(world: World, laid_out_url: str) -> Open:
    """Return what opens services on one database, each with connections of its own."""

    def open_one(**env: str) -> Service:
        made = world.service(YANLU_DATABASE=laid_out_url, **env)
        # Whoever is the first to use a key is waited for.
        with writing(made.database) as connection:
            record_keys(connection, made)
        return with_words(made)

    return open_one


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool
