"""Whatever happens goes through here: an entry in the ledger, folded into the states."""

from datetime import datetime

from sqlalchemy import Connection

from comments_service.domain.ledger.entries import LedgerEntry, Occurrence
from comments_service.store.comments.comment_states import StoredStates
from comments_service.store.ledger import ledger


def enter(connection: Connection, at: datetime, event: Occurrence) -> LedgerEntry:
    """Append an entry and fold it, in a writing transaction; ``LookupError``: commit nothing."""
    entry = ledger.append(connection, at, event)
    event.body.fold(entry, StoredStates(connection))
    return entry
