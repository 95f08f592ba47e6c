"""The figures of ``/metrics``: of all serving processes together, and nothing of any person.

To be imported in a serving process alone, where ``PROMETHEUS_MULTIPROC_DIR`` names a folder that
is new with each start: the library decides by it, as it is loaded, to keep its values there.
"""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from comments_service.logs import RequestNote
from comments_service.services.upkeep.operating_figures import OperatingFigures

_NONE = CollectorRegistry()
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15)
_REQUESTS = Counter(
    "yanlu_requests", "Requests by method, pattern of the route and status of the answer.",
    ["method", "route", "status"], registry=_NONE,
)  # fmt: skip
_REFUSALS = Counter(
    "yanlu_refusals", "Refused requests by the code of the refusal.", ["code"], registry=_NONE
)
_DURATION = Histogram(
    "yanlu_request_seconds", "From the head of a request to the end of its answer.",
    ["route"], registry=_NONE, buckets=_SECONDS,
)  # fmt: skip
_COMMITS = Histogram(
    "yanlu_commit_seconds", "How long commits of writes took.", registry=_NONE, buckets=_SECONDS
)
_UPKEEP = Counter("yanlu_upkeep_failures", "Failed steps of upkeep.", ["task"], registry=_NONE)


def _gauge(name: str, meaning: str) -> Gauge:
    return Gauge(name, meaning, registry=_NONE, multiprocess_mode="livesum")


_PRESENT = _gauge("yanlu_requests_present", "Requests that arrive, wait, or are answered now.")
_WAITING = _gauge("yanlu_requests_waiting", "Requests that wait for a thread now.")
_BUSY = _gauge("yanlu_threads_busy", "Threads that work on a request now.")
_THREADS = _gauge("yanlu_threads", "Threads for requests.")


class RequestLevel:
    """A figure that rises and falls with each request; safe in threads.

    It is a plain number, handed on to the library's file at most a few times a second: where
    it stood in between nobody sees.
    """

    def __init__(self, gauge: Gauge) -> None:
        self._gauge, self._value, self._lock = gauge, 0, threading.Lock()

    def add(self, number: int) -> None:
        """Let it rise, or fall by a number below zero."""
        with self._lock:
            self._value += number

    def hand_on(self) -> None:
        """Let all processes know it."""
        self._gauge.set(self._value)


class ServiceMetrics:
    """Counts what this process does, and writes what all of them did; safe in threads."""

    def __init__(
        self, threads: int, connections: Callable[[], int | None], figures: "FigureSource"
    ) -> None:
        self._connections, self._figures = connections, figures
        self._folder = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
        _THREADS.set(threads)
        self.committed = _COMMITS.observe
        # Of each method, route and status, so that they need not be looked up by their labels.
        self._answers: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self.present, self.waiting, self.busy = (
            RequestLevel(_PRESENT),
            RequestLevel(_WAITING),
            RequestLevel(_BUSY),
        )

    def count(self, note: RequestNote, status: int, seconds: float) -> None:
        """Count an answered request; ``other`` stands for no route that is known."""
        route = note.route or "other"
        kind = note.method, route, status
        counted = self._answers.get(kind)
        if counted is None:
            counted = self._answers[kind] = _REQUESTS.labels(*kind), _DURATION.labels(route)
        answers, durations = counted
        answers.inc()
        durations.observe(seconds)
        if note.code:
            _REFUSALS.labels(note.code).inc()

    def upkeep_failed(self, task: str) -> None:
        """Count a step of upkeep that failed."""
        _UPKEEP.labels(task).inc()

    def hand_on(self) -> None:
        """Let all processes know how many requests this one has now."""
        for each in (self.present, self.waiting, self.busy):
            each.hand_on()

    def page(self) -> bytes:
        """Return the figures in the text format of Prometheus."""
        self.hand_on()
        for each in self._folder.glob("gauge_live*_*.db"):
            process = int(each.stem.rpartition("_")[2])
            if not Path(f"/proc/{process}").exists():
                mark_process_dead(process, str(self._folder))  # type: ignore[no-untyped-call]
        counted, asked = CollectorRegistry(), CollectorRegistry()
        MultiProcessCollector(counted, str(self._folder))  # type: ignore[no-untyped-call]
        asked.register(_Asked(self._figures(), self._connections()))
        return generate_latest(counted) + generate_latest(asked)


FigureSource = Callable[[], OperatingFigures]
"""What asks the database and the disk."""


class _Asked:
    """A collector of what is asked each time."""

    def __init__(self, figures: OperatingFigures, connections: int | None) -> None:
        self._figures, self._connections = figures, connections

    def collect(self) -> Iterator[Metric]:
        """Yield what is known; of what cannot be asked now there is no line."""
        found = self._figures
        told = {
            ("yanlu_connections_open", "Connections to the port."): self._connections,
            ("yanlu_ready", "1 where /readyz answers 200."): int(found.ready),
            ("yanlu_submissions", "Submissions in the database."): found.submissions,
            ("yanlu_messages_waiting", "Messages that are to be sent."): found.messages_waiting,
            ("yanlu_database_bytes", "Size of the database."): found.database_bytes,
            ("yanlu_disk_free_bytes", "Free space where the SQLite file is."): found.free_bytes,
        }
        for (name, meaning), value in told.items():
            if value is not None:
                yield GaugeMetricFamily(name, meaning, value)
        findings = GaugeMetricFamily("yanlu_finding", "1 for each code in /readyz.", None, ["code"])
        for code in found.codes:
            findings.add_metric([code], 1)
        yield findings
