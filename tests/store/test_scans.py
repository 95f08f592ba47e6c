"""Scans: encrypted, logged when opened, forgotten when never used."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from comments_service.domain.accounts.officer import Officer
from comments_service.domain.errors import Invalid
from comments_service.domain.intake.scan import Scan
from comments_service.services.database.check import check
from comments_service.services.intake import scans
from comments_service.services.intake.entering import enter_submission
from comments_service.services.service import Service
from comments_service.store.ledger import ledger
from tests.conftest import POLICY, World
from tests.servers.databases import writing
from tests.worlds.letters import AFTER, PNG, letter, seen


@pytest.fixture
def service(world: World, database_url: str) -> Service:
    return world.service(YANLU_DATABASE=database_url, YANLU_NOW=AFTER)


def test_scans_and_senders_are_nowhere_in_clear(
    service: Service, heli: Officer, database_url: str, tmp_path: Path
) -> None:
    scan = scans.upload(service, heli, POLICY, "planted-file-name.png", PNG)
    new = letter(name="PLANTED-NAME", contact="PLANTED-CONTACT", scans=(scan.id,))
    stored = enter_submission(service, heli, new)
    assert scans.opened(service, heli, scans_of(service, stored.id)) == PNG
    if database_url.startswith("sqlite"):
        held = b"".join(each.read_bytes() for each in tmp_path.glob("store.sqlite3*"))
    else:
        held = dump(service).encode()
    for planted in (b"PLANTED-", b"planted-file-name", "林晓芸".encode()):
        assert planted not in held
        assert planted.hex().encode() not in held


def scans_of(service: Service, submission: str) -> Scan:
    (found,) = seen(service, submission).scans
    return found


def dump(service: Service) -> str:
    """All rows of all tables, bytes in hexadecimal."""
    with service.database.read() as connection:
        return json.dumps(
            [
                [value.hex() if isinstance(value, bytes) else str(value) for value in row]
                for name in service_tables()
                for row in connection.execute(text(f"SELECT * FROM {name}"))  # noqa: S608
            ]
        )


def service_tables() -> list[str]:
    from comments_service.store.database.tables import metadata

    return list(metadata.tables)


def test_each_opening_of_a_scan_is_entered(service: Service, heli: Officer) -> None:
    scan = scans.upload(service, heli, POLICY, "来信.png", PNG)
    scans.opened(service, heli, scan)
    stored = enter_submission(service, heli, letter(scans=(scan.id,)))
    scans.opened(service, heli, scans_of(service, stored.id))
    with service.database.read() as connection:
        opened = [e for e in ledger.entries(connection) if e.type == "scan.opened"]
    assert [(each.actor, each.subject) for each in opened] == [(heli.id, stored.id)]


def test_an_upload_that_is_never_used_is_gone_after_a_day(
    world: World, service: Service, heli: Officer, database_url: str
) -> None:
    scan = scans.upload(service, heli, POLICY, "来信.png", PNG)
    kept = scans.upload(service, heli, POLICY, "另一封.png", PNG)
    enter_submission(service, heli, letter(scans=(kept.id,)))
    later = world.service(YANLU_DATABASE=database_url, YANLU_NOW="2018-07-26T10:01:00+08:00")
    scans.forget_uploads(later)
    assert scans.named(later, scan.id) is None
    assert scans.named(later, kept.id)
    with pytest.raises(Invalid) as refused:
        enter_submission(service, heli, letter(2, scans=(scan.id,)))
    assert [fault.field for fault in refused.value.faults] == ["scan"]


def test_nobody_uses_the_upload_of_another(
    service: Service, heli: Officer, zhoumin: Officer
) -> None:
    scan = scans.upload(service, heli, POLICY, "来信.png", PNG)
    with pytest.raises(Invalid):
        enter_submission(service, zhoumin, letter(scans=(scan.id,)))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("来信.png", b"%PDF-1.7"),
        ("来信.svg", b"<svg/>"),
        ("来信.html", PNG),
        ("来信.png", PNG[:8] + bytes(10 * 1024 * 1024)),
    ],
)
def test_other_files_are_not_taken(
    service: Service, heli: Officer, name: str, content: bytes
) -> None:
    with pytest.raises(Invalid) as refused:
        scans.upload(service, heli, POLICY, name, content)
    assert [fault.field for fault in refused.value.faults] == ["scan"]


def test_a_scan_that_is_exchanged_by_hand_is_named(service: Service, heli: Officer) -> None:
    first = scans.upload(service, heli, POLICY, "来信.png", PNG)
    enter_submission(service, heli, letter(1, scans=(first.id,)))
    assert check(service).differences == []
    with writing(service.database) as connection:
        connection.execute(text("UPDATE scans SET submission_id = NULL"))
    assert any(
        line.startswith("scan ") and line.endswith("not in the rows")
        for line in check(service).differences
    )
