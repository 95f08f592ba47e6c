"""Connections in use, spread evenly over the serving processes.

The kernel gives a new connection to a process by chance, and there it stays for as long as a proxy
keeps it: of eight one process may have seven, and whoever uses them waits for its processor while
another is idle. So a process that has more than its share lets its next answers over some of them
be the last (RFC 9112, 9.6), and the client connects again.
"""

import time
from array import array
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from mmap import mmap
from typing import TypeAlias

from comments_service.serving.gateway import LAST, Message, Receive, Send

AsgiApplication: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]

_SECONDS = 0.25
# Requests within that time, of a connection that is in use.
_IN_USE = 3
# Of what is even; of many connections now these are in use and now those.
_NEGLIGIBLE = 0.1
_CELL = array("d", (0.0, 0.0))


class ConnectionCounts:
    """How many connections each process had in use lately; made before the processes are forked."""

    def __init__(self, processes: int) -> None:
        size = _CELL.itemsize * len(_CELL)
        # Of each process: until when it holds, in monotonic seconds, and how many they are.
        self._cells = memoryview(mmap(-1, size * processes)).cast("d")

    def tell(self, process: int, number: int, until: float) -> None:
        """Write how many a process has in use."""
        first = process * len(_CELL)
        self._cells[first : first + len(_CELL)] = memoryview(array("d", (until, number)))

    def told(self, now: float) -> list[float]:
        """Return how many each has; of one that told nothing lately, 0."""
        cells = self._cells.tolist()
        pairs = zip(cells[::2], cells[1::2], strict=True)
        return [number if until > now else 0.0 for until, number in pairs]


@dataclass(slots=True)
class EvenConnections:
    """The connections of one process, by its number; to be used in its event loop alone."""

    counts: ConnectionCounts
    process: int
    monotonic: Callable[[], float] = time.monotonic
    _until: float = field(default=0.0, init=False)
    _asked: Counter[object] = field(default_factory=Counter, init=False)
    # Whose request is in work: where answers take long, nobody asks often.
    _in_work: set[object] = field(default_factory=set, init=False)
    _in_use: set[object] = field(default_factory=set, init=False)
    _more: float = field(default=0.0, init=False)
    _to_end: int = field(default=0, init=False)

    def over(self, application: AsgiApplication) -> AsgiApplication:
        """Return an application (ASGI 3) that ends some of the connections of another one."""

        async def answer(scope: Message, receive: Receive, send: Send) -> None:
            client = scope.get("client")
            ends = scope["type"] == "http" and self.is_last(client)
            self._in_work.add(client)
            try:
                await application(scope, receive, _ending(send) if ends else send)
            finally:
                self._in_work.discard(client)

        return answer

    def is_last(self, client: object) -> bool:
        """Note a request; return whether its connection, known by its client, ends after it."""
        now = self.monotonic()
        if now >= self._until:
            self._begin(now)
        self._asked[client] += 1
        if not self._to_end or client not in self._in_use:
            return False
        self._to_end -= 1
        self._in_use.discard(client)
        return True

    def _begin(self, now: float) -> None:
        """Begin the next count, and decide how many end meanwhile: what is more than others'."""
        # Where nobody asked for long, what was counted before is of another time.
        asked = self._asked if now < self._until + _SECONDS else Counter[object]()
        often = {client for client, number in asked.items() if number >= _IN_USE}
        self._in_use = often | self._in_work
        # For longer than a count takes: the others' do not begin when this one does.
        self.counts.tell(self.process, len(self._in_use), now + 2 * _SECONDS)
        before, self._more = self._more, self._more_than_others(now)
        # Twice: the first time others may not have said yet how many they have.
        self._to_end = int(min(before, self._more))
        self._asked = Counter()
        self._until = now + _SECONDS

    def _more_than_others(self, now: float) -> float:
        """Return how many it has above the mean, 0 where that is as good as even."""
        told = self.counts.told(now)
        mean = sum(told) / len(told)
        more = len(self._in_use) - mean
        if more >= max(1.0, _NEGLIGIBLE * mean):
            return more
        # Where another has none, the mean is less than one away: 2, 2, 2 and 0.
        return float(min(told) == 0 and len(self._in_use) > 1)


def _ending(send: Send) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [*message["headers"], LAST]
            message = {**message, "headers": headers}
        await send(message)

    return told
