"""Time: raised as it passes, windows closed as they end, a clock accepted by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import Connection

from catalogue.model import Policy
from catalogue.window import rfc3339
from comments_service.domain.comments.clock_rules import ClockReading
from comments_service.domain.comments.window_rules import Closing
from comments_service.domain.errors import Unavailable
from comments_service.domain.ledger.entries import SYSTEM, Occurrence
from comments_service.domain.ledger.site_entries import ClosedWindow
from comments_service.services.appending import enter
from comments_service.services.clock.clock import accept
from comments_service.services.service import Service
from comments_service.store.accounts import staff_rows
from comments_service.store.ledger import floor, standing_closings

# So many at a time, that nobody waits long for the write lock.
_AT_ONCE = 100


class Finding(NamedTuple):
    """Something that an operator should know; ``code`` is stable."""

    code: str
    severity: Literal["problem", "warning"]
    words: str


@dataclass(frozen=True, slots=True)
class AcceptedClock:
    """A clock that was taken for right at ``at``, and the closings that this made void."""

    at: datetime
    floor_before: datetime
    voided: tuple[Closing, ...]


def keep_time(service: Service) -> timedelta | None:
    """Raise the floor and close ended windows; return when the next edge of a window is."""
    policies = _policies(service)
    reading, left = _kept(service, policies)
    if reading.is_unsure:
        return None
    if left:
        return timedelta()
    windows = [window for policy in policies for window in policy.windows]
    edges = [edge for window in windows for edge in (window.opens_at, window.closes_at)]
    return min((edge - reading.now for edge in edges if edge > reading.now), default=None)


def accept_clock(service: Service, by: str) -> AcceptedClock:
    """Take the clock for right; closings of windows yet to end are void.

    Where ``by`` is the login or the name of one account, the entry says that it was that one;
    any other name is in no entry.
    """
    policies = [policy.id for policy in _policies(service)]
    with service.database.write() as connection:
        reading = service.clock.read(connection)
        before = standing_closings.standing_closings(connection, policies)
        officers = [row.officer for row in staff_rows.everyone(connection)]
        known = [each.id for each in officers if by in {each.login, each.name}]
        accept(connection, reading.clock, known[0] if len(known) == 1 else SYSTEM)
        after = set(standing_closings.standing_closings(connection, policies))
        voided = tuple(each for each in before if each not in after)
        return AcceptedClock(reading.clock, reading.floor, voided)


def _kept(service: Service, policies: Iterable[Policy]) -> tuple[ClockReading, bool]:
    """Raise the floor and close windows; return also whether more of them have ended."""
    with service.database.write() as connection:
        reading = service.clock.read(connection)
        if reading.is_unsure:
            return reading, False
        floor.raise_to(connection, reading.now)
        ended = _ended(connection, policies, reading.now)
        for policy, window, closes_at in ended[:_AT_ONCE]:
            body = ClosedWindow(window=window, closes_at=closes_at)
            enter(connection, reading.now, Occurrence(policy, policy, SYSTEM, body))
        return reading, bool(ended[_AT_ONCE:])


def clock_findings(reading: ClockReading) -> list[Finding]:
    """Return what is to be said of the clock, the gravest alone; nothing where it is right."""
    shown = f"the clock shows {rfc3339(reading.clock)}"
    if reading.is_unsure:
        against = (
            f"the clock of this machine says {rfc3339(reading.now)}"
            if reading.ahead > reading.behind
            else f"it has been {rfc3339(reading.floor)} already"
        )
        words = (
            f"{shown}, but {against}: no comments are taken until it is right again, or until "
            "`python -m comments_service clock accept --by NAME`"
        )
        return [Finding("clock_unsure", "problem", words)]
    if reading.has_stepped:
        seconds = round(reading.behind.total_seconds())
        words = f"{shown}, {seconds} s before a time that has been: it was set back"
        return [Finding("clock_stepped", "warning", words)]
    return []


def _policies(service: Service) -> tuple[Policy, ...]:
    try:
        return service.published.catalogue().policies
    except Unavailable:
        return ()


def _ended(connection: Connection, policies: Iterable[Policy], at: datetime) -> list[Closing]:
    """Return the ends of windows that are past and not recorded as closings yet."""
    past = [
        Closing(policy.id, window.id, window.closes_at)
        for policy in policies
        for window in policy.windows
        if window.closes_at <= at
    ]
    names = {closing.policy for closing in past}
    recorded = set(standing_closings.standing_closings(connection, names)) if names else set()
    return [closing for closing in past if closing not in recorded]
