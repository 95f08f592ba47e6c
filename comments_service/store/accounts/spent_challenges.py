"""Tokens of forms that were used: a row each with the minute, for as long as it matters."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select

from comments_service.store.database.tables import spent_challenges
from comments_service.store.statements.prepared import Prepared

_C = spent_challenges.c
_INSERT = Prepared(insert(spent_challenges), _C.keys())
_SPENT = Prepared(select(_C.at).where(_C.digest == bindparam("signature")))


def is_spent(connection: Connection, digest: str) -> bool:
    """Return whether the token with this digest was used."""
    return bool(_SPENT.all(connection, signature=digest))


def add(connection: Connection, digest: str, at: datetime) -> None:
    """Note that it was used; to the minute, so that the row leads to no submission."""
    _INSERT.run(connection, {"digest": digest, "at": at.replace(second=0, microsecond=0)})


def forget(connection: Connection, before: datetime) -> None:
    """Delete what was used before an instant, whole minutes beforehand."""
    connection.execute(delete(spent_challenges).where(_C.at < before - timedelta(minutes=1)))
