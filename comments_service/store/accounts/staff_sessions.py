"""Sessions and failed sign-ins as rows; of tokens, logins and addresses only digests are kept."""

import uuid
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from comments_service.store.database.streaming import count_since
from comments_service.store.database.tables import sign_in_failures, staff_sessions

FAILURES_COUNT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session that began, was last used, and ends at the latest, at these instants."""

    digest: str
    staff_id: str
    csrf: str
    began_at: datetime
    seen_at: datetime
    ends_at: datetime


def begin(connection: Connection, row: SessionRow) -> None:
    """Write a new session."""
    connection.execute(insert(staff_sessions), asdict(row))


def find(connection: Connection, digest: str) -> SessionRow | None:
    """Return the session with the digest of its token, None where there is none."""
    query = select(staff_sessions).where(staff_sessions.c.digest == digest)
    row = connection.execute(query).one_or_none()
    return None if row is None else SessionRow(*row)


def seen(connection: Connection, digest: str, at: datetime) -> None:
    """Write when the session was used last."""
    query = update(staff_sessions).where(staff_sessions.c.digest == digest)
    connection.execute(query.values(seen_at=at))


def end(connection: Connection, digest: str) -> None:
    """End one session."""
    connection.execute(delete(staff_sessions).where(staff_sessions.c.digest == digest))


def end_all(connection: Connection, staff_id: str) -> None:
    """End every session of an account."""
    connection.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == staff_id))


def note_failure(connection: Connection, login: str, address: str, at: datetime) -> None:
    """Count a wrong password; ``login`` and ``address`` are digests."""
    row = {"id": uuid.uuid4().hex, "login": login, "address": address, "at": at}
    connection.execute(insert(sign_in_failures).values(row))


def failures(
    connection: Connection, logins: Collection[str], addresses: Collection[str], now: datetime
) -> list[tuple[int, datetime | None]]:
    """Count what failed of late: for the login, then for the address, each with the first."""
    rows, since = sign_in_failures.c, now - FAILURES_COUNT
    whose = rows.login.in_(logins), rows.address.in_(addresses)
    return [count_since(connection, rows.at, since, each) for each in whose]


def forgive(connection: Connection, logins: Collection[str], addresses: Collection[str]) -> None:
    """Forget what failed for a login from one address, after it did succeed."""
    same = sign_in_failures.c.login.in_(logins), sign_in_failures.c.address.in_(addresses)
    connection.execute(delete(sign_in_failures).where(*same))


def forget(connection: Connection, now: datetime) -> None:
    """Delete what is over and counts for nothing any more."""
    failed_at = sign_in_failures.c.at
    connection.execute(delete(sign_in_failures).where(failed_at <= now - FAILURES_COUNT))
    connection.execute(delete(staff_sessions).where(staff_sessions.c.ends_at <= now))
