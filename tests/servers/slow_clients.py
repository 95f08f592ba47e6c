"""Six kinds of clients that are slow, half gone or do not read; none may hold up anybody else."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

HALF_HEAD = b"POST /api/v1/submissions HTTP/1.1\r\nHost"
HALF_BODY = (
    b"POST /api/v1/submissions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Content-Length: 1000\r\n\r\n{"
)
BIG = "big.bin"
SENT = {
    "say nothing": b"",
    "half a head": HALF_HEAD,
    "a body byte by byte": HALF_BODY,
    "answered but open": b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "half closed": HALF_BODY,
    # Several at once: the first answers fill what the system keeps for the client.
    "do not read": f"GET /{BIG} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 4,
}
KINDS = tuple(SENT)


def publish_something_big(site: Path) -> None:
    """Put a file into a site that is more than what the system keeps for who does not read."""
    (site / BIG).write_bytes(b"x" * 12_000_000)


@contextmanager
def clients(port: int, kind: str, number: int) -> Iterator[list[socket.socket]]:
    """Open so many connections of a kind until the block ends."""
    with ExitStack() as stack:
        yield [stack.enter_context(_client(port, kind)) for _ in range(number)]


def drip(each: socket.socket) -> bool:
    """Send one more byte; false where the server has closed the connection."""
    try:
        each.sendall(b" ")
    except OSError:
        return False
    return True


def _client(port: int, kind: str) -> socket.socket:
    made = socket.socket()
    # Small, so that an answer that nobody reads stays with the server.
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
    made.connect(("127.0.0.1", port))
    made.sendall(SENT[kind])
    if kind == "half closed":
        made.shutdown(socket.SHUT_WR)
    return made
