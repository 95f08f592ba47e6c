"""Entries about accounts of staff: roles and days as codes, never a name or a password."""

from datetime import date
from typing import ClassVar

from comments_service.domain.ledger import EntryBody
from comments_service.domain.roles import Role


class StaffAdded(EntryBody):
    """An account was added; no policies: all concern it."""

    type: ClassVar[str] = "staff.added"

    roles: tuple[Role, ...]
    policies: tuple[str, ...]


class StaffChanged(EntryBody):
    """An account got other roles or policies, or another password."""

    type: ClassVar[str] = "staff.changed"

    roles: tuple[Role, ...] | None = None
    policies: tuple[str, ...] | None = None
    password: bool = False


class StaffLocked(EntryBody):
    """An account was locked, or unlocked."""

    type: ClassVar[str] = "staff.locked"

    locked: bool


class StoodIn(EntryBody):
    """An account has a role for some days (代办); the entry's actor ordered it."""

    type: ClassVar[str] = "staff.stood_in"

    role: Role
    first_day: date
    last_day: date


ENTRY_TYPES = (StaffAdded, StaffChanged, StaffLocked, StoodIn)
