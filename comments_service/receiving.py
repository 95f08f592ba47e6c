"""The worker of the server: a client that sends slowly must not keep a thread for long.

gunicorn's threaded worker reads requests without any limit of time, so that as many
half-sent requests as there are threads would stop the service.
"""

import errno
import selectors
import socket
import time
from functools import partial
from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]


class BoundedSocket(socket.socket):
    """A connection on which one request must have arrived within so many seconds.

    The bound is on the whole request, not on each piece: a client that sends a byte now
    and then gains nothing. Each write of an answer is bounded as well.
    """

    def __init__(self, taken: socket.socket, seconds: float) -> None:
        super().__init__(taken.family, taken.type, taken.proto, fileno=taken.detach())
        self._seconds = seconds
        self._until = time.monotonic() + seconds

    def setblocking(self, flag: bool, /) -> None:  # noqa: FBT001 - socket's own signature
        """Start a new request's time where the worker begins to read one."""
        super().setblocking(flag)
        if flag:
            self._until = time.monotonic() + self._seconds
            self.settimeout(self._seconds)

    def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
        """Receive within what is left of the time; ``ConnectionResetError`` after it.

        A reset is what the worker takes for an ordinary end of a connection.
        """
        left = self._until - time.monotonic()
        if left <= 0:
            raise _late()
        self.settimeout(left)
        try:
            return super().recv(bufsize, flags)
        except TimeoutError:
            raise _late() from None
        finally:
            self.settimeout(self._seconds)


class Worker(ThreadWorker):  # type: ignore[misc]
    """Threads that only see connections on which something has arrived, and not for long.

    ``app.receive_seconds`` is the bound (``comments_service.server.Server``).
    """

    def enqueue_req(self, conn: Any) -> None:
        """Give a connection to a thread; a new one waits for its first byte without one."""
        if isinstance(conn.sock, BoundedSocket):
            super().enqueue_req(conn)
            return
        conn.sock = BoundedSocket(conn.sock, self.app.receive_seconds)
        conn.sock.settimeout(0)
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        readable = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, readable)


def _late() -> ConnectionResetError:
    return ConnectionResetError(errno.ECONNRESET, "the request did not arrive in time")
