"""The rows of the ledger: appended under the write lock, never changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select

from comments_service.domain.canonical import new_salt
from comments_service.domain.ledger.entries import LedgerEntry, Occurrence, leaf_data
from comments_service.store.database.streaming import streamed
from comments_service.store.database.tables import ledger

_INSERT = insert(ledger)
_LAST = select(func.coalesce(func.max(ledger.c.id), 0))
_OF_STREAM = (
    select(ledger)
    .where(ledger.c.stream == bindparam("stream"), ledger.c.type == bindparam("type"))
    .where(ledger.c.id <= bindparam("log_size"))
    .order_by(ledger.c.id)
)
_NEWEST_OF = select(func.coalesce(func.max(ledger.c.id), 0)).where(
    ledger.c.stream == bindparam("stream")
)
_WHOLE_STREAM = select(ledger).where(ledger.c.stream == bindparam("stream")).order_by(ledger.c.id)


def append(connection: Connection, at: datetime, event: Occurrence) -> LedgerEntry:
    """Write an entry under the write lock and return it; its number is one more than the last."""
    entry = LedgerEntry(
        id=size(connection) + 1,
        stream=event.stream,
        subject=event.subject,
        actor=event.actor,
        type=event.body.type,
        schema=event.body.schema_number,
        at=at,
        body=event.data_text(),
        salt=new_salt(),
        digest="",
    )
    entry = replace(entry, digest=leaf_data(entry, event.body.received()).hex())
    connection.execute(_INSERT, {name: getattr(entry, name) for name in entry.__slots__})
    return entry


def size(connection: Connection) -> int:
    """Return the number of the last entry, which is how many there are; 0 where there is none."""
    return int(connection.execute(_LAST).scalar_one())


def newest_of(connection: Connection, stream: str) -> int:
    """Return the number of a stream's last entry; 0 where it has none."""
    return int(connection.execute(_NEWEST_OF, {"stream": stream}).scalar_one())


def entries(connection: Connection, query: Select[Any] | None = None) -> Iterator[LedgerEntry]:
    """Yield every entry in order, or those of a query on all columns of the table."""
    query = select(ledger).order_by(ledger.c.id) if query is None else query
    return (LedgerEntry(*row) for row in streamed(connection, query))


def of_stream(
    connection: Connection, stream: str, kind: str, log_size: int
) -> Iterator[LedgerEntry]:
    """Yield the entries of one type in a stream up to the one numbered ``log_size``, in order."""
    values = {"stream": stream, "type": kind, "log_size": log_size}
    return entries(connection, _OF_STREAM.params(values))


def whole_stream(connection: Connection, stream: str) -> Iterator[LedgerEntry]:
    """Yield every entry of a stream in order."""
    return entries(connection, _WHOLE_STREAM.params(stream=stream))
