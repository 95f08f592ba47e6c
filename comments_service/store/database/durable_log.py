"""The write-ahead log of a SQLite file, brought to the disk after the turn in which it was written.

SQLite would do so within the turn, and whoever writes next wait for the disk of others.
"""

import errno
import os
import threading
from contextlib import suppress
from pathlib import Path

from comments_service.store.database.database_faults import DatabaseFault, DatabaseUnusableError
from interface.command_line import said

_FULL = {errno.ENOSPC, errno.EDQUOT}
_TO_DISK = getattr(os, "fdatasync", os.fsync)
_AT_ONCE = 1 << 20


class DurableLog:
    """A log by its path; it is doubtful once it could not be brought to the disk.

    The system tells each open file once that something was lost, and says no more of it: what
    follows in the log would be kept, and be worth nothing behind what was lost. So a file next to
    the log tells of the doubt to all processes, those too that are started later.
    """

    def __init__(self, path: str) -> None:
        self._path, self._told = path, Path(f"{path}.doubtful")
        # One at a time asks, as the system tells one alone of those who share an open file.
        self._lock = threading.Lock()
        self._is_doubtful = False
        # By device and inode: SQLite may have made the log again.
        self._opened: tuple[tuple[int, int], int] | None = None

    @property
    def is_doubtful(self) -> bool:
        """Whether something of it may be lost."""
        return self._is_doubtful or os.path.exists(self._told)  # noqa: PTH110 - for each write

    def watch(self) -> None:
        """Have the system tell of what is lost from here on; to be called before it is written."""
        with self._lock, suppress(OSError):
            self._file()

    def bring_to_disk(self) -> None:
        """Return once all that is in the log is on the disk; ``DatabaseUnusableError``."""
        with self._lock:
            try:
                _TO_DISK(self._file())
            except FileNotFoundError:
                # There is none: SQLite brought all of it into the database, and that to the disk.
                return
            except OSError as error:
                self._doubt()
                raise self._failed(error) from error
            if self.is_doubtful:
                raise self._failed(OSError(errno.EIO, os.strerror(errno.EIO)))

    def settle_doubt(self) -> None:
        """Write the log as it is once more, and bring it to the disk; ``DatabaseUnusableError``.

        To be called by whoever holds the lock to write. What was lost is still in memory, and
        would never be written again otherwise.
        """
        with self._lock:
            if not self.is_doubtful:
                return
            try:
                with suppress(FileNotFoundError):
                    _write_again(self._path)
                self._told.unlink(missing_ok=True)
            except OSError as error:
                raise self._failed(error) from error
            self._is_doubtful = False

    def close(self) -> None:
        """Close what is open of it."""
        with self._lock:
            if self._opened is not None:
                os.close(self._opened[1])
            self._opened = None

    def _file(self) -> int:
        found = os.stat(self._path)  # noqa: PTH116 - a name
        which = found.st_dev, found.st_ino
        if self._opened is None or self._opened[0] != which:
            if self._opened is not None:
                os.close(self._opened[1])
                self._opened = None
            self._opened = which, os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        return self._opened[1]

    def _doubt(self) -> None:
        try:
            self._told.touch(0o600)
        except OSError:
            # This process knows, and the system told the others that wrote.
            self._is_doubtful = True

    def _failed(self, error: OSError) -> DatabaseUnusableError:
        fault = DatabaseFault.FULL if error.errno in _FULL else DatabaseFault.CORRUPT
        words = "%(file)s cannot be brought to the disk: %(cause)s"
        words = said(words, file=self._path, cause=error.strerror or str(error))
        return DatabaseUnusableError(fault, words)


def _write_again(path: str) -> None:
    """Write a file's own bytes over it, and bring them to the disk."""
    file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        place = 0
        while piece := os.pread(file, _AT_ONCE, place):
            place += os.pwrite(file, piece, place)
        _TO_DISK(file)
    finally:
        os.close(file)
