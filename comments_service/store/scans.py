"""The rows of scans: names and contents are encrypted, and nowhere else."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from comments_service.domain.scan import Scan
from comments_service.keyring import Keyring
from comments_service.store.tables import scans

_FACTS = tuple(column for column in scans.c if column.name != "content")
_OF_SUBMISSIONS = (
    select(*_FACTS)
    .where(scans.c.submission_id.in_(bindparam("submissions", expanding=True)))
    .order_by(scans.c.made_at, scans.c.id)
)
_NAMED = (
    select(*_FACTS)
    .where(scans.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(scans.c.made_at, scans.c.id)
)
_OWNERS = select(scans.c.submission_id).distinct()
_CONTENT = select(scans.c.content).where(scans.c.id == bindparam("id"))


def add(connection: Connection, keyring: Keyring, scan: Scan, content: bytes, at: datetime) -> None:
    """Write a file."""
    values = {
        "id": scan.id,
        "policy": scan.policy,
        "submission_id": scan.submission,
        "by": scan.by,
        "name": keyring.encrypt(scan.name, _context(scan.id, "name")),
        "media_type": scan.media_type,
        "size": scan.size,
        "salt": scan.salt,
        "digest": scan.digest,
        "content": keyring.encrypt_file(content, _context(scan.id, "content")),
        "made_at": at,
    }
    connection.execute(insert(scans), values)


def of_submissions(connection: Connection, keyring: Keyring, *ids: str) -> list[Scan]:
    """Return the scans of these submissions in the order in which they were uploaded."""
    rows = connection.execute(_OF_SUBMISSIONS, {"submissions": ids})
    return [_scan(keyring, row) for row in rows]


def owners(connection: Connection) -> set[str]:
    """Return the submissions that have scans."""
    return {each for each in connection.execute(_OWNERS).scalars() if each}


def named(connection: Connection, keyring: Keyring, ids: Collection[str]) -> list[Scan]:
    """Return those of these scans that there are."""
    return [_scan(keyring, row) for row in connection.execute(_NAMED, {"ids": list(ids)})]


def content(connection: Connection, keyring: Keyring, scan_id: str) -> bytes:
    """Return what a scan that there is holds."""
    stored = connection.execute(_CONTENT, {"id": scan_id}).scalar_one()
    return keyring.decrypt_file(bytes(stored), _context(scan_id, "content"))


def attach(connection: Connection, ids: Collection[str], submission_id: str) -> None:
    """Let uploads belong to a submission."""
    if ids:
        mine = update(scans).where(scans.c.id.in_(ids))
        connection.execute(mine.values(submission_id=submission_id))


def forget(connection: Connection, before: datetime) -> None:
    """Delete uploads made before an instant that belong to no submission."""
    old = delete(scans).where(scans.c.submission_id.is_(None), scans.c.made_at < before)
    connection.execute(old)


def _scan(keyring: Keyring, row: Row[Any]) -> Scan:
    return Scan(
        id=row.id,
        policy=row.policy,
        submission=row.submission_id,
        by=row.by,
        name=keyring.decrypt(row.name, _context(row.id, "name")),
        media_type=row.media_type,
        size=row.size,
        salt=row.salt,
        digest=row.digest,
    )


def _context(scan_id: str, field: str) -> str:
    return f"scans/{scan_id}/{field}"
