"""Sessions and failed sign-ins as rows; tokens, logins and addresses stand as digests alone."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

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
    values = {name: getattr(row, name) for name in SessionRow.__dataclass_fields__}
    connection.execute(insert(staff_sessions).values(values))


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
    return [
        _of_late(connection, sign_in_failures.c.login.in_(logins), now),
        _of_late(connection, sign_in_failures.c.address.in_(addresses), now),
    ]


def forgive(connection: Connection, logins: Collection[str], addresses: Collection[str]) -> None:
    """Forget what failed for a login from one address, after it did succeed."""
    same = sign_in_failures.c.login.in_(logins), sign_in_failures.c.address.in_(addresses)
    connection.execute(delete(sign_in_failures).where(*same))


def forget(connection: Connection, now: datetime) -> None:
    """Delete what is over and counts for nothing any more."""
    connection.execute(delete(sign_in_failures).where(sign_in_failures.c.at <= _since(now)))
    connection.execute(delete(staff_sessions).where(staff_sessions.c.ends_at <= now))


def _of_late(
    connection: Connection, whose: ColumnElement[bool], now: datetime
) -> tuple[int, datetime | None]:
    column = sign_in_failures.c.at
    query = select(func.count(), func.min(column)).where(whose, column > _since(now))
    row: Any = connection.execute(query).one()
    return row[0], row[1]


def _since(now: datetime) -> datetime:
    return now - FAILURES_COUNT
