"""The service that a command works with."""

import os

from comments_service.services.database import database_schema
from comments_service.services.ledger.keys import require_keys
from comments_service.services.service import Service, open_service
from comments_service.settings import Settings


def laid_out() -> Service:
    """Open the service on a database that is there, of this release, these keys and this clock."""
    service = opened()
    database_schema.require_current(service)
    with service.database.read() as connection:
        database_schema.require_demo(connection, service)
    require_keys(service)
    return service


def opened() -> Service:
    """Open the service that the environment describes."""
    return open_service(Settings.from_env(os.environ))
