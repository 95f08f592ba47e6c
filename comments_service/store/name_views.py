"""Why a real name was looked at; that it was, and by whom, the ledger says."""

from sqlalchemy import Connection, insert

from comments_service.store.tables import name_views

_INSERT = insert(name_views)


def add(connection: Connection, entry: int, comment_id: str, reason: str, salt: str) -> None:
    """Write down the reason of an entry."""
    values = {"entry": entry, "comment_id": comment_id, "reason": reason, "salt": salt}
    connection.execute(_INSERT, values)
