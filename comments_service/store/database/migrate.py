"""Laying out a database and bringing an older one up to date."""

from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from comments_service.store.database.schema_parts import missing

_FOLDER = Path(__file__).resolve().parents[1] / "migrations"
REVISIONS = "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009"
"""The steps; the last one makes the layout of this release."""
_AT_TABLE = "alembic_version"
_AT = text("SELECT version_num FROM alembic_version")


class SchemaState(StrEnum):
    """What a database is to this release."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    DAMAGED = "damaged"
    UNKNOWN = "unknown"


def schema_state(connection: Connection) -> SchemaState:
    """Return what the database is; DAMAGED lacks something of this release (``missing``)."""
    tables, stamps = _tables_and_stamps(connection)
    if len(stamps) > 1:
        # Of a later release with more than one chain of steps.
        return SchemaState.UNKNOWN
    at = stamps[0] if stamps else None
    if at == REVISIONS[-1]:
        return SchemaState.DAMAGED if missing(connection) else SchemaState.CURRENT
    if at is None:
        return SchemaState.UNKNOWN if tables else SchemaState.EMPTY
    return SchemaState.OLDER if at in REVISIONS else SchemaState.UNKNOWN


def is_empty(connection: Connection) -> bool:
    """Return whether the database is EMPTY, which is found without a look at each part."""
    return _tables_and_stamps(connection) == (set(), [])


def _tables_and_stamps(connection: Connection) -> tuple[set[str], list[str]]:
    """Return the names of the tables that hold something, and the revisions that are noted."""
    tables = set(inspect(connection).get_table_names())
    stamps = [*connection.scalars(_AT)] if _AT_TABLE in tables else []
    return tables - {_AT_TABLE}, stamps


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the database to a revision, within the caller's transaction."""
    _run("upgrade", connection, to)


def downgrade(connection: Connection, to: str) -> None:
    """Take the database back to a revision; ``base`` removes everything."""
    _run("downgrade", connection, to)


def _run(direction: str, connection: Connection, to: str) -> None:
    # Only here: a server does without, and Alembic is slow to load.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    getattr(command, direction)(config, to)
