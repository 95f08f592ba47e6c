"""The rows of the ledger: appended, never changed.

On SQLite the last number is how many there are. On PostgreSQL numbers are of a sequence, with
gaps, and may become visible out of order: there each statement that inserts is counted by a row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from comments_service.domain.canonical import new_salt
from comments_service.domain.ledger.entries import LedgerEntry, Occurrence, leaf_data
from comments_service.keyring import Keyring
from comments_service.store.database.tables import ledger, ledger_counts
from comments_service.store.statements.prepared import Prepared
from interface.long_work import Progress, unheard

_C = ledger.c
_LAST = func.coalesce(func.max(ledger.c.id), 0)
_NUMBERS = {
    "sqlite": select(_LAST + 1).scalar_subquery(),
    "postgresql": func.nextval("ledger_numbers"),
}
_GIVEN = tuple(each.name for each in _C if each.name != "id")
_INSERTS = {
    name: Prepared(insert(ledger).values(id=number).returning(ledger.c.id), _GIVEN)
    for name, number in _NUMBERS.items()
}
_SIZES = {
    "sqlite": Prepared(select(_LAST)),
    "postgresql": Prepared(select(func.coalesce(func.sum(ledger_counts.c.number), 0))),
}
_SIZE_OF = Prepared(
    select(func.count()).select_from(ledger).where(_C.stream == bindparam("of_stream"))
)
_EVERY = Prepared(select(ledger).order_by(_C.id))
_OF_STREAM = select(ledger).where(_C.stream == bindparam("of_stream")).order_by(_C.id)
_OF_TYPE = Prepared(_OF_STREAM.where(_C.type == bindparam("kind")))
_OF_OTHERS = Prepared(_OF_STREAM.where(_C.type != bindparam("kind")))
_COUNTS = select(func.count()).select_from(ledger_counts)
# Fewer counts than this are summed as quickly as they are put together.
_WORTH = 500


@dataclass(frozen=True, slots=True)
class PolicyCut:
    """A policy as a reading transaction has it; ``as_of`` and ``log_size`` are to be shown.

    That transaction is of one instant, so nothing else needs to be cut. ``progress`` is told how
    far it is where all of the policy is read.
    """

    connection: Connection
    keyring: Keyring
    policy: str
    as_of: datetime
    log_size: int
    progress: Progress = unheard


def append(connection: Connection, at: datetime, event: Occurrence) -> LedgerEntry:
    """Write an entry in a writing transaction and return it with its number."""
    entry = LedgerEntry(
        id=0,
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
    values = {name: getattr(entry, name) for name in _GIVEN}
    ((number,),) = _INSERTS[connection.dialect.name].all(connection, **values)
    return entry._replace(id=number)


def size(connection: Connection) -> int:
    """Return how many entries were written, without counting them one by one."""
    ((number,),) = _SIZES[connection.dialect.name].all(connection)
    return int(number)


def size_of(connection: Connection, stream: str) -> int:
    """Return how many entries a stream has, counted one by one."""
    ((number,),) = _SIZE_OF.all(connection, of_stream=stream)
    return int(number)


def has_counts_to_merge(connection: Connection) -> bool:
    """Return whether so much counts the entries that it is worth it to put it together."""
    return bool(connection.execute(_COUNTS).scalar_one() >= _WORTH)


def merge_counts(connection: Connection) -> None:
    """Put together what counts the entries, where that is much; what comes meanwhile stays."""
    if has_counts_to_merge(connection):
        counted = connection.execute(delete(ledger_counts).returning(ledger_counts.c.number))
        connection.execute(insert(ledger_counts), {"number": sum(counted.scalars())})


def entries(connection: Connection) -> Iterator[LedgerEntry]:
    """Yield every entry in order."""
    return map(_entry, _EVERY.streamed(connection))


def of_stream(cut: PolicyCut, kind: str) -> Iterator[LedgerEntry]:
    """Yield the entries of one type in a policy's stream, in order."""
    return of_type(cut.connection, cut.policy, kind)


def of_type(connection: Connection, stream: str, kind: str) -> Iterator[LedgerEntry]:
    """Yield the entries of one type in a stream, in order."""
    return map(_entry, _OF_TYPE.streamed(connection, of_stream=stream, kind=kind))


def of_other_types(cut: PolicyCut, kind: str) -> Iterator[LedgerEntry]:
    """Yield the entries of all types but one in a policy's stream, in order."""
    return map(_entry, _OF_OTHERS.streamed(cut.connection, of_stream=cut.policy, kind=kind))


def _entry(row: tuple[Any, ...]) -> LedgerEntry:
    number, stream, subject, actor, kind, schema, at, body, salt, digest = row
    instant = datetime.fromisoformat(at)
    # An export makes a million: with a call of the class each would take twice as long.
    values = number, stream, subject, actor, kind, schema, instant, body, salt, digest
    return tuple.__new__(LedgerEntry, values)
