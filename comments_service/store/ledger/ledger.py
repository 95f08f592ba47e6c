"""The rows of the ledger: appended under the write lock, never changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select

from comments_service.domain.canonical import new_salt
from comments_service.domain.ledger.entries import LedgerEntry, Occurrence, leaf_data
from comments_service.keyring import Keyring
from comments_service.store.database.streaming import streamed
from comments_service.store.database.tables import ledger

_C = ledger.c
# What every submission asks and writes is put together once.
_INSERT, _SIZE = insert(ledger), select(func.coalesce(func.max(ledger.c.id), 0))


@dataclass(frozen=True, slots=True)
class PolicyCut:
    """A policy up to the entry ``log_size``, as a transaction has it; ``as_of`` is to be shown."""

    connection: Connection
    keyring: Keyring
    policy: str
    as_of: datetime
    log_size: int


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
    entry = entry._replace(digest=leaf_data(entry, event.body.received()).hex())
    connection.execute(_INSERT, entry._asdict())
    return entry


def size(connection: Connection) -> int:
    """Return the number of the last entry, which is how many there are; 0 where there is none."""
    return int(connection.execute(_SIZE).scalar_one())


def newest_of(connection: Connection, stream: str) -> int:
    """Return the number of a stream's last entry; 0 where it has none."""
    return int(connection.execute(_SIZE.where(_C.stream == stream)).scalar_one())


def entries(connection: Connection, query: Select[Any] | None = None) -> Iterator[LedgerEntry]:
    """Yield every entry in order, or those of a query on all columns of the table."""
    query = select(ledger).order_by(_C.id) if query is None else query
    return (LedgerEntry._make(row) for row in streamed(connection, query))


def of_stream(cut: PolicyCut, kind: str) -> Iterator[LedgerEntry]:
    """Yield the entries of one type in a policy's stream up to the cut, in order."""
    query = select(ledger).where(_C.stream == cut.policy, _C.type == kind, _C.id <= cut.log_size)
    return entries(cut.connection, query.order_by(_C.id))


def of_other_types(cut: PolicyCut, kind: str) -> Iterator[LedgerEntry]:
    """Yield the entries of all types but one in a policy's stream, in order, after the cut too."""
    query = select(ledger).where(_C.stream == cut.policy, _C.type != kind)
    return entries(cut.connection, query.order_by(_C.id))


def all_of_type(cut: PolicyCut, kind: str) -> Iterator[LedgerEntry]:
    """Yield the entries of one type in a policy's stream, in order, after the cut too."""
    query = select(ledger).where(_C.stream == cut.policy, _C.type == kind)
    return entries(cut.connection, query.order_by(_C.id))
