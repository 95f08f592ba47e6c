"""When the database was put back from a copy, and which span was lost with the one before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from comments_service.domain.entry_types import body_of
from comments_service.domain.ledger import SITE, SYSTEM, Event
from comments_service.domain.site_entries import DatabaseRestored
from comments_service.store.ledger import entries
from comments_service.store.tables import ledger

_RESTORED = (
    select(ledger)
    .where(ledger.c.stream == SITE, ledger.c.type == DatabaseRestored.type)
    .order_by(ledger.c.id)
)


@dataclass(frozen=True, slots=True)
class Restoration:
    """One putting back; both instants are in UTC, sizes in entries."""

    lost_from: datetime
    lost_to: datetime
    log_size: int
    known_size: int

    def event(self) -> Event:
        """Return what is entered, at the instant up to which things may be gone."""
        body = DatabaseRestored.model_validate(
            {
                "from": self.lost_from,
                "to": self.lost_to,
                "log_size": self.log_size,
                "known_size": self.known_size,
            }
        )
        return Event(SITE, "database", SYSTEM, body)


def every(connection: Connection) -> Iterator[Restoration]:
    """Yield all restorations, the first one first."""
    for entry in entries(connection, _RESTORED):
        body = body_of(entry)
        if isinstance(body, DatabaseRestored):
            yield Restoration(body.lost_from, body.lost_to, body.log_size, body.known_size)


def covers(connection: Connection, log_size: int, seen_at: datetime) -> bool:
    """Tell whether a restoration says why the log is shorter than it was seen at an instant."""
    return any(
        each.known_size >= log_size and each.lost_to >= seen_at for each in every(connection)
    )
