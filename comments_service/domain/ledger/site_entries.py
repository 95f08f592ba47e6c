"""Entries about windows, the clock and the database itself."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import ConfigDict, Field, PlainSerializer

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
