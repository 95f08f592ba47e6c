"""What must hold before a server takes requests, however it is started."""

from comments_service.services import identity, layout
from comments_service.services.keys import require_keys
from comments_service.services.service import Service


def prepare(service: Service) -> None:
    """Refuse to serve what is lost, exchanged, old or mixed; settle a demonstration's clock."""
    identity.require_same(service)
    service.database.transact(lambda connection: layout.settle(connection, service))
    require_keys(service)
    identity.note_identity(service)
