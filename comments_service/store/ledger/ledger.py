"""The rows of the ledger: appended under the write lock, never changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select

from comments_service.domain.canonical import new_salt
from comments_service.domain.ledger.entries import LedgerEntry, Occurrence, leaf_data
from comments_service.keyring import Keyring
from comments_service.store.database.prepared import Prepared
from comments_service.store.database.streaming import streamed
from comments_service.store.database.tables import ledger

_C = ledger.c
_LAST = select(func.coalesce(func.max(_C.id), 0))
_INSERT, _SIZE = Prepared(insert(ledger), _C.keys()), Prepared(_LAST)
_NEWEST = Prepared(_LAST.where(_C.stream == bindparam("of_stream")))


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
    entry = replace(entry, digest=leaf_data(entry, event.body.received()).hex())
    _INSERT.run(connection, {name: getattr(entry, name) for name in entry.__slots__})
    return entry


def size(connection: Connection) -> int:
    """Return the number of the last entry, which is how many there are; 0 where there is none."""
    ((last,),) = _SIZE.all(connection)
    return int(last)


def newest_of(connection: Connection, stream: str) -> int:
    """Return the number of a stream's last entry; 0 where it has none."""
    ((last,),) = _NEWEST.all(connection, of_stream=stream)
    return int(last)


def entries(connection: Connection, query: Select[Any] | None = None) -> Iterator[LedgerEntry]:
    """Yield every entry in order, or those of a query on all columns of the table."""
    query = select(ledger).order_by(_C.id) if query is None else query
    return (LedgerEntry(*row) for row in streamed(connection, query))


def of_stream(cut: PolicyCut, kind: str) -> Iterator[LedgerEntry]:
    """Yield the entries of one type in a policy's stream up to the cut, in order."""
    query = select(ledger).where(_C.stream == cut.policy, _C.type == kind, _C.id <= cut.log_size)
    return entries(cut.connection, query.order_by(_C.id))


def whole_stream(connection: Connection, stream: str) -> Iterator[LedgerEntry]:
    """Yield every entry of a stream in order."""
    return entries(connection, select(ledger).where(_C.stream == stream).order_by(_C.id))
