"""Entries for tests that need some, and hands that put triggers out of force."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, text

from comments_service.domain.ledger.entries import SITE, SYSTEM, LedgerEntry, Occurrence
from comments_service.domain.ledger.site_entries import ClockAccepted
from comments_service.services.appending import enter


def note(connection: Connection, at: datetime, subject: str = "clock") -> LedgerEntry:
    """Enter something that changes nothing."""
    return enter(connection, at, Occurrence(SITE, subject, SYSTEM, ClockAccepted(floor_before=at)))


@contextmanager
def without_triggers(connection: Connection) -> Iterator[None]:
    """Let rows be changed that are kept, as somebody with the rights could."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield
        connection.execute(text("SET LOCAL session_replication_role = DEFAULT"))
        return
    kept = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    triggers = connection.execute(kept).all()
    for name, _ in triggers:
        connection.execute(text(f"DROP TRIGGER {name}"))
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    yield
    for _, words in triggers:
        connection.exec_driver_sql(words)
