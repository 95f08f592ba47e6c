"""Whether the service can do its work, said piece by piece."""

from sqlalchemy.exc import SQLAlchemyError

from comments_service.domain.errors import Unavailable
from comments_service.services.service import Service
from comments_service.store.migrate import Layout, layout


def readiness(service: Service) -> dict[str, bool]:
    """Return ``{database, catalogue}``: laid out for this release, and read at least once."""
    return {"database": _database(service), "catalogue": _catalogue(service)}


def _database(service: Service) -> bool:
    try:
        with service.database.read() as connection:
            if layout(connection) is not Layout.CURRENT:
                return False
            service.clock.now(connection)
    except (SQLAlchemyError, Unavailable):
        return False
    return True


def _catalogue(service: Service) -> bool:
    try:
        service.published.catalogue()
    except Unavailable:
        return False
    return True
