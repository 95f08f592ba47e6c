"""Laying out a new database, bringing an older one up to date, refusing to guess."""

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from comments_service.services.service import Service
from comments_service.store.database import migrate
from comments_service.store.database.migrate import SchemaState
from comments_service.store.database.schema_parts import missing
from comments_service.store.ledger import identity_row
from interface.command_line import called, said
from interface.long_work import reported_step


class SchemaError(RuntimeError):
    """The database is not laid out for this release; the message says what to run."""


def create_schema(service: Service) -> bool:
    """Return whether a new database was laid out; ``SchemaError`` for another release's."""
    service.database.make()
    with service.database.write() as connection:
        found = require(connection, SchemaState.EMPTY, SchemaState.CURRENT)
        if found is SchemaState.EMPTY:
            migrate.upgrade(connection)
        start_clock(connection, service)
        return found is SchemaState.EMPTY


def upgrade(service: Service) -> bool:
    """Bring the database up to date in one transaction; return whether anything was to do.

    ``SchemaError`` where a row is none that this release could have written.
    """
    require_there(service)
    try:
        with service.database.write() as connection:
            found = require(connection, SchemaState.OLDER, SchemaState.CURRENT)
            if found is SchemaState.OLDER:
                with reported_step(said("bringing the tables up to date"), service.progress):
                    migrate.upgrade(connection)
                require(connection, SchemaState.CURRENT)
            return found is SchemaState.OLDER
    except IntegrityError as error:
        raise SchemaError(said(_UNKNOWN_VALUE, words=error.orig)) from error


def require_current(service: Service) -> None:
    """Raise ``SchemaError`` unless the database is there and laid out for this release."""
    require_there(service)
    with service.database.read() as connection:
        require(connection, SchemaState.CURRENT)


def require(connection: Connection, *states: SchemaState) -> SchemaState:
    """Return which of these states the database is in; ``SchemaError`` where it is in none."""
    found = migrate.schema_state(connection)
    if found not in states:
        raise SchemaError(refusal(connection, found))
    return found


def require_there(service: Service) -> None:
    """Raise ``SchemaError`` where there is no file of the database."""
    if service.database.is_missing:
        words = said("no such database; %(command)s lays out a new one", command=called(INIT))
        raise SchemaError(f"{service.database.file}: {words}")


def start_clock(connection: Connection, service: Service) -> None:
    """Start the clock and mark a new database; ``SchemaError``: a demonstration would mix in."""
    require_demo(connection, service)
    # Asked first: that a clock is accepted may be the first entry.
    is_unused = identity_row.log_size(connection) == 0
    service.clock.start(connection)
    if is_unused:
        identity_row.begin(connection, demo=service.demo, at=service.clock.now(connection))


def require_demo(connection: Connection, service: Service) -> None:
    """Raise ``SchemaError`` where entries are of a demonstration and the settings are not."""
    marked = identity_row.read(connection)
    if marked.demo != service.demo and identity_row.log_size(connection):
        raise SchemaError(said(_OF_A_DEMONSTRATION if marked.demo else _IN_EARNEST))


def refusal(connection: Connection, found: SchemaState) -> str:
    """Return why a database in this state is not used, and what to run."""
    if found is SchemaState.DAMAGED:
        words = "the database lacks %(parts)s: put back a backup with %(command)s"
        return said(words, parts=", ".join(missing(connection)), command=called(RESTORE))
    return said(_WORDS[found])


INIT = "`python -m comments_service db init`"
RESTORE = "`python -m comments_service db restore FILE`"
UPGRADE = "`python -m comments_service db upgrade`"
_UNKNOWN_VALUE = (
    "a row holds what no release wrote, and the database stays as it was: %(words)s; put the value "
    "right, or put back a copy from before it was changed"
)
_WORDS = {
    SchemaState.EMPTY: "the database is empty: `python -m comments_service db init` "
    "lays out a new one",
    SchemaState.OLDER: "the database is an older release's: take a backup, then run "
    "`python -m comments_service db upgrade`",
    SchemaState.UNKNOWN: "the database is a newer release's, or not of this product at all",
}
_OF_A_DEMONSTRATION = (
    "YANLU_DEMO: this database has entries of a demonstration and takes none in earnest: "
    "set YANLU_DEMO=1, or name another database"
)
_IN_EARNEST = (
    "YANLU_DEMO: this database has entries made in earnest and takes none of a demonstration: "
    "unset YANLU_DEMO, or name another database"
)
