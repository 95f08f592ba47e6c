"""Whose turn it is to write, among the processes that serve one SQLite file.

SQLite lets those who wait look again now and then, which is slow and unfair. Here the kernel
wakes the next one, and takes the turn from a process that died.
"""

import fcntl
import os
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue

Mark = tuple[int, int]
_MARK = struct.Struct("<qq")


class SharedTurn:
    """A lock next to the file; one thread of a process asks for it at a time.

    Its holder can leave two numbers for the next one.
    """

    def __init__(self, file: Path) -> None:
        self._path = turn_file(file)
        self._held: int | None = None
        self._waits = SimpleQueue[_Place | None]()
        self._waiter: threading.Thread | None = None
        # The wait that somebody gave up, to be taken up by the next one.
        self._left: _Place | None = None

    @contextmanager
    def held(self, patience: float) -> Iterator[None]:
        """Hold the turn in the block; ``TimeoutError`` where it does not come in time.

        ``OSError`` where the lock cannot be made.
        """
        left, self._left = self._left, None
        place = left if left and left.is_taken_up else _Place(self._path)
        if not place.comes(patience, self._wait_for):
            self._left = place
            raise TimeoutError(self._path)
        self._held = place.file
        try:
            yield
        finally:
            self._held = None
            os.close(place.file)

    def close(self) -> None:
        """Let the thread end that waits, once it waits for nothing more."""
        self._waits.put(None)
        self._waiter = None

    def _wait_for(self, place: "_Place") -> None:
        """Have a thread wait for a place: the kernel waits without a limit."""
        if self._waiter is None:
            waiter = threading.Thread(
                target=_wait_in_order, args=(self._waits,), name="turn", daemon=True
            )
            waiter.start()
            self._waiter = waiter
        self._waits.put(place)

    @property
    def mark(self) -> Mark | None:
        """What a holder left last; None where nothing was, or the turn is not held."""
        kept = b"" if self._held is None else os.pread(self._held, _MARK.size, 0)
        return _MARK.unpack(kept) if len(kept) == _MARK.size else None

    @mark.setter
    def mark(self, mark: Mark) -> None:
        # Where the disk is full nothing is left, and the next one looks for itself.
        with suppress(OSError):
            if self._held is not None:
                os.pwrite(self._held, _MARK.pack(*mark), 0)


def turn_file(file: Path) -> Path:
    """Return the file of the turn; by the real path, so that two names of one file meet there."""
    real = file.resolve()
    return real.with_name(f"{real.name}.turn")


class _Place:
    """One wait for the turn; ``file`` is the descriptor by which it is held once it came."""

    def __init__(self, path: Path) -> None:
        # Opened for each wait: the kernel takes all that one descriptor asks for as one.
        self.file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._lock, self._came = threading.Lock(), threading.Event()
        self._is_waited_for = self._is_given_up = self._is_over = False
        self._error: OSError | None = None

    def comes(self, patience: float, wait_for: Callable[["_Place"], None]) -> bool:
        """Wait for it, so many seconds at most, and return whether it is held."""
        try:
            if not self._is_waited_for:
                if self._is_free():
                    return True
                wait_for(self)
                self._is_waited_for = True
        except BaseException:
            os.close(self.file)
            raise
        self._came.wait(patience)
        with self._lock:
            self._is_given_up = not self._came.is_set()
        if self._error is not None:
            raise self._error
        return not self._is_given_up

    @property
    def is_taken_up(self) -> bool:
        """Whether a wait that was given up still goes on; then it is somebody's again."""
        with self._lock:
            self._is_given_up = self._is_over
        return not self._is_over

    def _is_free(self) -> bool:
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait(self) -> None:
        """Wait for it without a limit, and close what comes too late."""
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX)
        except OSError as error:
            self._error = error
        with self._lock:
            if self._is_given_up or self._error:
                self._is_over = True
                os.close(self.file)
            if not self._is_given_up:
                self._came.set()


def _wait_in_order(places: "SimpleQueue[_Place | None]") -> None:
    # One at a time is waited for: what was given up is taken up again by the next one.
    while (place := places.get()) is not None:
        place.wait()
