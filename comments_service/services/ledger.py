"""Whatever happens goes through here: an entry in the ledger, folded into the states."""

from datetime import datetime

from sqlalchemy import Connection

from comments_service.domain.ledger import Event, LedgerEntry
from comments_service.store import ledger
from comments_service.store.comment_states import StoredStates


def enter(connection: Connection, at: datetime, event: Event) -> LedgerEntry:
    """Append an entry and fold it, under the write lock; ``LookupError``: commit nothing."""
    entry = ledger.append(connection, at, event)
    event.body.fold(entry, StoredStates(connection))
    return entry
