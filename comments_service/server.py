"""Running the application under gunicorn, without a configuration file."""

import os
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from comments_service.receiving import Worker
from comments_service.services.upkeep import start_upkeep
from comments_service.settings import Settings
from comments_service.web.app import create_app

RECEIVE_SECONDS = 15.0
_THREADS = 8
# On SQLite one process does everything; its threads wait for clients more than they work.
_THREADS_ON_SQLITE = 32
_MOST_PROCESSES = 4


class Server(BaseApplication):  # type: ignore[misc]
    """One address; the application is made in each process, after the fork.

    A request must have arrived within ``receive_seconds``.
    """

    def __init__(
        self, settings: Settings, host: str, port: int, receive_seconds: float = RECEIVE_SECONDS
    ) -> None:
        self._settings = settings
        self.receive_seconds = receive_seconds
        self._address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """Set what the service needs; no access log, because query codes stand in addresses."""
        for name, value in server_options(self._settings, self._address).items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application, and begin the upkeep of this process."""
        app = create_app(self._settings)
        start_upkeep(app.extensions["yanlu"])
        return app


def server_options(settings: Settings, address: str) -> dict[str, Any]:
    """Return gunicorn's options: threads in one process on SQLite, which one process writes."""
    processes = 1 if settings.on_sqlite else min(_MOST_PROCESSES, os.cpu_count() or 1)
    return {
        "bind": address,
        "worker_class": Worker,
        "workers": processes,
        "threads": _THREADS_ON_SQLITE if settings.on_sqlite else _THREADS,
        "keepalive": 5,
        "timeout": 60,
        "graceful_timeout": 20,
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "info",
        "control_socket_disable": True,
    }
