"""Copying a PostgreSQL database with its own programs, ``pg_dump`` and ``pg_restore``."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from comments_service.identity_place import without_password
from comments_service.store.copying.database_copy import NUMBERED, CopyError, CopyFacts
from comments_service.store.database.database import Database
from comments_service.store.database.half_made import on_disk
from interface.command_line import said
from interface.long_work import Progress, reported, reported_step, unheard

_PLAIN = ("--no-owner", "--no-privileges")
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


def copy(database: Database, target: Path, progress: Progress = unheard) -> CopyFacts:
    """Write a dump in the custom format as of one instant, and read it again."""
    with database.engine.connect() as connection:
        schema = _schema(connection)
        path = program("pg_dump", connection)
    options = "--format=custom", *_PLAIN, f"--schema={schema}", f"--file={target}"
    with reported_step(said("copying the database"), progress):
        _run([path, *options], database)
    on_disk(target)
    return facts(target, progress)


def facts(file: Path, progress: Progress = unheard) -> CopyFacts:
    """Read from a dump which database it is of and how many entries it holds."""
    if not file.is_file():
        raise CopyError(f"{file}: {said('no such file')}")
    own = next(_rows(file, "identity"), None)
    entries = (row for table, _ in NUMBERED for row in _rows(file, table))
    size = sum(1 for _ in reported(entries, said("entries of the copy"), progress))
    return CopyFacts(own["database_id"] if own else None, size)


def put_back(database: Database, file: Path, progress: Progress = unheard) -> str:
    """Put a dump in place, or leave all as it was; return the schema that keeps the old tables."""
    with database.engine.begin() as connection:
        path = program("pg_restore", connection)
        others = connection.execute(text(_OTHERS)).scalar_one()
        if others:
            words = "%(count)s others use the database; stop the service first"
            raise CopyError(said(words, count=others))
        schema = _schema(connection)
        aside = _set_aside(connection, schema)
    options = "--exit-on-error", "--single-transaction", *_PLAIN, f"--schema={schema}"
    try:
        with reported_step(said("putting the copy in its place"), progress):
            _run([path, *options, str(file)], database)
    except CopyError:
        if aside:
            take_back(database, aside)
        raise
    return aside


def take_back(database: Database, aside: str) -> None:
    """Put the old tables back in their place; empty: there were none, and there are none."""
    with database.engine.begin() as connection:
        schema = _schema(connection)
        connection.exec_driver_sql(f'DROP SCHEMA "{schema}" CASCADE')
        old = f'ALTER SCHEMA "{aside}" RENAME TO' if aside else "CREATE SCHEMA"
        connection.exec_driver_sql(f'{old} "{schema}"')


def _schema(connection: Connection) -> str:
    return str(connection.execute(text("SELECT current_schema()")).scalar_one())


def _set_aside(connection: Connection, schema: str) -> str:
    if not inspect(connection).get_table_names():
        return ""
    aside = f"before_{datetime.now(UTC):%Y%m%dt%H%M%S%f}"
    connection.exec_driver_sql(f'ALTER SCHEMA "{schema}" RENAME TO "{aside}"')
    connection.exec_driver_sql(f'CREATE SCHEMA "{schema}"')
    return aside


def program(name: str, connection: Connection) -> str:
    """Return the path of one of PostgreSQL's programs; it must not be older than the server."""
    path = _found(name)
    asked = [path, "--version"]
    told = subprocess.run(asked, check=False, capture_output=True, text=True)  # noqa: S603 - no shell
    number = re.search(r"(\d+)[.\d]*\s*", told.stdout.replace("(PostgreSQL)", ""))
    own = int(number[1]) if number else 0
    server = connection.execute(text("SHOW server_version_num")).scalar_one()
    if own < int(server) // 10_000:
        words = (
            "%(path)s is of PostgreSQL %(own)s, older than the server's %(server)s: "
            "put the newer one's programs first on PATH"
        )
        raise CopyError(said(words, path=path, own=own, server=int(server) // 10_000))
    return path


def _found(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        words = (
            "%(name)s is not on PATH: install PostgreSQL's client programs "
            "(Debian: postgresql-client), of the server's version or newer"
        )
        raise CopyError(said(words, name=name))
    return path


def _run(command: list[str], database: Database) -> None:
    """Run a program on the database; the password is in no list of processes."""
    url = database.url
    secret = url.password or url.query.get("password")
    env = {**os.environ, **({"PGPASSWORD": str(secret)} if secret else {})}
    whole = [*command, f"--dbname={without_password(url)}"]
    done = subprocess.run(whole, env=env, check=False, capture_output=True, text=True)  # noqa: S603 - no shell
    if done.returncode:
        first = done.stderr.strip().partition("\n")[0]
        ended = said("%(name)s ended with %(status)s", name=command[0], status=done.returncode)
        raise CopyError(first or ended)


def _rows(file: Path, table: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table in a dump, as its columns are named there (COPY's text)."""
    command = [_found("pg_restore"), "--data-only", f"--table={table}", "--file=-", str(file)]
    names: list[str] = []
    with subprocess.Popen(  # noqa: S603 - no shell
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as reading:
        for line in reading.stdout or ():
            if line.startswith("COPY "):
                names = re.split(r", ", line[line.index("(") + 1 : line.index(")")])
            elif line == "\\.\n":
                names = []
            elif names:
                yield dict(zip(names, line.rstrip("\n").split("\t"), strict=True))
        told = (reading.stderr.read() if reading.stderr else "").strip()
    if reading.returncode:
        raise CopyError(f"{file}: {told.partition(chr(10))[0]}")
