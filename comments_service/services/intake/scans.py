"""Scans of what came on paper: taken, shown to those who may, forgotten where never used."""

import hashlib
import uuid
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import Connection

from comments_service.domain.accounts.officer import Officer
from comments_service.domain.canonical import new_salt, salted_digest
from comments_service.domain.errors import Invalid
from comments_service.domain.intake.scan import (
    Scan,
    kept_name,
    media_type,
    scan_content,
    scan_fault,
)
from comments_service.domain.ledger.desk_entries import ScanOpened
from comments_service.domain.ledger.entries import Occurrence
from comments_service.services.appending import enter
from comments_service.services.ledger.keys import record_keys
from comments_service.services.service import Service
from comments_service.store.comments import scan_rows

_KEPT = timedelta(hours=24)


def upload(service: Service, officer: Officer, policy_id: str, name: str, content: bytes) -> Scan:
    """Keep a file, encrypted, until its form is saved; ``Invalid`` where it is not taken."""
    name = kept_name(name)
    fault, kind = scan_fault(name, content), media_type(name, content)
    if fault or kind is None:
        raise Invalid(*([fault] if fault else []))
    salt = new_salt()
    covered = scan_content(name, kind, hashlib.sha256(content).hexdigest())
    scan = Scan(
        id=uuid.uuid4().hex,
        policy=policy_id,
        submission=None,
        by=officer.id,
        name=name,
        media_type=kind,
        size=len(content),
        salt=salt,
        digest=salted_digest(salt, covered),
    )
    with service.database.write() as connection:
        record_keys(connection, service)
        at = service.clock.now(connection)
        scan_rows.add(connection, service.keyring, scan, content, at)
    return scan


def uploads(service: Service, officer: Officer, policy_id: str, ids: Collection[str]) -> list[Scan]:
    """Return those of these uploads that are the officer's and wait for their form."""
    with service.database.read() as connection:
        return waiting(connection, service, officer, policy_id, ids)


def waiting(
    connection: Connection, service: Service, officer: Officer, policy_id: str, ids: Collection[str]
) -> list[Scan]:
    """Return uploads like ``uploads``, in the caller's transaction."""
    found = scan_rows.named(connection, service.keyring, ids) if ids else []
    own = (officer.id, policy_id, None)
    return [each for each in found if (each.by, each.policy, each.submission) == own]


def named(service: Service, scan_id: str) -> Scan | None:
    """Return what is known of a scan, None where there is none."""
    with service.database.read() as connection:
        return next(iter(scan_rows.named(connection, service.keyring, [scan_id])), None)


def opened(service: Service, officer: Officer, scan: Scan) -> bytes:
    """Return what a scan holds; that it was opened is entered, but for one's own upload."""
    if scan.submission is not None:
        event = Occurrence(scan.policy, scan.submission, officer.id, ScanOpened(scan=scan.id))
        with service.database.write() as connection:
            enter(connection, service.clock.now(connection), event)
    with service.database.read() as connection:
        return scan_rows.content(connection, service.keyring, scan.id)


def forget_uploads(service: Service) -> None:
    """Delete uploads of yesterday whose form was never saved; a task of upkeep."""
    with service.database.write() as connection:
        scan_rows.forget(connection, service.clock.now(connection) - _KEPT)
