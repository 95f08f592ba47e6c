"""What a database knows of itself: its id, since when, which keys, whether of a demonstration."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from comments_service.store.database.tables import identity, key_checks, ledger
from comments_service.store.statements.prepared import Prepared

_IDENTITY = Prepared(select(identity.c.database_id, identity.c.demo, identity.c.made_at))
_RECORDED = Prepared(select(key_checks.c.key_id, key_checks.c.digest))


@dataclass(frozen=True, slots=True)
class DatabaseIdentity:
    """The one row; ``demo`` is whether its entries were made by a demonstration's clock."""

    id: str
    demo: bool
    made_at: datetime


def read(connection: Connection) -> DatabaseIdentity:
    """Return the row; every database that is laid out has it."""
    (row,) = _IDENTITY.all(connection)
    return DatabaseIdentity(*row)


def begin(connection: Connection, *, demo: bool, at: datetime) -> None:
    """Note in a database without entries when it begins, and by which clock."""
    connection.execute(update(identity).values(demo=demo, made_at=at))


def log_size(connection: Connection) -> int:
    """Return how long the ledger is: its last number, on PostgreSQL counted one by one."""
    on_sqlite = connection.dialect.name == "sqlite"
    size = func.coalesce(func.max(ledger.c.id), 0) if on_sqlite else func.count()
    return int(connection.execute(select(size).select_from(ledger)).scalar_one())


def rename(connection: Connection, database_id: str) -> None:
    """Set the id by which the database was known, after a copy from before it had one."""
    connection.execute(update(identity).values(database_id=database_id))


def last_sign(connection: Connection) -> datetime:
    """Return the time of the last entry, or of the beginning where there is none."""
    last = connection.execute(select(ledger.c.at).order_by(ledger.c.id.desc()).limit(1))
    return last.scalar() or read(connection).made_at


def recorded_keys(connection: Connection) -> dict[str, str]:
    """Return a check value of every key that is in use, by its id; no key follows from it."""
    return dict(_RECORDED.all(connection))


def record_key_checks(connection: Connection, values: Mapping[str, str]) -> None:
    """Write the check values of keys that are used for the first time."""
    rows = [{"key_id": key_id, "digest": digest} for key_id, digest in values.items()]
    connection.execute(insert(key_checks), rows)


def forget_keys(connection: Connection, key_ids: Collection[str]) -> None:
    """Delete the check values of keys under which nothing is any more."""
    connection.execute(delete(key_checks).where(key_checks.c.key_id.in_(key_ids)))
