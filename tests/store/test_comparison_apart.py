"""An export whose rows are compared with the ledger by a process of its own."""

import io
import re
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, select, text

from comments_service.cli.export_commands import COMPARE
from comments_service.domain.errors import NotReconciled
from comments_service.services.intake.submit import submit
from comments_service.services.ledger import comparison_apart
from comments_service.services.ledger.comparison_apart import compare_for
from comments_service.services.ledger.reconciled import LedgerComparison
from comments_service.services.outcome.export import export_file
from comments_service.services.register.deciding import release
from comments_service.services.service import Service
from comments_service.store.database import shared_instant
from comments_service.store.database.shared_instant import begun_together, read_as_of
from comments_service.store.database.tables import submissions
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World
from tests.servers.databases import writing
from tests.worlds.comments import PUBLISHER, proposed, taken
from tests.worlds.ledgers import without_triggers

_ASKED = "import os, sys; asked = os.fdopen(int(sys.argv[-1])); print('ready', flush=True); "
_ENDS_LATER = (sys.executable, "-c", f"{_ASKED} asked.readline(); print('begun')")
# It waits for more, which never comes.
_NEVER_BEGINS = (sys.executable, "-c", f"{_ASKED} asked.readline(); asked.readline()")
_BEGINS = "asked.readline(); print('begun', flush=True);"
_NEVER_ENDS = (sys.executable, "-c", f"{_ASKED} {_BEGINS} asked.readline()")
_ENDS_WITHIN = (sys.executable, "-c", f"{_ASKED} {_BEGINS} print('[1, ', end='')")
_NO_PROGRAM = ("/nowhere/python",)


@pytest.fixture
def decided(
    world: World, service: Service, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Two comments, one of them decided, in a database of which a process of its own knows."""
    for name, value in {**world.env, "YANLU_DATABASE": database_url}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(comparison_apart, "_WORTH", 1)
    monkeypatch.setattr(comparison_apart, "ALLOWED", (0, 1))
    first, second = taken(world, service, 2)
    release(service, PUBLISHER, [proposed(service, first)])
    return [first, second]


@pytest.fixture
def nothing_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to compare in this process."""

    def refused(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(LedgerComparison, "__init__", refused)


def _written(service: Service, file: Path, compare_by: Sequence[str]) -> bytes:
    export_file(service, POLICY, "public", file.suffix[1:], file, compare_by=compare_by)
    return file.read_bytes()


@pytest.mark.usefixtures("decided")
@pytest.mark.parametrize("ending", ["csv", "json"])
def test_it_is_the_same_file(
    service: Service, tmp_path: Path, ending: str, request: pytest.FixtureRequest
) -> None:
    here = _written(service, tmp_path / f"here.{ending}", ())
    request.getfixturevalue("nothing_here")
    assert _written(service, tmp_path / f"apart.{ending}", COMPARE) == here


@pytest.mark.usefixtures("nothing_here")
def test_what_differs_is_named_and_no_file_is_left(
    service: Service, tmp_path: Path, decided: list[str]
) -> None:
    with writing(service.database) as connection, without_triggers(connection):
        altered = text("UPDATE comment_states SET rank = 99 WHERE comment = :comment")
        connection.execute(altered, {"comment": decided[1]})
    with pytest.raises(NotReconciled) as refused:
        _written(service, tmp_path / "out.csv", COMPARE)
    assert refused.value.names == [f"1-2 ({decided[1]})"]
    assert list(tmp_path.glob("out*")) == []


@pytest.mark.usefixtures("decided")
@pytest.mark.parametrize(
    "command", [("false",), _NO_PROGRAM, _ENDS_LATER, _NEVER_BEGINS, _NEVER_ENDS, _ENDS_WITHIN]
)
def test_where_the_process_ends_it_is_compared_here(
    service: Service, tmp_path: Path, command: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[object] = []
    counts = LedgerComparison.counts

    def counted(comparison: LedgerComparison) -> tuple[int, int]:
        compared.append(comparison)
        return counts(comparison)

    monkeypatch.setattr(LedgerComparison, "counts", counted)
    monkeypatch.setattr(comparison_apart, "_MOST_HELD", 0.5)
    monkeypatch.setattr(comparison_apart, "_MOST_COMPARING", 0.5)
    assert b'"balanced": true' in _written(service, tmp_path / "out.json", command)
    assert len(compared) == 1


@pytest.mark.usefixtures("decided")
def test_while_somebody_writes_for_long_it_is_compared_here(
    service: Service, tmp_path: Path, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_instant, "_PATIENCE", 0.1)
    with service.database.write():
        assert _written(service, tmp_path / "out.csv", COMPARE if backend == "sqlite" else ())


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("decided")
def test_a_server_that_ends_idle_transactions_lets_it_wait(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparison_apart, "_BETWEEN", 0.05)

    @event.listens_for(service.database.engine, "connect")
    def hurry(connection: Any, _record: object) -> None:
        connection.execute("SET idle_in_transaction_session_timeout = 1000")
        connection.commit()

    service.database.engine.dispose()
    assert _written(service, tmp_path / "out.csv", COMPARE)


def test_the_process_ends_with_whoever_asked(service: Service) -> None:
    said = io.StringIO()
    compare_for(service, POLICY, lambda: "", said)
    assert said.getvalue() == "ready\n"


def test_two_who_begin_together_read_as_of_one_instant(
    world: World, service: Service, database_url: str
) -> None:
    other = world.service(YANLU_DATABASE=database_url)
    with ExitStack() as held:
        begun: list[Connection] = []

        def begin(instant: str) -> None:
            begun.append(held.enter_context(read_as_of(other.database, instant)))

        begun.append(held.enter_context(begun_together(service.database, begin)))
        submit(world.service(YANLU_DATABASE=database_url), parse_submission(world.citizen()))
        assert [_submissions(each) for each in begun] == [0, 0]
    with service.database.read() as connection:
        assert _submissions(connection) == 1


def test_nobody_writes_while_two_begin_on_sqlite(world: World) -> None:
    database = world.service().database
    begun: list[bool] = []

    def begin(_instant: str) -> None:
        assert database.sqlite is not None
        with (
            closing(database.sqlite.connect(timeout=0)) as connection,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            connection.execute("BEGIN IMMEDIATE")
        begun.append(True)

    with begun_together(database, begin):
        assert begun == [True]


@pytest.mark.parametrize("name", ["x'; --", "00000003-0000001B-1'"])
def test_an_instant_of_another_form_is_refused(service: Service, name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name)), read_as_of(service.database, name):
        pass


def _submissions(connection: Connection) -> int:
    return int(connection.scalar(select(func.count()).select_from(submissions)) or 0)
