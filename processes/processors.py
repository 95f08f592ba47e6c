"""Processors: a serving process stays on its share of them, what it starts may run on any.

Python runs one thread of a process at a time, so a second processor brings a process nothing; and
where its threads wake one another on both, they wait for a processor longer than they work.
"""

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, lockf
from pathlib import Path


def _allowed() -> tuple[int, ...]:
    if hasattr(os, "sched_getaffinity"):
        return tuple(sorted(os.sched_getaffinity(0)))
    return tuple(range(os.cpu_count() or 1))


ALLOWED = _allowed()
"""The processors that this process might run on as it was started; all where none tells."""


class ProcessorShares:
    """Which process has which share; made before the processes are forked."""

    def __init__(self, processes: int, allowed: Sequence[int] = ALLOWED) -> None:
        self._processes, self._allowed = processes, allowed
        # A byte of it is locked by whoever has that share, which the kernel frees with them.
        self._file = -1
        with suppress(OSError):
            if processes > 1 and hasattr(os, "memfd_create"):
                self._file = os.memfd_create("shares")

    def settle(self) -> int | None:
        """Take a share that no living process has, and return its number; None: there is none.

        The threads made from here on are on it too.
        """
        if self._file < 0:
            return None
        for share in range(self._processes):
            # Where it cannot be locked at all, the process stays where it is.
            with suppress(OSError):
                lockf(self._file, LOCK_EX | LOCK_NB, 1, share)
                _move(self._share(share))
                return share
        return None

    def _share(self, share: int) -> set[int]:
        allowed = self._allowed
        return set(allowed[share :: self._processes]) or {allowed[share % len(allowed)]}


@contextmanager
def on_any_processor() -> Iterator[None]:
    """Let what is started in the block run wherever this process might when it began."""
    own = _allowed()
    _move(ALLOWED)
    try:
        yield
    finally:
        _move(own)


def run_undisturbed() -> bool:
    """Have this thread, and those made from here on, run on when others of theirs wake up.

    False where it stays as it was: somebody chose otherwise for it, or the system knows no other.

    Whoever gives away Python's lock wakes the next thread. Were it stopped by that one at once, it
    would hold what the other waits for, and the processor would change hands twice more.
    """
    if hasattr(os, "SCHED_BATCH"):
        # What somebody chose for it stays.
        with suppress(OSError):
            if os.sched_getscheduler(0) == os.SCHED_OTHER:
                os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
                return True
    return False


def set_precedence(threads: Iterable[int], *, are_first: bool) -> None:
    """Have threads of this process go before those that run undisturbed, or be like these.

    0 is this thread, and those that it makes from here on.
    """
    if hasattr(os, "SCHED_BATCH"):
        policy = os.SCHED_OTHER if are_first else os.SCHED_BATCH
        for each in threads:
            # One may have ended, or the system forbid it.
            with suppress(OSError):
                os.sched_setscheduler(each, policy, os.sched_param(0))


def threads_of_libraries() -> list[int]:
    """Return the threads of this process that Python knows nothing of, where the system tells.

    To be called while no thread is being started: Python does not know that one yet.
    """
    known = {each.native_id for each in threading.enumerate()}
    try:
        every = [int(each.name) for each in Path("/proc/self/task").iterdir()]
    except OSError:
        return []
    # In a container the numbers may be those of another one.
    here = threading.get_native_id() in every
    return [each for each in every if here and each not in known]


def _move(processors: Iterable[int]) -> None:
    """Have this thread run on these alone, where the system lets it say so."""
    if hasattr(os, "sched_setaffinity"):
        with suppress(OSError):
            os.sched_setaffinity(0, processors)
