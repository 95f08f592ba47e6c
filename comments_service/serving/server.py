"""Running the application under granian, without a configuration file.

The server keeps connections, reads heads within a bound of time and restarts a process that
died; ``comments_service.serving.gateway`` is what it calls (docs/decisions/0017-server.md).
"""

import gc
import logging
import multiprocessing
import os
import resource
import socket
import threading
from dataclasses import replace
from functools import partial
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from flask import Flask
from granian.constants import HTTPModes, Interfaces, Loops, RuntimeModes
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from comments_service.logs import log_config, log_everything
from comments_service.services.upkeep.operating_figures import operating_figures
from comments_service.services.upkeep.upkeep import start_upkeep
from comments_service.serving.draining import (
    LAST_CALL_SECONDS,
    Wakes,
    connections,
    drain_at_signals,
    end_forks_at_signals,
)
from comments_service.serving.even_connections import (
    AsgiApplication,
    ConnectionCounts,
    EvenConnections,
)
from comments_service.serving.gateway import UNLIMITED, WRITERS, Bounds, Gateway
from comments_service.serving.kept_answers import kept_answers_of
from comments_service.serving.listening import Listening, reserved
from comments_service.serving.precedence import Precedence
from comments_service.serving.request_log import RequestLog
from comments_service.serving.turns import Patience
from comments_service.settings import Settings
from comments_service.web.app import create_app
from comments_service.web.site.metrics_route import METRICS
from processes.processors import ProcessorShares, run_undisturbed

if TYPE_CHECKING:
    from comments_service.serving.metrics import ServiceMetrics

STOP_SECONDS = 20
_LOOK_AGAIN = 0.05
# Of objects that are left, between two looks for garbage. A request leaves some ten; twenty
# thousand of them held all threads up for five milliseconds.
_BETWEEN_LOOKS = 2_000
_MOST_CONNECTIONS = 16_384
_LARGEST_HEAD = 128 * 1024
_LOG = logging.getLogger(__name__)


def serve(settings: Settings, at: Listening) -> None:
    """Serve until a signal, made in each process after the fork; ``OSError``: no place."""
    _allow_connections()
    # The processes share what is loaded, and never look through it for garbage.
    gc.freeze()
    log_everything()
    # Of this start alone, so that no figures of an earlier one are among them.
    with reserved(at) as place, TemporaryDirectory(prefix="yanlu-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        _serve(settings, place)


def _serve(settings: Settings, at: Listening) -> None:
    # What the processes share is made before them; Python 3.14 would start them in another way.
    multiprocessing.set_start_method("fork", force=True)
    server = Server(
        "comments_service",
        at.host,
        at.port,
        interface=Interfaces.ASGINL,
        workers=settings.serving_processes,
        # With its other mode a stop could miss that the last connection was gone, and wait.
        runtime_mode=RuntimeModes.st,
        # Whose handlers of signals can be given something to do first.
        loop=Loops.asyncio,
        http=HTTPModes.http1,
        websockets=False,
        # Counts connections, not requests: those that do nothing among them.
        backpressure=_MOST_CONNECTIONS,
        http1_settings=HTTP1Settings(
            header_read_timeout=max(1, int(at.receive_seconds * 1000)),
            max_buffer_size=_LARGEST_HEAD,
        ),
        log_level=LogLevels.warning,
        log_dictconfig=log_config(settings.log, settings.log_level),
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    # It would start new processes beside the old ones, which have every share.
    server.signal_handler_reload = lambda *_: None  # type: ignore[method-assign] # no setting
    server.main_loop_interrupt = Wakes()  # type: ignore[assignment] # it asks no more of an event
    shares = ProcessorShares(settings.serving_processes)
    counts = ConnectionCounts(settings.serving_processes)
    end_forks_at_signals()
    server.serve(target_loader=partial(_gateway, settings, at, shares, counts), wrap_loader=False)


def _gateway(
    settings: Settings, at: Listening, shares: ProcessorShares, counts: ConnectionCounts
) -> AsgiApplication:
    """Make what a serving process runs, in that process."""
    share = shares.settle()
    is_undisturbed = run_undisturbed()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    log_everything()
    application = create_app(settings)
    metrics = _metrics(application, settings, at)
    start_upkeep(application.extensions["yanlu"], metrics.upkeep_failed)
    threading.Thread(target=_say_where, args=(at,), daemon=True).start()
    bounds = Bounds(at.receive_seconds, settings.serving_threads, _writers(settings))
    log, kept = RequestLog(metrics), kept_answers_of(application.extensions["yanlu"])
    gateway = Gateway(application, bounds, settings.trusted_proxies, log, kept)
    drain_at_signals(at.port, partial(gateway.drain, LAST_CALL_SECONDS))
    # What is there now stays: to look through all of it for garbage would hold every answer up.
    gc.freeze()
    gc.set_threshold(_BETWEEN_LOOKS)
    # Threads of requests are made later, and run undisturbed whatever the loop does.
    first = Precedence(is_movable=is_undisturbed).over(gateway)
    return first if share is None else EvenConnections(counts, share).over(first)


def _metrics(application: Flask, settings: Settings, at: Listening) -> "ServiceMetrics":
    """Make the figures of this process, and let the application show those of all."""
    # Here: the library looks for the folder of its values once, as it is loaded.
    from comments_service.serving.metrics import ServiceMetrics  # noqa: PLC0415

    service, health = application.extensions["yanlu"], application.extensions["yanlu_health"]
    metrics = ServiceMetrics(
        settings.serving_threads,
        partial(connections, at.port),
        lambda: operating_figures(service, health.readiness()),
    )
    service.database.committed = metrics.committed
    application.extensions[METRICS] = metrics.page
    return metrics


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
    """Log the address once it takes connections; the server itself does so too early."""
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
    _LOG.warning("Listening at: http://%s:%s", named, at.port)


def _allow_connections() -> None:
    """Raise the number of open files to what the system allows, for connections are files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * _MOST_CONNECTIONS
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
