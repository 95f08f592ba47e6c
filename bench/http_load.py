"""A client for load: prepared requests over kept connections, each answer timed."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

_PATIENCE = 60.0
_AT_ONCE = 65_536


@dataclass
class Load:
    """What came of a load: seconds of each answer, in what time, by status."""

    seconds: float
    took: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.took) / self.seconds

    @property
    def p99(self) -> float:
        """Milliseconds within which 99 of 100 answers came."""
        return sorted(self.took)[int(len(self.took) * 0.99)] * 1000


class HttpConnection:
    """One connection, opened again where the server closes it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def ask(self, request: bytes) -> int:
        """Send a request and read all of its answer; return the status."""
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), _PATIENCE)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        data = self._socket.recv(_AT_ONCE)
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        length = next(int(each[15:]) for each in lines if each.startswith(b"content-length:"))
        while len(body) < length:
            body += self._more()
        if b"connection: close" in lines or lines[0].startswith(b"http/1.0"):
            self.close()
        return int(lines[0].split()[1])

    def close(self) -> None:
        """Close it."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _more(self) -> bytes:
        data = self._socket.recv(_AT_ONCE) if self._socket else b""
        if not data:
            raise ConnectionError("closed within an answer")
        return data


def http_request(method: str, path: str, body: bytes = b"") -> bytes:
    """Return the bytes of a request."""
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


def load(
    port: int,
    make: Callable[[], bytes],
    seconds: float,
    *,
    connections: int = 8,
    rate: float | None = None,
) -> Load:
    """Ask for so long over so many connections, as fast as it goes or at a rate in all."""
    found, stop = Load(seconds), time.perf_counter() + seconds
    pause = connections / rate if rate else 0.0

    def ask(first: float) -> None:
        connection, due = HttpConnection(port), first
        while (start := time.perf_counter()) < stop:
            if pause and start < due:
                time.sleep(min(due, stop) - start)
                continue
            due += pause
            request = make()
            start = time.perf_counter()
            status = connection.ask(request)
            found.took.append(time.perf_counter() - start)
            found.statuses[status] += 1
        connection.close()

    now = time.perf_counter()
    firsts = [now + pause * number / connections for number in range(connections)]
    threads = [threading.Thread(target=ask, args=(first,)) for first in firsts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return found
