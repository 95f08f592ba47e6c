"""What is noted of each request when it is answered: a line in the log, and counts."""

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from comments_service.logs import RequestNote
from comments_service.serving.wsgi_call import Application, WsgiResponse, call

if TYPE_CHECKING:
    from comments_service.serving.metrics import ServiceMetrics

WATCHED = frozenset({"/healthz", "/readyz", "/metrics"})
"""Paths that programs ask for every few seconds, and can wait for."""
# So long other processes may have to wait for how many requests this one has.
_HAND_ON_SECONDS = 0.2
_LOG = logging.getLogger(__name__)


class RequestLog:
    """Notes requests in the log and, where there are ``metrics``, counts them.

    To be used in the event loop; ``call`` alone is for threads.
    """

    def __init__(self, metrics: "ServiceMetrics | None" = None) -> None:
        self._metrics, self._hands_on = metrics, False

    def arrived(self) -> None:
        """Count a request as present: it arrives, waits, is worked on or answered."""
        if self._metrics:
            self._metrics.present.add(1)
            self._hand_on_soon(self._metrics)

    def left(self) -> None:
        """Count a request as present no more."""
        if self._metrics:
            self._metrics.present.add(-1)
            self._hand_on_soon(self._metrics)

    def waiting(self) -> Callable[[], None]:
        """Count a request as waiting until what this returns is called, once or more."""
        left = [self._metrics.waiting] if self._metrics else []
        for each in left:
            each.add(1)

        def leave() -> None:
            while left:
                left.pop().add(-1)

        return leave

    def _hand_on_soon(self, metrics: "ServiceMetrics") -> None:
        if not self._hands_on:
            self._hands_on = True
            asyncio.get_running_loop().call_later(_HAND_ON_SECONDS, self._hand_on, metrics)

    def _hand_on(self, metrics: "ServiceMetrics") -> None:
        self._hands_on = False
        metrics.hand_on()

    def call(
        self, application: Application, environ: dict[str, Any], begin: Callable[[], None]
    ) -> WsgiResponse:
        """Call the application in a thread, which is busy meanwhile; ``begin`` comes first."""
        begin()
        if self._metrics is None:
            return call(application, environ)
        self._metrics.busy.add(1)
        try:
            return call(application, environ)
        finally:
            self._metrics.busy.add(-1)

    def answered(self, note: RequestNote, status: int, size: int, seconds: float) -> None:
        """Note how a request was answered; ``size`` is that of the body that was sent, in bytes."""
        facts = {
            **note.facts(),
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
            "bytes": size,
        }
        level = logging.DEBUG if note.route in WATCHED else logging.INFO
        _LOG.log(level, "answered", extra={"facts": facts})
        if self._metrics:
            self._metrics.count(note, status, seconds)
