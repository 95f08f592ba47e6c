"""Entries about windows, the clock, the database itself, and accounts of staff.

Of an account they hold roles and days as codes, never a name or a password.
"""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import ConfigDict, Field, PlainSerializer

from comments_service.domain.accounts.roles import Role
from comments_service.domain.ledger.entries import EntryBody


def _in_utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


UtcInstant = Annotated[datetime, PlainSerializer(_in_utc)]


class ClosedWindow(EntryBody, type_name="window_closed"):
    """A window of the stream's policy has ended."""

    window: str
    closes_at: UtcInstant


class ClockAccepted(EntryBody, type_name="clock_accepted"):
    """The actor takes the clock for right; the floor of time was at ``floor_before``."""

    floor_before: UtcInstant


class DatabaseRestored(EntryBody, type_name="database.restored"):
    """A copy was put back: what was taken from and until then may be gone; log sizes of both."""

    lost_from: UtcInstant = Field(alias="from")
    lost_to: UtcInstant = Field(alias="to")
    log_size: int
    known_size: int

    model_config = ConfigDict(populate_by_name=True)


class WindowClosedEarlier(ClosedWindow, schema=0):
    """The same before 0.2.0 was made, which named the policy."""

    policy: str


class ClockAcceptedEarlier(ClockAccepted, schema=0):
    """The same before 0.2.0."""

    by: str


class DatabaseRestoredEarlier(DatabaseRestored, schema=0):
    """The same before 0.2.0."""


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
