"""Accounts of staff: added, locked, given other roles; each change is an entry."""

import re
import uuid
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from catalogue.window import china_day
from comments_service.domain.accounts.officer import (
    Officer,
    StandIn,
    password_fault,
    stand_in_fault,
)
from comments_service.domain.accounts.roles import Role
from comments_service.domain.errors import FieldFault
from comments_service.domain.ledger.entries import SITE, SYSTEM, EntryBody, LedgerEntry, Occurrence
from comments_service.domain.ledger.site_entries import (
    StaffAdded,
    StaffChanged,
    StaffLocked,
    StoodIn,
)
from comments_service.services.accounts.passwords import first_password, hashed
from comments_service.services.appending import enter
from comments_service.services.service import Service
from comments_service.store.accounts import staff_rows, staff_sessions
from comments_service.store.accounts.staff_rows import StaffRow
from interface.command_line import said, spoken
from interface.language import language

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_LONGEST_NAME = 50
THREE_PEOPLE: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("dengji", "登记承办岗", frozenset({Role.REGISTRAR, Role.HANDLER, Role.DRAFTER})),
    ("chengban", "承办审核岗", frozenset({Role.HANDLER, Role.REVIEWER})),
    ("shenhe", "审核发布岗", frozenset({Role.REVIEWER, Role.PUBLISHER, Role.ADMIN})),
)
"""An office of three: login, name and roles of each; whoever decides, another can release."""


class StaffError(ValueError):
    """An account cannot be made or changed so; ``fault`` is of a field of the desk's form."""

    fault: FieldFault | None = None


def _refused(what: object, words: str) -> StaffError:
    return StaffError(f"{what}: {said(words)}")


def note(
    connection: Connection, at: datetime, actor: str, subject: str, body: EntryBody
) -> LedgerEntry:
    """Enter a change to an account."""
    return enter(connection, at, Occurrence(SITE, subject, actor, body))


def accounts(service: Service) -> list[StaffRow]:
    """Return every account by login."""
    with service.database.read() as connection:
        return staff_rows.everyone(connection)


def stand_ins(service: Service) -> list[StandIn]:
    """Return every 代办, the newest first."""
    with service.database.read() as connection:
        return staff_rows.all_stand_ins(connection)


def add_three_people(service: Service) -> list[tuple[Officer, str]]:
    """Add an office of three, each with a first password; ``StaffError`` where a login is taken."""
    taken = {row.officer.login for row in accounts(service)}
    for login in taken & {login for login, _, _ in THREE_PEOPLE}:
        raise _refused(login, "there is an account with this login already")
    return [add(service, Officer("", *facts)) for facts in THREE_PEOPLE]


def add(
    service: Service, officer: Officer, password: str = "", actor: str = SYSTEM
) -> tuple[Officer, str]:
    """Add an account, return it with its first password; ``StaffError`` for what will not do."""
    _require_officer(officer)
    chosen = password or first_password()
    _require_password(chosen, officer.login)
    named = replace(officer, id=uuid.uuid4().hex)
    # Where somebody chose it, and in a demonstration, it need not be changed.
    must_change = not password and not service.demo
    kept = hashed(chosen)
    with service.database.write() as connection:
        if staff_rows.by_login(connection, named.login):
            raise _refused(named.login, "there is an account with this login already")
        at = service.clock.now(connection)
        staff_rows.add(connection, StaffRow(named, kept, must_change, active=True, made_at=at))
        note(connection, at, actor, named.id, StaffAdded(**_codes(named)))
    return named, chosen


def set_active(service: Service, login: str, *, active: bool) -> None:
    """Lock an account, which ends its sessions, or unlock it."""
    with service.database.write() as connection:
        officer = account(connection, login).officer
        change(service, connection, officer, StaffLocked(locked=not active), active=active)


