"""A PostgreSQL whose databases are copied once from those of SQLite, and kept in a folder.

The copy is made as by an operator, with ``db copy``, and then VACUUM ANALYZE: what autovacuum does
to a city's database within the first minutes.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg.sql import SQL, Identifier

from bench.measure import progress, run
from comments_service.store.database import migrate
from tests.conftest import World
from tests.servers.own_postgresql import OwnPostgreSQL


class KeptPostgreSQL:
    """A server in a folder, with the settings that PostgreSQL comes with."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._server = OwnPostgreSQL(folder / "server")

    def __enter__(self) -> Self:
        """Start it, and let its own programs be found, which copies are made with."""
        # One that was ended by a signal left it running.
        self._server.stop()
        self._server.start()
        os.environ["PATH"] = os.pathsep.join([str(self._server.programs), os.environ["PATH"]])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        self._server.stop()

    def copied(self, world: World, size: int) -> tuple[str, dict[str, float]]:
        """Return the URL of a copy of a world's database, and what ``db copy`` took for it."""
        name = f"comments_{size}_{migrate.REVISIONS[-1]}"
        told = self._folder / f"{name}.json"
        if not told.exists():
            progress(f"db copy of {size}")
            self._run("DROP DATABASE IF EXISTS {}", name)
            self._run("CREATE DATABASE {}", name)
            told.write_text(json.dumps(self._copy(world, name)))
        return self._url(name), json.loads(told.read_text())

    @contextmanager
    def spare(self, url: str) -> Iterator[str]:
        """Lend a copy of a database, to be changed."""
        name = url.partition("?")[0].rpartition("/")[2]
        self._run("DROP DATABASE IF EXISTS {}", "spare")
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", "spare", name)
        yield self._url("spare")
        self._run("DROP DATABASE {} WITH (FORCE)", "spare")

    def _copy(self, world: World, name: str) -> dict[str, float]:
        # Its database is not served any more once it was copied.
        there = self._folder / "copying"
        shutil.rmtree(there, ignore_errors=True)
        there.mkdir()
        shutil.copyfile(world.folder / "yanlu.sqlite3", there / "yanlu.sqlite3")
        url = f"sqlite:///{there}/yanlu.sqlite3"
        env = {**world.env, "YANLU_DATABASE": url, "YANLU_IDENTITY": f"{there}/state/identity.json"}
        named = [f"{key}={value}" for key, value in env.items()]
        service = [sys.executable, "-m", "comments_service"]
        run(["env", *named, *service, "db", "upgrade"])
        cost = run(["env", *named, *service, "db", "copy", self._url(name)])
        shutil.rmtree(there)
        with psycopg.connect(self._url(name), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        return cost._asdict()

    def _url(self, name: str) -> str:
        return self._server.url.replace("/postgres?", f"/{name}?")

    def _run(self, command: str, *names: str) -> None:
        with psycopg.connect(self._server.url, autocommit=True) as connection:
            connection.execute(SQL(command).format(*map(Identifier, names)))
