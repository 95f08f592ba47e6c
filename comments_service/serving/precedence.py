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
from processes.processors import put_first, threads_of_libraries

_READS = frozenset({"GET", "HEAD"})
# Somebody who read within that time may do so again.
_SECONDS = 1.0
# After so long a thread that works lets another one have Python's lock; the longer one is what
# Python begins with. An answer changes between threads some three times.
_SOON, _LATER = 0.001, 0.005


class Precedence:
    """Lets the event loop go first while somebody reads; to be made and used in its thread.

    The server's own threads go with it. ``is_movable`` is False where somebody chose how the
    system runs this process.
    """

    def __init__(
        self, *, is_movable: bool, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._is_movable, self._monotonic = is_movable, monotonic
        self._until, self.is_loop_first = 0.0, True
        self._set()

    def over(self, application: AsgiApplication) -> AsgiApplication:
        """Return an application (ASGI 3) that is told apart by what it is asked for."""

        def answer(scope: Message, receive: Receive, send: Send) -> Awaitable[None]:
            self._note(reads=scope.get("method") in _READS)
            return application(scope, receive, send)

        return answer

    def _note(self, *, reads: bool) -> None:
        now = self._monotonic()
        if reads:
            self._until = now + _SECONDS
        if self.is_loop_first != (now < self._until):
            self.is_loop_first = not self.is_loop_first
            self._set()

    def _set(self) -> None:
        sys.setswitchinterval(_SOON if self.is_loop_first else _LATER)
        if self._is_movable:
            # The server hands to the loop what arrives, by a thread of its own.
            put_first([0, *threads_of_libraries()], are_first=self.is_loop_first)
