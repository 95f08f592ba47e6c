"""The database of SQLite goes on on PostgreSQL: every row copied, compared and checked."""

import uuid
from collections.abc import Iterable

from sqlalchemy import Connection, select

from comments_service.keyring import Keyring
from comments_service.services.database import database_schema
from comments_service.services.database.check import compared
from comments_service.services.database.identity import note_identity
from comments_service.services.service import Service
from comments_service.store.comments import comment_counts
from comments_service.store.copying.database_copy import CopyError
from comments_service.store.copying.row_copy import (
    TableFigures,
    copy_rows,
    figures_of,
    require_unused,
)
from comments_service.store.database import migrate
from comments_service.store.database.migrate import SchemaState
from comments_service.store.database.tables import submissions
from comments_service.store.ledger import identity_row
from comments_service.store.locks.sole_server import sole_server
from interface.command_line import said
from interface.long_work import Progress


def transfer(service: Service, target: Service) -> dict[str, TableFigures]:
    """Copy a SQLite database into an empty PostgreSQL one, which is another database from then on.

    All in one transaction: ``CopyError``, or whatever ends it before, and nothing is there.
    No server may run; others that write wait. The file that tells of the old database is put
    aside, so that it is not served by mistake.
    """
    progress = service.progress
    if service.database.file is None or target.database.on_sqlite:
        words = "only a SQLite database is copied, and only into a PostgreSQL one"
        raise CopyError(said(words))
    with sole_server(service.database.file), service.database.write() as source:
        with target.database.write() as made:
            _lay_out(made)
            figures = copy_rows(source, made, progress)
            # Without figures of what is there PostgreSQL takes minutes for what follows.
            made.exec_driver_sql("ANALYZE")
            _require_same(figures, source, made, service.keyring, progress)
            # Else both could be served, each with entries that the other lacks.
            identity_row.rename(made, uuid.uuid4().hex)
        service.identity.put_aside()
        target.identity.put_aside()
        note_identity(target)
    return figures


def _lay_out(made: Connection) -> None:
    found = database_schema.require(made, SchemaState.EMPTY, SchemaState.CURRENT)
    if found is SchemaState.EMPTY:
        migrate.upgrade(made)
    require_unused(made)


def _require_same(
    figures: dict[str, TableFigures],
    source: Connection,
    made: Connection,
    keyring: Keyring,
    progress: Progress,
) -> None:
    """Raise ``CopyError`` unless all rows, their check against the ledger and the tallies agree."""
    copied = figures_of(made, progress)
    unlike = [name for name, each in figures.items() if copied[name] != each]
    words = said("the copied rows are not those that were read")
    differences = [f"{name}: {words}" for name in unlike]
    differences += compared(made, keyring, progress).differences
    if _tallies(source) != _tallies(made):
        differences.append(said("the tallies are not the same"))
    if differences:
        words = "not copied: %(first)s (%(count)s differences)"
        raise CopyError(said(words, first=differences[0], count=len(differences)))


def _tallies(connection: Connection) -> object:
    policies: Iterable[str] = connection.scalars(select(submissions.c.policy).distinct()).all()
    return comment_counts.of_rounds(connection, [*policies])
