"""Time: raised as it passes, windows closed as they end, a clock accepted by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

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
from comments_service.store.database.database_faults import DatabaseFault, unusable
from comments_service.store.ledger import floor, standing_closings
from interface.command_line import said

# So many at a time, that nobody waits long for them.
_AT_ONCE = 100
# After so long a closing is tried again for which others left no room.
_LATER = timedelta(seconds=5)


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
    reading = _raised(service)
    if reading.is_unsure:
        return None
    if _any_ended(service, policies, reading.now):
        pause = _closed(service, policies)
        if pause is not None:
            return pause
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


def _raised(service: Service) -> ClockReading:
    """Raise the floor, unless the time cannot be told."""
    with service.database.write() as connection:
        reading = service.clock.read(connection)
        if not reading.is_unsure:
            floor.raise_to(connection, reading.now)
        return reading


def _any_ended(service: Service, policies: Iterable[Policy], at: datetime) -> bool:
    with service.database.read() as connection:
        return bool(_ended(connection, policies, at))


def _closed(service: Service, policies: Iterable[Policy]) -> timedelta | None:
    """Close windows that have ended; return how soon to come again for what is left, if any."""
    try:
        with service.database.write_closings() as connection:
            reading = service.clock.read(connection)
            ended = [] if reading.is_unsure else _ended(connection, policies, reading.now)
            for policy, window, closes_at in ended[:_AT_ONCE]:
                body = ClosedWindow(window=window, closes_at=closes_at)
                enter(connection, reading.now, Occurrence(policy, policy, SYSTEM, body))
            return timedelta() if ended[_AT_ONCE:] else None
    except DBAPIError as error:
        # Somebody takes long to write. By the clock nothing is in time any more, so it can wait.
        found = unusable(error)
        if found is None or found.fault is not DatabaseFault.LOCKED:
            raise
        return _LATER


def clock_findings(reading: ClockReading) -> list[Finding]:
    """Return what is to be said of the clock, the gravest alone; nothing where it is right."""
    shown = rfc3339(reading.clock)
    if reading.is_unsure:
        words = (
            "the clock shows %(shown)s, but it has been %(at)s already: no comments are taken "
            "until it is right again, or until "
            "`python -m comments_service clock accept --by NAME`"
        )
        at = reading.floor
        if reading.ahead > reading.behind:
            words = (
                "the clock shows %(shown)s, but the clock of this machine says %(at)s: no "
                "comments are taken until it is right again, or until "
                "`python -m comments_service clock accept --by NAME`"
            )
            at = reading.now
        return [Finding("clock_unsure", "problem", said(words, shown=shown, at=rfc3339(at)))]
    if reading.has_stepped:
        seconds = round(reading.behind.total_seconds())
        words = (
            "the clock shows %(shown)s, %(seconds)s s before a time that has been: it was set back"
        )
        return [Finding("clock_stepped", "warning", said(words, shown=shown, seconds=seconds))]
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
