"""Every 503 is logged once with its cause, and the form keeps what was typed in any case."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from comments_service.domain.comments import receipt_number
from comments_service.domain.ledger.entries import SITE, SYSTEM, Occurrence
from comments_service.domain.ledger.site_entries import DatabaseRestored
from comments_service.services.appending import enter
from comments_service.services.database.identity import note_identity
from comments_service.services.service import Service
from comments_service.web.shell.turned_away import REFUSAL_REASON, RefusalReason
from tests.conftest import POLICY, World
from tests.servers.databases import writing

TYPED = "资金门槛偏高，不能丢失。"
FORM = {
    "version": "v1",
    "action": "submit",
    "participant": "person",
    "name": "林晓芸",
    "phone": "13807281234",
    "consent_notice": "on",
    "idempotency_key": "unavailable-form-1",
    "comments[0].clause": "v1.part_1",
    "comments[0].stance": "suggest",
    "comments[0].body": TYPED,
}


@pytest.fixture
def app(world: World) -> Flask:
    app = world.app()
    app.test_client().post("/api/v1/submissions", json=world.citizen())
    note_identity(app.extensions["yanlu"])
    return app


def whole_file(file: Path) -> Path:
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


def corrupt(file: Path) -> None:
    size = whole_file(file).stat().st_size
    with file.open("r+b") as damaged:
        damaged.seek(4096)
        damaged.write(b"\xa5" * (size - 4096))


def emptied(file: Path) -> None:
    whole_file(file).write_bytes(b"")


def unlinked(file: Path) -> None:
    file.unlink()


def replaced(file: Path) -> None:
    copy = file.with_name("copy")
    copy.write_bytes(whole_file(file).read_bytes())
    copy.replace(file)


def dropped(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("DROP TABLE comments")


Break = Callable[[Path], None]
WAYS = [
    (corrupt, "database_corrupt"),
    (emptied, "database_empty"),
    (unlinked, "database_unlinked"),
    (replaced, "database_replaced"),
    (dropped, "database_empty"),
]


@pytest.mark.parametrize(("way", "code"), WAYS, ids=[code for _, code in WAYS])
@pytest.mark.sqlite
def test_a_broken_database_is_503_logged_once_and_the_form_keeps_what_was_typed(
    world: World, app: Flask, caplog: pytest.LogCaptureFixture, way: Break, code: str
) -> None:
    way(world.folder / "yanlu.sqlite3")
    client = app.test_client()
    page = client.post(f"/forms/{POLICY}", data=FORM)
    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert TYPED in page.get_data(as_text=True)
    answer = client.post("/api/v1/submissions", json=world.citizen())
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    lines = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(lines) == 2
    assert lines[0].startswith(f"503 at POST /forms/<policy_id>: {code}: ")
    assert lines[1].startswith(f"503 at POST /api/v1/submissions: {code}: ")
    assert TYPED not in caplog.text


def test_wrong_keys_are_503_and_the_form_keeps_what_was_typed(
    world: World, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    assert app
    client = world.client(YANLU_KEYS=f"test:{'B' * 43}=")
    page = client.post(f"/forms/{POLICY}", data=FORM)
    assert page.status_code == 503
    assert TYPED in page.get_data(as_text=True)
    assert caplog.text.count("503 at POST /forms/<policy_id>: keys_wrong: ") == 1


def restored(service: Service) -> str:
    """Let the database have been put back just now; return a number of the span that was lost."""
    with writing(service.database) as connection:
        now = service.clock.now(connection)
        from_then = now.replace(day=now.day - 1)
        body = DatabaseRestored(lost_from=from_then, lost_to=now, log_size=1, known_size=5)
        enter(connection, now, Occurrence(SITE, "database", SYSTEM, body))
    return receipt_number.make(now.date())


def test_after_a_restoration_the_look_up_says_which_span_was_lost(app: Flask) -> None:
    client: FlaskClient = app.test_client()
    number = restored(app.extensions["yanlu"])
    words = "登记库曾于2018年7月15日恢复，2018年7月14日10:00至2018年7月15日10:00之间登记的意见"
    found = client.get(f"/api/v1/receipts/{number}?code=1")
    assert (found.status_code, found.get_json()["code"]) == (404, "unknown_receipt")
    assert words in found.get_json()["detail"]
    page = client.post("/receipts/", data={"no": number, "code": "1"}).get_data(as_text=True)
    assert words in page
    english = client.post("/receipts/?lang=en", data={"no": number, "code": "1"})
    assert "The register was restored on" in english.get_data(as_text=True)


def test_a_number_of_another_day_says_nothing_of_a_restoration(app: Flask) -> None:
    client = app.test_client()
    number = restored(app.extensions["yanlu"])
    for other in ("99999999", number[:4].replace("2018", "2017") + number[4:8]):
        made = receipt_number_of(other)
        found = client.get(f"/api/v1/receipts/{made}?code=1").get_json()
        assert "恢复" not in found["detail"]


def receipt_number_of(day: str) -> str:
    """Return a number that reads as one, of a day that need not exist."""
    for last in range(10):
        found = receipt_number.normalise(f"{day}12345678{last}")
        if found:
            return found
    raise AssertionError(day)


@pytest.mark.sqlite
def test_what_is_refused_while_the_server_stops_is_no_error(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    stopping = {REFUSAL_REASON: RefusalReason.STOPPING}
    answer = world.client().get("/api/v1/policies", environ_overrides=stopping)
    assert answer.status_code == 503
    (told,) = (each for each in caplog.records if each.getMessage().startswith("503 at"))
    assert told.levelno == logging.INFO
