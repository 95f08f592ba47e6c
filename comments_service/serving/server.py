"""Running the application under granian, without a configuration file.

The server keeps connections, reads heads within a bound of time and restarts a process that
died; ``comments_service.serving.gateway`` is what it calls (docs/decisions/0017-server.md).
"""

import gc
import multiprocessing
import os
import resource
import socket
import sys
import threading
from dataclasses import replace
from functools import partial

from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from comments_service.services.upkeep.upkeep import start_upkeep
from comments_service.serving.gateway import UNLIMITED, WRITERS, Bounds, Gateway
from comments_service.serving.listening import Listening, reserved
from comments_service.serving.turns import Patience
from comments_service.settings import Settings
from comments_service.web.app import create_app

STOP_SECONDS = 20
_LOOK_AGAIN = 0.05
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


def serve(settings: Settings, at: Listening) -> None:
    """Serve until a signal, made in each process after the fork; ``OSError``: no place."""
    _allow_connections()
    # The processes share what is loaded, and never look through it for garbage.
    gc.freeze()
    with reserved(at) as place:
        _serve(settings, place)


def _serve(settings: Settings, at: Listening) -> None:
    server = Server(
        "comments_service",
        at.host,
        at.port,
        interface=Interfaces.ASGINL,
        workers=settings.serving_processes,
        # With its other mode a stop could miss that the last connection was gone, and wait.
        runtime_mode=RuntimeModes.st,
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


def _gateway(settings: Settings, at: Listening) -> Gateway:
    """Make what a serving process runs, in that process."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    application = create_app(settings)
    start_upkeep(application.extensions["yanlu"])
    threading.Thread(target=_say_where, args=(at,), daemon=True).start()
    bounds = Bounds(at.receive_seconds, settings.serving_threads, _writers(settings))
    return Gateway(application, bounds, settings.trusted_proxies)


def _writers(settings: Settings) -> Patience:
    """Return what one address may send to a process; the processes share its pace."""
    pace = WRITERS.a_second / settings.serving_processes
    return UNLIMITED if settings.rate_limit == "off" else replace(WRITERS, a_second=pace)


def _end_with_parent() -> None:
    """End with the process that started this one: the lock on a SQLite file went with it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _say_where(at: Listening) -> None:
    """Print the address once it takes connections; the server itself does so too early."""
    # Not time.sleep: it fails under libfaketime, by which clocks are tested.
    pause = threading.Event()
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(at.host, at.host)  # noqa: S104 - read, not bound
    while True:
        try:
            socket.create_connection((here, at.port), timeout=1).close()
            break
        except OSError:
            pause.wait(_LOOK_AGAIN)
    named = f"[{at.host}]" if ":" in at.host else at.host
    print(f"Listening at: http://{named}:{at.port}", file=sys.stderr, flush=True)  # noqa: T201


def _allow_connections() -> None:
    """Raise the number of open files to what the system allows, for connections are files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * _MOST_CONNECTIONS
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
