"""The rows of scans: names and contents are encrypted, and nowhere else."""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from comments_service.domain.intake.scan import Scan
from comments_service.keyring import Keyring
from comments_service.store.database.encrypted_columns import SCAN_CONTENT, SCAN_NAME
from comments_service.store.database.tables import scans

_SAME = ("id", "policy", "by", "media_type", "size", "salt", "digest")
_FACTS = tuple(column for column in scans.c if column.name != "content")


def add(connection: Connection, keyring: Keyring, scan: Scan, content: bytes, at: datetime) -> None:
    """Write a file."""
    values = {
        **{name: getattr(scan, name) for name in _SAME},
        "submission_id": scan.submission,
        "name": SCAN_NAME.encrypt(keyring, scan.id, scan.name),
        "content": SCAN_CONTENT.encrypt_file(keyring, scan.id, content),
        "made_at": at,
    }
    connection.execute(insert(scans), values)


def of_submissions(connection: Connection, keyring: Keyring, *ids: str) -> list[Scan]:
    """Return the scans of these submissions in the order in which they were uploaded."""
    return list(_found(connection, keyring, scans.c.submission_id.in_(ids)))


def entered(connection: Connection, keyring: Keyring) -> Iterator[Scan]:
    """Yield the scans of all submissions."""
    return _found(connection, keyring, scans.c.submission_id.is_not(None))


def named(connection: Connection, keyring: Keyring, ids: Collection[str]) -> list[Scan]:
    """Return those of these scans that there are."""
    return list(_found(connection, keyring, scans.c.id.in_(ids)))


def content(connection: Connection, keyring: Keyring, scan_id: str) -> bytes:
    """Return what a scan that there is holds."""
    stored = connection.execute(select(scans.c.content).where(scans.c.id == scan_id)).scalar_one()
    return SCAN_CONTENT.decrypt_file(keyring, scan_id, bytes(stored))


def attach(connection: Connection, ids: Collection[str], submission_id: str) -> None:
    """Attach uploads to a submission."""
    if ids:
        mine = update(scans).where(scans.c.id.in_(ids))
        connection.execute(mine.values(submission_id=submission_id))


def forget(connection: Connection, before: datetime) -> None:
    """Delete uploads made before an instant that belong to no submission."""
    old = delete(scans).where(scans.c.submission_id.is_(None), scans.c.made_at < before)
    connection.execute(old)


def _found(connection: Connection, keyring: Keyring, which: ColumnElement[bool]) -> Iterator[Scan]:
    query = select(*_FACTS).where(which).order_by(scans.c.made_at, scans.c.id)
    for row in connection.execute(query):
        name = SCAN_NAME.decrypt(keyring, row.id, row.name)
        same = {name: getattr(row, name) for name in _SAME}
        yield Scan(submission=row.submission_id, name=name, **same)
