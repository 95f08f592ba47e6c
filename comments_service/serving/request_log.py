"""What is noted of each request when it is answered: a line in the log, and counts."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from comments_service.logs import RequestNote
from comments_service.serving.wsgi_call import Application, WsgiResponse, call

if TYPE_CHECKING:
    from comments_service.serving.metrics import ServiceMetrics

# Asked for every few seconds by programs.
_WATCHED = frozenset({"/healthz", "/readyz", "/metrics"})
_LOG = logging.getLogger(__name__)


class RequestLog:
    """Notes requests in the log and, where there are ``metrics``, counts them; safe in threads."""

    def __init__(self, metrics: "ServiceMetrics | None" = None) -> None:
        self._metrics = metrics

    @contextmanager
    def present(self) -> Iterator[None]:
        """Count a request as present: it arrives, waits, is worked on or answered."""
        with self._metrics.present() if self._metrics else nullcontext():
            yield

    @contextmanager
    def waiting(self) -> Iterator[Callable[[], None]]:
        """Count a request as waiting until the block calls what it gets, or ends."""
        left = [self._metrics] if self._metrics else []
        for each in left:
            each.waits(1)

        def leave() -> None:
            while left:
                left.pop().waits(-1)

        try:
            yield leave
        finally:
            leave()

    def call(
        self, application: Application, environ: dict[str, Any], begin: Callable[[], None]
    ) -> WsgiResponse:
        """Call the application in a thread, which is busy meanwhile; ``begin`` comes first."""
        begin()
        with self._metrics.busy() if self._metrics else nullcontext():
            return call(application, environ)

    def answered(self, note: RequestNote, status: int, size: int, seconds: float) -> None:
        """Note how a request was answered; ``size`` is that of the body that was sent, in bytes."""
        facts = {
            **note.facts(),
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
            "bytes": size,
        }
        level = logging.DEBUG if note.route in _WATCHED else logging.INFO
        _LOG.log(level, "answered", extra={"facts": facts})
        if self._metrics:
            self._metrics.count(note, status, seconds)
