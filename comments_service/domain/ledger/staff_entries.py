"""Entries about accounts of staff: roles and days as codes, never a name or a password."""

from datetime import date

from comments_service.domain.accounts.roles import Role
from comments_service.domain.ledger.entries import EntryBody


class StaffAdded(EntryBody, type_name="staff.added"):
    """An account was added; no policies: all concern it."""

    roles: tuple[Role, ...]
    policies: tuple[str, ...]


class StaffChanged(EntryBody, type_name="staff.changed"):
    """An account got other roles or policies, or another password."""

    roles: tuple[Role, ...] | None = None
    policies: tuple[str, ...] | None = None
    password: bool = False


class StaffLocked(EntryBody, type_name="staff.locked"):
    """An account was locked, or unlocked."""

    locked: bool


class StoodIn(EntryBody, type_name="staff.stood_in"):
    """An account has a role for some days (代办); the entry's actor ordered it."""

    role: Role
    first_day: date
    last_day: date
