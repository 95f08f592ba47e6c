"""Taking a clock for right, whatever was believed before."""

from datetime import datetime

from sqlalchemy import Connection

from comments_service.domain.ledger.entries import SITE, SYSTEM, Occurrence
from comments_service.domain.ledger.site_entries import ClockAccepted
from comments_service.services.appending import enter
from comments_service.store.ledger import floor


def accept(connection: Connection, at: datetime, actor: str = SYSTEM) -> None:
    """Record that an actor takes the clock for right, and set the floor to it."""
    body = ClockAccepted(floor_before=floor.lowest(connection))
    entry = enter(connection, at, Occurrence(SITE, "clock", actor, body))
    floor.set_to(connection, at, entry.id)
