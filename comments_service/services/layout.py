"""Laying out a new database, bringing an older one up to date, refusing to guess."""

from comments_service.services.service import Service
from comments_service.store import migrate
from comments_service.store.migrate import Layout


class LayoutError(RuntimeError):
    """The database is not laid out for this release; the message says what to run."""


def lay_out_new(service: Service) -> None:
    """Lay out a brand-new database; ``LayoutError`` for any that is not this release's.

    What is there is never migrated on the side: the operator takes a backup first.
    """
    with service.database.write() as connection:
        found = migrate.layout(connection)
        if found is Layout.EMPTY:
            migrate.upgrade(connection)
        elif found is not Layout.CURRENT:
            raise LayoutError(_WORDS[found])
        service.clock.settle(connection)


def upgrade(service: Service) -> bool:
    """Bring the database up to date in one transaction; tell whether anything was to do."""
    with service.database.write() as connection:
        found = migrate.layout(connection)
        if found is Layout.UNKNOWN:
            raise LayoutError(_WORDS[found])
        if found is not Layout.CURRENT:
            migrate.upgrade(connection)
        return found is not Layout.CURRENT


def require_current(service: Service) -> None:
    """Raise ``LayoutError`` unless the database is there and laid out for this release."""
    if service.database.is_missing:
        message = (
            f"{service.database.file}: no such database; `serve` lays out a new one, "
            "and so does `python -m comments_service db upgrade`"
        )
        raise LayoutError(message)
    with service.database.read() as connection:
        found = migrate.layout(connection)
    if found is not Layout.CURRENT:
        raise LayoutError(_WORDS[found])


_WORDS = {
    Layout.EMPTY: "the database is empty: run `python -m comments_service db upgrade`",
    Layout.OLDER: "the database is an older release's: take a backup, then run "
    "`python -m comments_service db upgrade`",
    Layout.UNKNOWN: "the database is a newer release's, or not of this product at all",
}
