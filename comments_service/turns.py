"""Whose turn it is: no address has more than its share of the threads.

One address may be one person or a whole building behind one NAT. Its requests beyond its
share wait for one another, and not in front of anybody else's; too many waiting are told to
come again.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class _Line:
    """Requests of one address and kind: those in work, those that wait, the bytes they sent."""

    slots: asyncio.Semaphore
    present: int = 0
    waiting: int = 0
    held: int = 0


class Turns:
    """The lines of all addresses, one for each kind of request; used in one event loop alone.

    ``share`` is how many requests of a line may be in work at a time, ``held`` how many
    bytes of its requests may be in memory.
    """

    def __init__(self, share: int, held: int) -> None:
        self._share = share
        self._held = held
        self._lines: dict[tuple[str, str], _Line] = {}

    @asynccontextmanager
    async def visit(self, address: str, kind: str) -> AsyncIterator["Visit"]:
        """Stand in the line of an address for a kind of request until the block ends."""
        at = address, kind
        line = self._lines.setdefault(at, _Line(asyncio.Semaphore(self._share)))
        line.present += 1
        visit = Visit(line, self._held)
        try:
            yield visit
        finally:
            line.held -= visit.held
            line.present -= 1
            if not line.present:
                del self._lines[at]


class Visit:
    """One request in the line of its address; ``held`` is how many of its bytes are kept."""

    def __init__(self, line: _Line, most: int) -> None:
        self._line = line
        self._most = most
        self.held = 0

    def hold(self, size: int) -> bool:
        """Count bytes that arrived; false where the address has too many in memory by now."""
        self.held += size
        self._line.held += size
        return self._line.held <= self._most

    @asynccontextmanager
    async def turn(self, most_waiting: int) -> AsyncIterator[bool]:
        """Wait for a turn and keep it while the block runs; false: too many wait already."""
        line = self._line
        if line.slots.locked() and line.waiting >= most_waiting:
            yield False
            return
        line.waiting += 1
        try:
            await line.slots.acquire()
        finally:
            line.waiting -= 1
        try:
            yield True
        finally:
            line.slots.release()
