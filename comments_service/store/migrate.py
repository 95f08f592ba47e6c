"""Laying out a database and bringing an older one up to date."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from comments_service.store.whole_layout import missing

_FOLDER = Path(__file__).parent / "migrations"


class Layout(StrEnum):
    """How a database stands to this release."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    DAMAGED = "damaged"
    UNKNOWN = "unknown"


def layout(connection: Connection) -> Layout:
    """Tell how the database stands; DAMAGED lacks something of this release (``missing``)."""
    script = _script()
    at = MigrationContext.configure(connection).get_current_revision()
    if at == script.get_current_head():
        return Layout.DAMAGED if missing(connection) else Layout.CURRENT
    if at is None:
        tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
        return Layout.UNKNOWN if tables else Layout.EMPTY
    known = {revision.revision for revision in script.walk_revisions()}
    return Layout.OLDER if at in known else Layout.UNKNOWN


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the database to a revision, within the caller's transaction."""
    command.upgrade(_config(connection), to)


def downgrade(connection: Connection, to: str) -> None:
    """Take the database back to a revision; ``base`` removes everything."""
    command.downgrade(_config(connection), to)


@cache
def _script() -> ScriptDirectory:
    return ScriptDirectory(str(_FOLDER))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
