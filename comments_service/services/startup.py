"""What must hold before a server takes requests, however it is started."""

from comments_service.services import identity, layout
from comments_service.services.keys import require_keys
from comments_service.services.service import Service


def prepare(service: Service) -> None:
    """Refuse to serve a lost, exchanged, older or mixed database, or with the wrong keys.

    ``IdentityError``, ``LayoutError`` or ``KeyringError`` say what to run. The clock of a
    demonstration is settled, and what the database is now is written down.
    """
    identity.require_same(service)
    service.database.transact(lambda connection: layout.settle(connection, service))
    require_keys(service)
    identity.note_identity(service)
