"""A lock that somebody holds elsewhere stops no reader, and no writer for long."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from comments_service.services.intake.submit import submit
from comments_service.services.service import open_service
from comments_service.services.upkeep.upkeep import Upkeep, UpkeepTask
from comments_service.store.database.database import Database
from comments_service.store.database.database_faults import DatabaseUnusableError
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World
from tests.servers.databases import stopping

IMPATIENT = {"YANLU_LOCK_TIMEOUT": "0.05", "YANLU_THREADS": "16"}


@pytest.fixture
def app(world: World, database_url: str) -> Flask:
    return world.app(YANLU_DATABASE=database_url, **IMPATIENT)


@pytest.fixture
def held(world: World, app: Flask, database_url: str) -> Iterator[Connection]:  # noqa: ARG001
    """Hold the write lock by another connection, once the application is there."""
    with stopping(world.service(YANLU_DATABASE=database_url).database) as connection:
        yield connection


def submitted(app: Flask, body: dict[str, Any]) -> Any:
    return app.test_client().post("/api/v1/submissions", json=body)


def test_readers_are_answered_while_another_process_holds_the_write_lock(
    world: World, app: Flask, database_url: str
) -> None:
    submitted(app, world.citizen())
    paths = ["/api/v1/policies", f"/api/v1/policies/{POLICY}/tally", f"/forms/{POLICY}"]

    def get(number: int) -> int:
        return app.test_client().get(paths[number % len(paths)]).status_code

    elsewhere = world.service(YANLU_DATABASE=database_url)
    with stopping(elsewhere.database), ThreadPoolExecutor(16) as threads:
        assert list(threads.map(get, range(200))) == [200] * 200


@pytest.mark.usefixtures("held")
def test_a_submission_that_cannot_have_the_lock_is_told_to_come_again(
    world: World, app: Flask
) -> None:
    answer = submitted(app, world.citizen())
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0


def test_many_that_want_to_write_are_all_answered(world: World, app: Flask) -> None:
    bodies = [world.citizen() for _ in range(24)]
    elsewhere = world.closing(app.extensions["yanlu"])
    with stopping(elsewhere.database), ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(lambda body: submitted(app, body), bodies))
    assert {answer.status_code for answer in answers} == {503}
    assert submitted(app, bodies[0]).status_code == 201


def test_the_form_keeps_what_was_typed_while_the_lock_is_held(
    world: World, app: Flask, database_url: str
) -> None:
    fields = {
        "version": "v1", "name": "林晓芸", "phone": "13807281234", "participant": "person",
        "consent_notice": "on", "idempotency_key": "0123456789abcdef",
        "comments[0].stance": "suggest", "comments[0].body": "资金门槛偏高。",
    }  # fmt: skip
    elsewhere = world.service(YANLU_DATABASE=database_url)
    with stopping(elsewhere.database):
        answer = app.test_client().post(f"/forms/{POLICY}", data=fields)
    assert (answer.status_code, "资金门槛偏高。" in answer.text) == (503, True)
    assert "Retry-After" in answer.headers


@pytest.mark.usefixtures("held")
def test_upkeep_that_cannot_have_the_lock_lets_go_and_tries_again(app: Flask) -> None:
    service = app.extensions["yanlu"]
    done: list[int] = []
    Upkeep(service, [*Upkeep(service).tasks, UpkeepTask("next", lambda _: done.append(1))]).step()
    assert done == [1]


def test_who_finds_no_free_connection_is_told_to_come_again(
    world: World, database_url: str
) -> None:
    few = world.app(YANLU_DATABASE=database_url, YANLU_POOL="1", **IMPATIENT)
    database: Database = few.extensions["yanlu"].database
    with ExitStack() as held, ThreadPoolExecutor(1) as threads:
        # One more on SQLite, for who writes.
        for _ in range(1 + database.on_sqlite):
            held.enter_context(database.read())
        answer = threads.submit(submitted, few, world.citizen()).result()
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    assert submitted(few, world.citizen()).status_code == 201


def test_a_command_waits_for_as_long_as_it_takes(
    world: World, laid_out_url: str, backend: str
) -> None:
    service = world.service(YANLU_DATABASE=laid_out_url, **IMPATIENT)
    with service.database.read() as connection:
        if backend == "sqlite":
            assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() == 10_000
            return
        for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            assert connection.execute(text(f"SHOW {name}")).scalar_one() == "0"


def test_a_server_has_the_limits_of_its_settings(
    world: World, laid_out_url: str, backend: str
) -> None:
    limits = {"YANLU_STATEMENT_TIMEOUT": "0.5", "YANLU_IDLE_TIMEOUT": "2", **IMPATIENT}
    service = world.app(YANLU_DATABASE=laid_out_url, **limits).extensions["yanlu"]
    with service.database.read() as connection:
        if backend == "sqlite":
            assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() == 50
            return
        shown = [
            connection.execute(text(f"SHOW {name}")).scalar_one()
            for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
        ]
        assert shown == ["50ms", "500ms", "2s"]
        with pytest.raises(OperationalError, match="statement timeout"):
            connection.execute(text("SELECT pg_sleep(30)"))


@pytest.mark.parametrize("backend", ["postgresql"])
def test_what_the_address_of_a_database_asks_for_stays_beside_the_limits(
    world: World, database_url: str
) -> None:
    mark = "&" if "?" in database_url else "?"
    asking = f"{database_url}{mark}options=-c%20application_name%3Dyanlu"
    service = open_service(world.settings(YANLU_DATABASE=asking, **IMPATIENT), serving=True)
    with world.closing(service).database.read() as connection:
        shown = [
            connection.execute(text(f"SHOW {name}")).scalar_one()
            for name in ("application_name", "lock_timeout")
        ]
    assert shown == ["yanlu", "50ms"]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_queue_of_writers_is_left_after_a_time(app: Flask) -> None:
    database: Database = app.extensions["yanlu"].database
    with stopping(database), ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(lambda: stopping(database).__enter__())
        with pytest.raises(DatabaseUnusableError, match="database_locked"):
            waiting.result()


def test_what_was_given_up_can_be_sent_again_with_its_key(world: World, app: Flask) -> None:
    body = world.citizen()
    service = app.extensions["yanlu"]
    with stopping(service.database):
        assert submitted(app, body).status_code == 503
    answer = submitted(app, body)
    assert answer.status_code == 201
    assert submit(service, parse_submission(body)).receipt_no == answer.get_json()["receipt_no"]
