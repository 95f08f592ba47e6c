"""Running the application under granian, without a configuration file.

The server keeps connections, reads heads within a bound of time and restarts a process that
died; ``comments_service.gateway`` is what it calls (docs/decisions/0017-server.md).
"""

import multiprocessing
import os
import resource
import socket
import sys
import threading
from functools import partial
from typing import NamedTuple

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from comments_service.gateway import Bounds, Gateway
from comments_service.services.upkeep import start_upkeep
from comments_service.settings import Settings
from comments_service.web.app import create_app

RECEIVE_SECONDS = 15.0
STOP_SECONDS = 20
_LOOK_AGAIN = 0.05
_THREADS = 8
# On SQLite one process does everything; its threads wait for the one writer more than they work.
_THREADS_ON_SQLITE = 32
_MOST_PROCESSES = 4
_MOST_CONNECTIONS = 16_384
_LARGEST_HEAD = 128 * 1024
_LOG = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "[%(asctime)s] [%(process)d] [%(levelname)s] %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"_granian": {"handlers": ["stderr"], "propagate": False}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}


class Listening(NamedTuple):
    """Where to listen, and within how many seconds a request must have arrived.

    Port 0 is one that is free.
    """

    host: str
    port: int
    receive_seconds: float = RECEIVE_SECONDS


def serve(settings: Settings, at: Listening) -> None:
    """Serve until a signal ends it; what is being answered then is answered first.

    The application is made in each process, after the fork.
    """
    _allow_connections()
    at = _free(at)
    server = Server(
        "comments_service",
        at.host,
        at.port,
        interface=Interfaces.ASGINL,
        workers=processes(settings),
        http=HTTPModes.http1,
        websockets=False,
        # Counts connections, not requests: those that do nothing among them.
        backpressure=_MOST_CONNECTIONS,
        http1_settings=HTTP1Settings(
            header_read_timeout=max(1, int(at.receive_seconds * 1000)),
            max_buffer_size=_LARGEST_HEAD,
        ),
        log_level=LogLevels.warning,
        log_dictconfig=_LOG,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    server.serve(target_loader=partial(_gateway, settings, at), wrap_loader=False)


def processes(settings: Settings) -> int:
    """Return how many processes serve: one on SQLite, which one process writes."""
    return 1 if settings.on_sqlite else min(_MOST_PROCESSES, os.cpu_count() or 1)


def threads(settings: Settings) -> int:
    """Return how many requests a process works on at a time."""
    return _THREADS_ON_SQLITE if settings.on_sqlite else _THREADS


def _gateway(settings: Settings, at: Listening) -> Gateway:
    """Make what a serving process runs, in that process."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    application = create_app(settings)
    start_upkeep(application.extensions["yanlu"])
    threading.Thread(target=_say_where, args=(at,), daemon=True).start()
    return Gateway(
        application, Bounds(at.receive_seconds, threads(settings)), settings.trusted_proxies
    )


def _end_with_parent() -> None:
    """End this process as soon as the one that started it is gone, however that ended.

    With that one the lock on a SQLite file is gone, and a successor may have the database.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _say_where(at: Listening) -> None:
    """Say the address once it takes connections; the server itself says so too early."""
    # Not time.sleep: it fails under libfaketime, by which clocks are tested.
    pause = threading.Event()
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(at.host, at.host)  # noqa: S104 - read, not bound
    while not _answers(here, at.port):
        pause.wait(_LOOK_AGAIN)
    named = f"[{at.host}]" if ":" in at.host else at.host
    print(f"Listening at: http://{named}:{at.port}", file=sys.stderr, flush=True)  # noqa: T201


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def _allow_connections() -> None:
    """Raise the number of open files to what the system allows, for connections are files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * _MOST_CONNECTIONS
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


def _free(at: Listening) -> Listening:
    """Return the address and port in numbers; ``OSError`` where they cannot be had.

    The server itself would share a port that another server has, and each would get some of
    the requests.
    """
    family = socket.AF_INET6 if ":" in at.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((at.host, at.port))
        except OSError as error:
            message = f"{at.host} port {at.port}: {error.strerror or error}"
            raise OSError(message) from error
        host, port = probe.getsockname()[:2]
    return at._replace(host=host, port=port)
