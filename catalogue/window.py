"""When a consultation window is open.

A window is half open: it holds from ``opens_at`` up to, but not at, ``closes_at``.
A last day given as a date ends at 24:00 Beijing time (《民法典》第二百零三条),
so ``closes_at`` is then 00:00 of the following day.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


class WindowState(StrEnum):
    """即将开始, 征集中, 已截止."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class WindowChange:
    """One entry of a window's public history: until ``at`` these limits were announced."""

    at: datetime
    opens_at: datetime
    closes_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """A round of consultation on one version; both instants are aware.

    ``run_by`` is the organ that holds it, where that is not the one that drafted.
    """

    id: str
    version: str
    opens_at: datetime
    closes_at: datetime
    shortened_reason: str = ""
    history: tuple[WindowChange, ...] = ()
    run_by: str = ""

    def state(self, at: datetime) -> WindowState:
        """Return the state at an aware instant."""
        if at < self.opens_at:
            return WindowState.UPCOMING
        return WindowState.OPEN if at < self.closes_at else WindowState.CLOSED

    def is_open(self, at: datetime) -> bool:
        """Return whether a comment that is recorded at ``at`` is in time."""
        return self.state(at) is WindowState.OPEN

    @property
    def first_day(self) -> date:
        """The first day in Beijing time."""
        return self.opens_at.astimezone(CHINA).date()

    @property
    def last_day(self) -> date:
        """The last day in Beijing time on which a comment can be in time."""
        return (self.closes_at.astimezone(CHINA) - timedelta(microseconds=1)).date()


def day_start(day: date) -> datetime:
    """Return 00:00 Beijing time of a day."""
    return datetime.combine(day, time(), CHINA)


def day_end(day: date) -> datetime:
    """Return 24:00 Beijing time of a day, which is 00:00 of the next."""
    return day_start(day + timedelta(days=1))


def china_day(at: datetime) -> date:
    """Return the calendar day in Beijing of an aware instant."""
    return at.astimezone(CHINA).date()


def rfc3339(at: datetime) -> str:
    """Write an aware instant in Beijing time, milliseconds where it has any (RFC 3339)."""
    local = at.astimezone(CHINA)
    spec = "milliseconds" if local.microsecond else "seconds"
    return local.isoformat(timespec=spec)


def parse_instant(text: str) -> datetime:
    """Read an RFC 3339 instant in UTC; ``ValueError`` where it has no offset.

    The years at the ends of the calendar are refused: they have no time in Beijing.
    """
    at = datetime.fromisoformat(text)
    if not 1 < at.year < 9999:
        message = f"{text!r} is no year of ours"
        raise ValueError(message)
    if at.tzinfo is None:
        raise ValueError(f"{text!r} has no offset from UTC")
    return at.astimezone(UTC)
