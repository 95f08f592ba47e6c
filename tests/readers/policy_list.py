"""The list of policies as the interface answers it, read from a service itself."""

from collections.abc import Callable

from comments_service.services.register.overview import Overview, PolicyFilter, overview
from comments_service.services.service import Service


def policy_list(service: Service, known: Callable[[str], bool] = lambda _etag: False) -> Overview:
    """Return all of it, as of one instant."""
    with service.database.read() as connection:
        return overview(connection, service, PolicyFilter(), None, known)
