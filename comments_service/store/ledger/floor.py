"""The floor of time: an instant that has certainly been reached, whatever any clock says."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, literal_column, select, update

from comments_service.store.database.tables import clock, clock_floor, ledger
from comments_service.store.statements.prepared import Prepared


class TimeRow(NamedTuple):
    """The time by the database: ``offset_ms`` None: not kept yet; ``accepted``: by that entry."""

    clock: str | datetime
    offset_ms: int | None
    floor: datetime
    accepted: int
    last_entry: datetime | None


_LAST = select(ledger.c.at).order_by(ledger.c.id.desc()).limit(1).scalar_subquery()
_CLOCKS = {
    "sqlite": func.strftime("%Y-%m-%dT%H:%M:%f", "now"),
    "postgresql": literal_column("clock_timestamp()"),
}
_TIMES = {
    name: Prepared(
        select(
            asked.label("clock"),
            select(clock.c.offset_ms).scalar_subquery(),
            clock_floor.c.at,
            clock_floor.c.accepted,
            _LAST,
        )
    )
    for name, asked in _CLOCKS.items()
}


def times(connection: Connection) -> TimeRow:
    """Ask the database for everything that tells the time, in one statement."""
    (found,) = _TIMES[connection.dialect.name].all(connection)
    return TimeRow(*found)


def raise_to(connection: Connection, at: datetime) -> None:
    """Raise the floor; one that is higher already stays."""
    connection.execute(update(clock_floor).where(clock_floor.c.at < at).values(at=at))


def set_to(connection: Connection, at: datetime, accepted: int) -> None:
    """Set the floor to the clock that the entry ``accepted`` takes for right."""
    connection.execute(update(clock_floor).values(at=at, accepted=accepted))


def demonstration(connection: Connection) -> str:
    """Return which demonstration was served last; empty: none, it was real time."""
    return str(connection.execute(select(clock_floor.c.demonstration)).scalar_one())


def set_demonstration(connection: Connection, name: str) -> None:
    """Keep which demonstration is served now."""
    connection.execute(update(clock_floor).values(demonstration=name))
