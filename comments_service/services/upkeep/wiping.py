"""Writing over what was deleted or replaced."""

from comments_service.services.service import Service
from interface.command_line import said
from interface.long_work import reported_step


def wipe(service: Service) -> bool:
    """Make the file of a SQLite database again; False where a reader kept something of it."""
    if not service.database.on_sqlite:
        return True
    with reported_step(said("making the database's file again"), service.progress):
        return service.database.wipe()
