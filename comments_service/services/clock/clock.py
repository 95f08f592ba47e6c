"""What time it is: the database's clock, in a demonstration moved or stopped.

All processes and hosts ask the one database, so a window closes for all at one instant.
In a demonstration the offset from real time is a row: restarts and processes share it.

The clock is held against the floor of time, which never goes back, and against this
process's monotonic clock, so that one that was set wrong is noticed (``clock_rules``).
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from catalogue.window import rfc3339
from comments_service.domain.comments.clock_rules import UNSURE, ClockReading
from comments_service.domain.errors import Unavailable
from comments_service.domain.ledger.entries import SITE, SYSTEM, Occurrence
from comments_service.domain.ledger.site_entries import ClockAccepted
from comments_service.services.appending import enter
from comments_service.settings import Settings
from comments_service.store.database.tables import clock as clock_table
from comments_service.store.ledger import floor
from interface.command_line import said


def seconds_since_boot() -> float:
    """Return the monotonic clock that goes on while the machine sleeps, where there is one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Anchor:
    """What the database's clock and the monotonic one showed when the former was right."""

    def __init__(self, monotonic: Callable[[], float] = seconds_since_boot) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._set: tuple[datetime, float, int] | None = None

    def ahead(self, real: datetime, accepted: int, *, believed: bool) -> timedelta:
        """Return by how much more the clock has advanced than the monotonic one."""
        at = self._monotonic()
        with self._lock:
            if believed and (self._set is None or accepted > self._set[2]):
                self._set = real, at, accepted
            if self._set is None:
                return timedelta()
            return real - self._set[0] - timedelta(seconds=at - self._set[1])


@dataclass(frozen=True, slots=True)
class Clock:
    """``shown`` is the time of a demonstration (None: real time), ``frozen`` if it is stopped."""

    shown: datetime | None = None
    frozen: bool = False
    anchor: Anchor = field(default_factory=Anchor, compare=False, repr=False)

    def now(self, connection: Connection) -> datetime:
        """Return the time in UTC as of the caller's snapshot; for showing, not for judging."""
        return self.read(connection).now

    def read(self, connection: Connection) -> ClockReading:
        """Ask what time it is, and how far that can be believed.

        In a writing transaction its locks are held by now, so no window can be closed between
        the answer and what is written by it. A frozen clock is believed as it is.
        """
        if self.shown is not None and self.frozen:
            shown = _whole_milliseconds(self.shown)
            return ClockReading(shown, shown)
        times = floor.times(connection)
        real = self.real(times.clock)
        lowest = max(times.floor, times.last_entry or times.floor)
        at = real
        if self.shown is not None:
            # Whatever YANLU_NOW it was kept from: there is one clock on one database.
            if times.offset_ms is None:
                words = "the clock of the demonstration has not begun: `serve` begins it"
                raise Unavailable(said(words))
            at += timedelta(milliseconds=times.offset_ms)
        ahead = self.anchor.ahead(real, times.accepted, believed=lowest - at <= UNSURE)
        return ClockReading(at, lowest, ahead)

    def real(self, asked: str | datetime) -> datetime:
        """Read the database's own clock as it answered: text in UTC, or an aware instant."""
        if isinstance(asked, str):
            return datetime.fromisoformat(asked).replace(tzinfo=UTC)
        return _whole_milliseconds(asked)

    def start(self, connection: Connection) -> None:
        """Begin a server: keep the offset of a running demonstration, unless it is kept already.

        Another YANLU_NOW than the one kept starts again from that time, for every process on
        the database; where that is before the floor, the clock is accepted in its name. In
        real use nothing is accepted here, whatever the clock shows.
        """
        if self.shown is None:
            floor.set_demonstration(connection, "")
            return
        if not self.frozen:
            self._keep_offset(connection, self.shown)
        name = f"{'frozen' if self.frozen else 'running'} {rfc3339(self.shown)}"
        if floor.demonstration(connection) != name:
            times, at = floor.times(connection), self.read(connection).clock
            if at < max(times.floor, times.last_entry or times.floor):
                accept(connection, at)
            floor.set_demonstration(connection, name)

    def _keep_offset(self, connection: Connection, shown: datetime) -> None:
        setting = rfc3339(shown)
        if connection.execute(select(clock_table.c.setting)).scalar() == setting:
            return
        real = self.real(floor.times(connection).clock)
        offset = (_whole_milliseconds(shown) - real) // timedelta(milliseconds=1)
        connection.execute(delete(clock_table))
        connection.execute(insert(clock_table).values(id=1, setting=setting, offset_ms=offset))


def clock_of(settings: Settings) -> Clock:
    """Return the clock that the settings ask for."""
    return Clock(settings.now, settings.clock == "frozen")


def accept(connection: Connection, at: datetime, actor: str = SYSTEM) -> None:
    """Record that an actor takes the clock for right, and set the floor to it."""
    body = ClockAccepted(floor_before=floor.times(connection).floor)
    entry = enter(connection, at, Occurrence(SITE, "clock", actor, body))
    floor.set_to(connection, at, entry.id)


def _whole_milliseconds(at: datetime) -> datetime:
    plain = at.astimezone(UTC)
    return plain.replace(microsecond=plain.microsecond // 1000 * 1000)
