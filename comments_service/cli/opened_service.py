"""The service that a command works with."""

import os
from dataclasses import replace

from sqlalchemy.engine import make_url

from comments_service.cli.commands import AT_THE_END
from comments_service.cli.progress_lines import ProgressLines
from comments_service.services.database import database_schema
from comments_service.services.ledger.keys import require_keys
from comments_service.services.service import Service, open_service
from comments_service.settings import Settings
from comments_service.store.database.database import Database


def laid_out() -> Service:
    """Open the service on a database that is there, of this release, these keys and this clock."""
    service = opened()
    database_schema.require_current(service)
    with service.database.read() as connection:
        database_schema.require_demo(connection, service)
    require_keys(service)
    return service


def opened_by_owner() -> tuple[Service, str | None]:
    """Open the service as the owner of its tables, with the role that needs rights to them."""
    settings = Settings.from_env(os.environ)
    service = opened(settings)
    if settings.database_owner is None:
        return service, None
    owned = replace(service, database=Database(settings.database_owner))
    AT_THE_END.callback(owned.database.close)
    return owned, make_url(settings.database).username


def opened(settings: Settings | None = None) -> Service:
    """Open the service of the environment, or of other settings; it tells how far it is."""
    service = open_service(settings or Settings.from_env(os.environ))
    service = replace(service, progress=ProgressLines())
    AT_THE_END.callback(service.database.close)
    return service
