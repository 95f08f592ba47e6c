"""Sessions and failed sign-ins as rows; of tokens, logins and addresses only digests are kept."""

import uuid
from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from comments_service.store.database.tables import sign_in_failures, staff_sessions
from comments_service.store.statements.prepared import Prepared

FAILURES_COUNT = timedelta(minutes=15)
_F = sign_in_failures.c
_FAILED = select(func.count(), func.min(_F.at)).where(_F.at > bindparam("since", type_=_F.at.type))
_FAILED_BY = [
    Prepared(_FAILED.where(column == bindparam("digest"))) for column in (_F.login, _F.address)
]


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session that began, was last used, and ends at the latest, at these instants."""

    digest: str
    staff_id: str
    csrf: str
    began_at: datetime
    seen_at: datetime
    ends_at: datetime


_NAMES = tuple(each.name for each in fields(SessionRow))
_INSERT = Prepared(insert(staff_sessions), _NAMES)
_FIND = Prepared(
    select(*(staff_sessions.c[name] for name in _NAMES)).where(
        staff_sessions.c.digest == bindparam("of_token")
    )
)


def begin(connection: Connection, row: SessionRow) -> None:
    """Write a new session."""
    _INSERT.run(connection, asdict(row))


def find(connection: Connection, digest: str) -> SessionRow | None:
    """Return the session with the digest of its token, None where there is none."""
    row = _FIND.first(connection, of_token=digest)
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
    since, found = now - FAILURES_COUNT, []
    for query, digests in zip(_FAILED_BY, (logins, addresses), strict=True):
        counted = [
            row for each in {*digests} for row in query.all(connection, digest=each, since=since)
        ]
        first = min((at for _, at in counted if at), default=None)
        found.append((sum(number for number, _ in counted), first))
    return found


def forgive(connection: Connection, logins: Collection[str], addresses: Collection[str]) -> None:
    """Forget what failed for a login from one address, after it did succeed."""
    same = sign_in_failures.c.login.in_(logins), sign_in_failures.c.address.in_(addresses)
    connection.execute(delete(sign_in_failures).where(*same))


def forget(connection: Connection, now: datetime) -> None:
    """Delete what is over and counts for nothing any more."""
    failed_at = sign_in_failures.c.at
    connection.execute(delete(sign_in_failures).where(failed_at <= now - FAILURES_COUNT))
    connection.execute(delete(staff_sessions).where(staff_sessions.c.ends_at <= now))
