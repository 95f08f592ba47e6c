"""Laying out a new database, bringing an older one up to date, refusing to guess."""

from sqlalchemy import Connection

from comments_service.services.service import Service
from comments_service.store.database import migrate
from comments_service.store.database.migrate import Layout
from comments_service.store.database.whole_layout import missing
from comments_service.store.ledger import identity_row


class LayoutError(RuntimeError):
    """The database is not laid out for this release; the message says what to run."""


def lay_out_new(service: Service) -> bool:
    """Lay out a new database, and tell whether it was; ``LayoutError`` for another release's."""
    service.database.make()
    return service.database.transact(lambda connection: _laid_out(connection, service))


def _laid_out(connection: Connection, service: Service) -> bool:
    found = migrate.layout(connection)
    if found is Layout.EMPTY:
        migrate.upgrade(connection)
    elif found is not Layout.CURRENT:
        raise LayoutError(refusal(connection, found))
    settle(connection, service)
    return found is Layout.EMPTY


def upgrade(service: Service) -> bool:
    """Bring the database up to date in one transaction; tell whether anything was to do."""
    require_there(service)
    return service.database.transact(_upgraded)


def _upgraded(connection: Connection) -> bool:
    found = migrate.layout(connection)
    if found not in {Layout.OLDER, Layout.CURRENT}:
        raise LayoutError(refusal(connection, found))
    if found is Layout.OLDER:
        migrate.upgrade(connection)
        left = migrate.layout(connection)
        if left is not Layout.CURRENT:
            raise LayoutError(refusal(connection, left))
    return found is Layout.OLDER


def require_current(service: Service) -> None:
    """Raise ``LayoutError`` unless the database is there and laid out for this release."""
    require_there(service)
    with service.database.read() as connection:
        found = migrate.layout(connection)
        if found is not Layout.CURRENT:
            raise LayoutError(refusal(connection, found))


def require_there(service: Service) -> None:
    """Raise ``LayoutError`` where there is no file of the database."""
    if service.database.is_missing:
        raise LayoutError(f"{service.database.file}: no such database; {INIT} lays out a new one")


def settle(connection: Connection, service: Service) -> None:
    """Settle the clock and mark a new database; ``LayoutError``: a demonstration would mix in."""
    require_demo(connection, service)
    # Asked first: that a clock is accepted may be the first entry.
    is_unused = identity_row.log_size(connection) == 0
    service.clock.settle(connection)
    if is_unused:
        identity_row.begin(connection, demo=service.demo, at=service.clock.now(connection))


def require_demo(connection: Connection, service: Service) -> None:
    """Raise ``LayoutError`` where entries are of a demonstration and the settings are not."""
    marked = identity_row.read(connection)
    if marked.demo != service.demo and identity_row.log_size(connection):
        raise LayoutError(_OF_A_DEMONSTRATION if marked.demo else _IN_EARNEST)


def refusal(connection: Connection, found: Layout) -> str:
    """Return why a database that stands so is not used, and what to run."""
    if found is Layout.DAMAGED:
        lacking = ", ".join(missing(connection))
        return f"the database lacks {lacking}: put back a backup with {RESTORE}"
    return _WORDS[found]


INIT = "`python -m comments_service db init`"
RESTORE = "`python -m comments_service db restore FILE`"
UPGRADE = "`python -m comments_service db upgrade`"
_WORDS = {
    Layout.EMPTY: f"the database is empty: {INIT} lays out a new one",
    Layout.OLDER: f"the database is an older release's: take a backup, then run {UPGRADE}",
    Layout.UNKNOWN: "the database is a newer release's, or not of this product at all",
}
_OF_A_DEMONSTRATION = (
    "YANLU_DEMO: this database has entries of a demonstration and takes none in earnest: "
    "set YANLU_DEMO=1, or name another database"
)
_IN_EARNEST = (
    "YANLU_DEMO: this database has entries made in earnest and takes none of a demonstration: "
    "unset YANLU_DEMO, or name another database"
)
