"""Who goes first in a serving process: its event loop, or the threads that work on requests.

Whoever reads waits for the loop alone, or nearly so, and should not wait for those who write. But
each time the loop goes before a thread, that one is stopped while it holds Python's lock, and the
processor changes hands twice more: where nobody reads, that is no use to anybody.
"""

import sys
import time
from collections.abc import Awaitable, Callable

from comments_service.serving.even_connections import AsgiApplication
from comments_service.serving.gateway import Message, Receive, Send
from comments_service.serving.request_log import WATCHED
from processes.processors import set_precedence, threads_of_libraries

_READS = frozenset({"GET", "HEAD"})
# Somebody who read within that time may do so again.
_SECONDS = 1.0
# After so long a thread that works lets another one have Python's lock; the longer one is what
# Python begins with. An answer changes between threads some three times.
_SOON, _LATER = 0.001, 0.005


class Precedence:
    """Lets the event loop go first for a second after each read; to be used in its thread alone.

    The server's own threads go with it. ``is_movable`` is False where somebody chose how the
    system runs this process.
    """

    def __init__(
        self, *, is_movable: bool, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._is_movable, self._monotonic = is_movable, monotonic
        self._until, self._is_loop_first = 0.0, True
        self._threads: list[int] = []
        self._set()

    def over(self, application: AsgiApplication) -> AsgiApplication:
        """Return an application (ASGI 3) that notes of each request whether it reads."""

        def answer(scope: Message, receive: Receive, send: Send) -> Awaitable[None]:
            self._note(scope)
            return application(scope, receive, send)

        return answer

    def _note(self, scope: Message) -> None:
        now = self._monotonic()
        if scope.get("method") in _READS and scope.get("path") not in WATCHED:
            self._until = now + _SECONDS
        # Once, at the first request: by then the server has its threads, which hand to the loop
        # what arrives, and no thread of a request is made yet.
        self._threads = self._threads or [0, *threads_of_libraries()]
        if self._is_loop_first != (now < self._until):
            self._is_loop_first = not self._is_loop_first
            self._set()

    def _set(self) -> None:
        sys.setswitchinterval(_SOON if self._is_loop_first else _LATER)
        if self._is_movable:
            set_precedence(self._threads or [0], are_first=self._is_loop_first)
