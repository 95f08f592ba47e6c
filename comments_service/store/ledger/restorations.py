"""When the database was put back from a copy, and which span was lost with the one before."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, select

from comments_service.domain.ledger.entries import SITE
from comments_service.domain.ledger.entry_types import body_of
from comments_service.domain.ledger.site_entries import DatabaseRestored
from comments_service.store.database.tables import ledger
from comments_service.store.ledger.ledger import entries

_RESTORED = (
    select(ledger)
    .where(ledger.c.stream == SITE, ledger.c.type == DatabaseRestored.type)
    .order_by(ledger.c.id)
)


def every(connection: Connection) -> Iterator[DatabaseRestored]:
    """Yield all restorations, the first one first."""
    for entry in entries(connection, _RESTORED):
        body = body_of(entry)
        if isinstance(body, DatabaseRestored):
            yield body


def covers(connection: Connection, log_size: int, seen_at: datetime) -> bool:
    """Tell whether a restoration says why the log is shorter than it was seen at an instant."""
    return any(
        each.known_size >= log_size and each.lost_to >= seen_at for each in every(connection)
    )
