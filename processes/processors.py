"""Processors: a serving process stays on its share of them, what it starts may run on any.

Python runs one thread of a process at a time, so a second processor brings a process nothing; and
where its threads wake one another on both, they wait for a processor longer than they work.
"""

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress


def _allowed() -> tuple[int, ...]:
    if hasattr(os, "sched_getaffinity"):
        return tuple(sorted(os.sched_getaffinity(0)))
    return tuple(range(os.cpu_count() or 1))


ALLOWED = _allowed()
"""The processors that this process might run on as it was started; all where none tells."""


class ProcessorShares:
    """Which process has which share; made before the processes are, and known to all of them."""

    def __init__(self, processes: int, allowed: Sequence[int] = ALLOWED) -> None:
        self._allowed = allowed
        # Numbers of processes, by share.
        self._holders = multiprocessing.Array("q", processes)

    def settle(self) -> None:
        """Take a share that no living process has; the threads made from here on are on it too."""
        if len(self._holders) == 1:
            return
        with self._holders.get_lock():
            holders: list[int] = self._holders[:]
            free = [share for share, holder in enumerate(holders) if not _lives(holder)]
            if not free:
                return
            self._holders[free[0]] = os.getpid()
        _move(self._processors(free[0]))

    def _processors(self, share: int) -> set[int]:
        processes, allowed = len(self._holders), self._allowed
        return set(allowed[share::processes]) or {allowed[share % len(allowed)]}


@contextmanager
def on_any_processor() -> Iterator[None]:
    """Let what is started in the block run wherever this process might when it began."""
    own = _allowed()
    _move(ALLOWED)
    try:
        yield
    finally:
        _move(own)


def _move(processors: Iterable[int]) -> None:
    """Have this thread run on these alone, where the system lets it say so."""
    if hasattr(os, "sched_setaffinity"):
        with suppress(OSError):
            os.sched_setaffinity(0, processors)


def _lives(process: int) -> bool:
    if process in {0, os.getpid()}:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
