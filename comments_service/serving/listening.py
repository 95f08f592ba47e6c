"""Where the service listens: an address of this machine, and a port that it has alone."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from interface.command_line import said

RECEIVE_SECONDS = 15.0


class Listening(NamedTuple):
    """Where to listen (port 0: one that is free), and seconds until a request must have arrived."""

    host: str
    port: int
    receive_seconds: float = RECEIVE_SECONDS


@contextmanager
def reserved(at: Listening) -> Iterator[Listening]:
    """Yield the place in digits and keep its port from other servers; ``OSError`` names it."""
    try:
        family, *_, address = socket.getaddrinfo(
            at.host, at.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family) as probe:
            # Connections that ended a moment ago do not count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
        held = socket.socket(family)
    except OSError as error:
        cause = said(error.strerror or str(error))
        words = said("%(host)s port %(port)s: %(cause)s", host=at.host, port=at.port, cause=cause)
        raise OSError(words) from error
    with held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        # It never listens: connections reach the server's own sockets alone.
        held.bind(address)
        host, port, *_ = held.getsockname()
        yield at._replace(host=str(host), port=int(port))
