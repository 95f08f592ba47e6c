"""What time it is: the database's clock, in a demonstration moved or stopped.

All processes and hosts ask the one database, so a window closes for all at one instant.
In a demonstration the offset from real time is a row: restarts and processes share it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, literal_column, select

from catalogue.window import rfc3339
from comments_service.domain.errors import Unavailable
from comments_service.settings import Settings
from comments_service.store.tables import clock as clock_table


@dataclass(frozen=True, slots=True)
class Clock:
    """``shown`` is the time of a demonstration (None: real time), ``frozen`` if it stands."""

    shown: datetime | None = None
    frozen: bool = False

    def now(self, connection: Connection) -> datetime:
        """Return the time in UTC, to the millisecond; never later than it is.

        In a writing transaction the write lock is held by now, so nothing that was
        asked before the answer can be written after it.
        """
        if self.shown is None:
            return _real(connection)
        if self.frozen:
            return _whole_milliseconds(self.shown)
        # Whatever YANLU_NOW it was settled from: there is one clock on one database.
        offset = connection.execute(select(clock_table.c.offset_ms)).scalar()
        if offset is None:
            raise Unavailable
        return _real(connection) + timedelta(milliseconds=offset)

    def settle(self, connection: Connection) -> None:
        """Keep the offset of a running demonstration, unless it is kept already.

        For the start of the server alone. Another YANLU_NOW than the one kept starts anew
        from that time, for every process on the database.
        """
        if self.shown is None or self.frozen:
            return
        setting = rfc3339(self.shown)
        if connection.execute(select(clock_table.c.setting)).scalar() == setting:
            return
        offset = (_whole_milliseconds(self.shown) - _real(connection)) // timedelta(milliseconds=1)
        connection.execute(delete(clock_table))
        connection.execute(insert(clock_table).values(id=1, setting=setting, offset_ms=offset))


def clock_of(settings: Settings) -> Clock:
    """Return the clock that the settings ask for."""
    return Clock(settings.now, settings.clock == "frozen")


def _real(connection: Connection) -> datetime:
    if connection.dialect.name == "sqlite":
        text = connection.execute(select(func.strftime("%Y-%m-%dT%H:%M:%f", "now"))).scalar_one()
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    asked: datetime = connection.execute(select(literal_column("clock_timestamp()"))).scalar_one()
    return _whole_milliseconds(asked)


def _whole_milliseconds(at: datetime) -> datetime:
    plain = at.astimezone(UTC)
    return plain.replace(microsecond=plain.microsecond // 1000 * 1000)
