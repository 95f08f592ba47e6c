"""Signing in to the desk by the service's clock; no word and no delay tells which logins exist."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from catalogue.window import china_day
from comments_service.domain.accounts.officer import Officer
from comments_service.domain.comments.allowances import Allowance
from comments_service.domain.ledger.site_entries import StaffChanged
from comments_service.keyring import Lookup
from comments_service.services.accounts.passwords import hashed, is_outdated, is_right
from comments_service.services.accounts.staff import change, in_force
from comments_service.services.service import Service
from comments_service.store.accounts import staff_rows, staff_sessions
from comments_service.store.accounts.staff_sessions import FAILURES_COUNT, SessionRow

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
# A session that is used is written no more often than this.
_NOTED_EVERY = timedelta(minutes=1)
_TOKEN_BYTES = 32
_FAILURES = Allowance(5, FAILURES_COUNT, "密码错误次数过多，请于%(at)s以后再试")


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in, what each of their forms carries, and at which instant this was read."""

    officer: Officer
    csrf: str
    must_change: bool
    now: datetime


# The digests of what was tried: of the login and of the address, under the current key first.
_Tried = tuple[tuple[str, ...], tuple[str, ...]]


def sign_in(service: Service, login: str, password: str, address: str) -> str | None:
    """Begin a session, return its token or None; ``TooMany`` after five failures in 15 minutes."""
    tried = _digests(service, login, Lookup.LOGIN), _digests(service, address, Lookup.ADDRESS)
    with service.database.read() as connection:
        _require_few(service, connection, tried)
        found = staff_rows.by_login(connection, login)
    right = is_right(found.password if found else None, password)
    renewed = hashed(password) if found and right and is_outdated(found.password) else ""
    with service.database.write() as connection:
        # Again: many may have been tried at once.
        now = _require_few(service, connection, tried)
        current = staff_rows.by_login(connection, login)
        if not right or not current or current != found or not current.active:
            staff_sessions.note_failure(connection, tried[0][0], tried[1][0], now)
            return None
        staff_sessions.forgive(connection, *tried)
        if renewed:
            staff_rows.change(connection, current.officer.id, password=renewed)
        return _begin(connection, current.officer.id, now)


def session(service: Service, token: str) -> Session | None:
    """Return the session of a token, and note that it was used; None where it is over."""
    digest = _digest(token)
    with service.database.read() as connection:
        now = service.clock.now(connection)
        row = staff_sessions.find(connection, digest)
        if row is None:
            return None
        seen_at = max(row.seen_at, service.pending.seen(digest) or row.seen_at)
        if now >= min(row.ends_at, seen_at + IDLE):
            return None
        found = staff_rows.by_id(connection, row.staff_id)
        if found is None or not found.active:
            return None
        officer = in_force(connection, found.officer, china_day(now))
    if now - seen_at >= _NOTED_EVERY:
        service.pending.note_seen(digest, now)
    return Session(officer, row.csrf, found.first_password, now)


def sign_out(service: Service, token: str) -> None:
    """End a session."""
    with service.database.write() as connection:
        staff_sessions.end(connection, _digest(token))


def change_password(service: Service, officer: Officer, old: str, new: str) -> str | None:
    """End every session and begin another, return its token; None: the old one is wrong."""
    with service.database.read() as connection:
        found = staff_rows.by_id(connection, officer.id)
    if not is_right(found.password if found else None, old):
        return None
    kept = hashed(new)
    with service.database.write() as connection:
        columns: dict[str, Any] = {"password": kept, "first_password": False}
        changed = StaffChanged(password=True)
        change(service, connection, officer, changed, officer.id, **columns)
        return _begin(connection, officer.id, service.clock.now(connection))


def forget_sign_ins(service: Service) -> None:
    """Delete sessions that are over and failures that count no more; a task of upkeep."""
    with service.database.write() as connection:
        staff_sessions.forget(connection, service.clock.now(connection))


def _begin(connection: Connection, staff_id: str, now: datetime) -> str:
    token, csrf = secrets.token_urlsafe(_TOKEN_BYTES), secrets.token_urlsafe(_TOKEN_BYTES)
    row = SessionRow(_digest(token), staff_id, csrf, now, now, now + LONGEST)
    staff_sessions.begin(connection, row)
    return token


def _require_few(service: Service, connection: Connection, tried: _Tried) -> datetime:
    now = service.clock.now(connection)
    for number, first in staff_sessions.failures(connection, *tried, now):
        _FAILURES.check(number, first, now)
    return now


def _digests(service: Service, value: str, purpose: Lookup) -> tuple[str, ...]:
    return tuple(service.keyring.lookup_digests(value, purpose).values())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
