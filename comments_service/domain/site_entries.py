"""Entries about windows, the clock and the database itself."""

from datetime import UTC, datetime
from typing import Annotated, ClassVar

from pydantic import Field, PlainSerializer

from comments_service.domain.ledger import EntryBody


def _in_utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


UtcInstant = Annotated[datetime, PlainSerializer(_in_utc)]


class WindowClosed(EntryBody):
    """A window of the stream's policy has ended."""

    type: ClassVar[str] = "window_closed"

    window: str
    closes_at: UtcInstant


class ClockAccepted(EntryBody):
    """The actor takes the clock for right; the floor of time was at ``floor_before``."""

    type: ClassVar[str] = "clock_accepted"

    floor_before: UtcInstant


class DatabaseRestored(EntryBody):
    """A copy was put back: what was taken from and until then may be gone; log sizes of both."""

    type: ClassVar[str] = "database.restored"

    lost_from: UtcInstant = Field(alias="from")
    lost_to: UtcInstant = Field(alias="to")
    log_size: int
    known_size: int


class WindowClosedEarlier(WindowClosed):
    """The same before 0.2.0 was made, which named the policy."""

    schema_number: ClassVar[int] = 0

    policy: str


class _ClockAcceptedEarlier(ClockAccepted):
    schema_number: ClassVar[int] = 0

    by: str


class _DatabaseRestoredEarlier(DatabaseRestored):
    schema_number: ClassVar[int] = 0


ENTRY_TYPES = (
    WindowClosed, ClockAccepted, DatabaseRestored,
    WindowClosedEarlier, _ClockAcceptedEarlier, _DatabaseRestoredEarlier,
)  # fmt: skip
