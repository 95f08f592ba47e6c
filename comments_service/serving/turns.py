"""Whose turn it is: no address has more than its share of the threads.

One address may be one person or a whole building behind one NAT. Its requests beyond its
share, or its pace, wait for one another, and not in front of anybody else's; too many waiting
are refused for now. So people who each wait for an answer all get one, however fast they
are, while what is sent without waiting for answers piles up and is refused.
"""

import asyncio
import math
from dataclasses import dataclass
from typing import Self


@dataclass(slots=True)
class _AddressQueue:
    """Requests of one address and kind; ``free_at``: when by its pace the next may begin."""

    slots: asyncio.Semaphore
    present: int = 0
    waiting: int = 0
    held: int = 0
    free_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How many requests of a line may wait, and how many a second may begin at most."""

    waiting: int
    a_second: float = math.inf


class Turns:
    """The lines of all addresses, one for each kind of request; used in one event loop alone.

    ``share`` is how many requests of a line are worked on at a time, ``held`` how many bytes of
    its requests may be in memory; those of all lines together may be four times as many.
    """

    def __init__(self, share: int, held: int) -> None:
        self._share, self.most_of_line, self.most, self.held = share, held, 4 * held, 0
        self._lines: dict[tuple[str, str], _AddressQueue] = {}

    def visit(self, address: str, kind: str) -> "Visit":
        """Return a place in the line of an address and a kind of request, held by ``with``."""
        at = address, kind
        line = self._lines.get(at)
        if line is None:
            line = self._lines[at] = _AddressQueue(asyncio.Semaphore(self._share))
        return Visit(self, at, line)

    def leave(self, at: tuple[str, str], line: _AddressQueue) -> None:
        """Forget an empty line, but not before its pace would let a request begin."""
        loop = asyncio.get_running_loop()
        if line.present:
            return
        if line.free_at > loop.time():
            loop.call_at(line.free_at, self.leave, at, line)
        elif self._lines.get(at) is line:
            del self._lines[at]


class Visit:
    """One request in the line of its address; ``held`` is how many of its bytes are kept."""

    def __init__(self, turns: Turns, at: tuple[str, str], line: _AddressQueue) -> None:
        self._turns, self._at, self._line, self.held = turns, at, line, 0

    def __enter__(self) -> Self:
        """Come into the line."""
        self._line.present += 1
        return self

    def __exit__(self, *_: object) -> None:
        """Leave it, and hold nothing any more."""
        self._line.held -= self.held
        self._turns.held -= self.held
        self._line.present -= 1
        self._turns.leave(self._at, self._line)

    def hold(self, size: int) -> bool:
        """Count bytes that arrived; false where its line, or all together, hold too many."""
        turns, line = self._turns, self._line
        self.held += size
        line.held += size
        turns.held += size
        return line.held <= turns.most_of_line and turns.held <= turns.most

    def turn(self, patience: Patience) -> "_Turn":
        """Return a turn to wait for, kept while a block runs; false: too many wait already."""
        return _Turn(self._line, patience)


class _Turn:
    """A turn that is waited for and kept by ``async with``."""

    def __init__(self, line: _AddressQueue, patience: Patience) -> None:
        self._line, self._patience, self._has_slot = line, patience, False

    async def __aenter__(self) -> bool:
        line, patience = self._line, self._patience
        if line.waiting >= patience.waiting:
            return False
        line.waiting += 1
        try:
            await line.slots.acquire()
        finally:
            line.waiting -= 1
        try:
            await _keep_pace(line, patience.a_second)
        except BaseException:
            line.slots.release()
            raise
        self._has_slot = True
        return True

    async def __aexit__(self, *_: object) -> None:
        if self._has_slot:
            self._line.slots.release()


async def _keep_pace(line: _AddressQueue, a_second: float) -> None:
    now = asyncio.get_running_loop().time()
    begin = max(now, line.free_at)
    line.free_at = begin + 1 / a_second
    if begin > now:
        await asyncio.sleep(begin - now)