def set_roles(
    service: Service, login: str, roles: Collection[Role], policies: Collection[str] | None = None
) -> Officer:
    """Set the roles of an account, and policies where some are named; its sessions end."""
    with service.database.write() as connection:
        found = account(connection, login).officer
        kept = found.policies if policies is None else frozenset(policies)
        changed = replace(found, roles=frozenset(roles), policies=kept)
        body = StaffChanged(**_codes(changed))
        change(service, connection, changed, body, **staff_rows.scope(changed))
        return changed


def new_password(service: Service, login: str, password: str = "") -> str:
    """Set a new first password of an account and return it; its sessions end."""
    chosen = password or first_password()
    _require_password(chosen, login)
    kept, first = hashed(chosen), not password and not service.demo
    with service.database.write() as connection:
        officer = account(connection, login).officer
        columns: dict[str, Any] = {"password": kept, "first_password": first}
        change(service, connection, officer, StaffChanged(password=True), **columns)
    return chosen


def change(
    service: Service,
    connection: Connection,
    officer: Officer,
    body: EntryBody,
    actor: str = SYSTEM,
    **columns: Any,
) -> None:
    """Change columns of an account in the caller's transaction: an entry, and its sessions end."""
    staff_rows.change(connection, officer.id, **columns)
    staff_sessions.end_all(connection, officer.id)
    note(connection, service.clock.now(connection), actor, officer.id, body)


def stand_in(  # noqa: PLR0913 - who, for what, from when to when, by whom
    service: Service, login: str, role: Role, *, first_day: date, last_day: date, by: str
) -> StandIn:
    """Let somebody have a role for some days (代办), at another's order."""
    with service.database.write() as connection:
        found, orders = account(connection, login), account(connection, by)
        at = service.clock.now(connection)
        made = StandIn(found.officer.id, role, first_day, last_day, orders.officer.id)
        fault = stand_in_fault(made, china_day(at))
        if fault:
            error = _refused(login, language("en").translate(fault.message))
            error.fault = fault
            raise error
        body = StoodIn(role=role, first_day=first_day, last_day=last_day)
        entry = note(connection, at, made.by, made.staff_id, body)
        staff_rows.add_stand_in(connection, made, entry.id)
        return made


def account(connection: Connection, login: str) -> StaffRow:
    """Return an account; ``StaffError`` where there is none."""
    found = staff_rows.by_login(connection, login)
    if found is None:
        raise _refused(login, "no account has this login")
    return found


def in_force(connection: Connection, officer: Officer, today: date) -> Officer:
    """Return the officer with the roles of every 代办 that holds today."""
    return _with_roles(officer, staff_rows.all_stand_ins(connection, officer.id), today)


def present(service: Service) -> list[Officer]:
    """Return everybody whose account is not locked, with the roles of today."""
    with service.database.read() as connection:
        today = china_day(service.clock.now(connection))
        accounts, arranged = staff_rows.everyone(connection), staff_rows.all_stand_ins(connection)
    return [_with_roles(row.officer, arranged, today) for row in accounts if row.active]


def _with_roles(officer: Officer, arranged: Iterable[StandIn], today: date) -> Officer:
    held = {
        each.role
        for each in arranged
        if each.staff_id == officer.id and each.first_day <= today <= each.last_day
    }
    return replace(officer, roles=officer.roles | held)


def _require_officer(officer: Officer) -> None:
    if not _LOGIN.fullmatch(officer.login):
        message = "a login is 1 to 64 of a-z, 0-9, . _ and -, and begins with a letter or digit"
        raise _refused(officer.login, message)
    if not 0 < len(officer.name.strip()) <= _LONGEST_NAME or not officer.name.isprintable():
        raise _refused(
            officer.login, said("--name takes 1 to %(most)s characters", most=_LONGEST_NAME)
        )
    if not officer.roles:
        raise _refused(officer.login, "at least one --role is wanted")


def _require_password(password: str, login: str) -> None:
    fault = password_fault(password, login)
    if fault:
        raise _refused(login, language(spoken()).translate(fault))


def _codes(officer: Officer) -> dict[str, Any]:
    roles = sorted(role.value for role in officer.roles)
    return {"roles": roles, "policies": sorted(officer.policies)}
