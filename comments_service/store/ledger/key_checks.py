"""Which keys this database was written with: a value for each, from which no key can be found."""

from collections.abc import Mapping

from sqlalchemy import Connection, insert, select

from comments_service.store.database.tables import key_checks

_RECORDED = select(key_checks.c.key_id, key_checks.c.digest)


def recorded(connection: Connection) -> dict[str, str]:
    """Return the check value of every key that was ever used, by the key's id."""
    rows = connection.execute(_RECORDED)
    return {row.key_id: row.digest for row in rows}


def record(connection: Connection, values: Mapping[str, str]) -> None:
    """Write the check values of keys that are used for the first time."""
    for key_id, digest in values.items():
        connection.execute(insert(key_checks).values(key_id=key_id, digest=digest))
