"""When the database was put back from a copy, and which span was lost with the one before."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from comments_service.domain.ledger.entries import SITE
from comments_service.domain.ledger.entry_types import body_of
from comments_service.domain.ledger.site_entries import DatabaseRestored
from comments_service.store.ledger.ledger import of_type


def every(connection: Connection) -> Iterator[DatabaseRestored]:
    """Yield all restorations, the first one first."""
    for body in map(body_of, of_type(connection, SITE, DatabaseRestored.type)):
        if isinstance(body, DatabaseRestored):
            yield body


def covers(connection: Connection, log_size: int, seen_at: datetime) -> bool:
    """Return whether a restoration says why the log is shorter than it was seen at an instant."""
    every_one = every(connection)
    return any(each.known_size >= log_size and each.lost_to >= seen_at for each in every_one)
