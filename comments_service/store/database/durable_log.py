"""The write-ahead log of a SQLite file, brought to the disk after the turn in which it was written.

SQLite would do so within the turn, and whoever writes next wait for the disk of others.
"""

import errno
import os
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path

from comments_service.store.database.database_faults import DatabaseFault, DatabaseUnusableError
from interface.command_line import said

_FULL = {errno.ENOSPC, errno.EDQUOT}
_TO_DISK = getattr(os, "fdatasync", os.fsync)
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class DurableLog:
    """A log by its path; it is doubtful once it could not be brought to the disk.

    The system tells each open file once that something was lost, keeps in memory what the disk
    does not have, or not even that, and says no more of it: what follows in the log would be kept,
    and be worth nothing behind what was lost. So a file next to the log tells all processes, those
    too that are started later, and holds until the system is started again: what is read then is
    what the disk has, and nobody was told of more.
    """

    def __init__(self, path: str) -> None:
        self._path, self._told = path, Path(f"{path}.doubtful")
        # One at a time asks, as the system tells one alone of those who share an open file.
        self._lock = threading.Lock()
        self._is_doubtful = False
        # How often the disk was asked, and which time was answered last.
        self._begun = self._done = 0
        # By device and inode: SQLite may have made the log again.
        self._opened: tuple[tuple[int, int], int] | None = None

    def watch(self) -> None:
        """Have the system tell of what is lost from here on; to be called before it is written."""
        # Where somebody asks just now, it is open.
        if self._lock.acquire(blocking=False):
            try:
                with suppress(OSError):
                    self._file()
            finally:
                self._lock.release()

    def require_no_doubt(self) -> None:
        """Raise ``DatabaseUnusableError`` where something of it may be lost; waits for nobody."""
        if self._is_doubtful or _is_of_now(self._told):
            raise self._failed(OSError(errno.EIO, os.strerror(errno.EIO)))

    def bring_to_disk(self) -> None:
        """Return once all that is in the log is on the disk; ``DatabaseUnusableError``."""
        before = self._begun
        with self._lock:
            # What was begun since then is for this one too.
            if self._done <= before:
                self._begun += 1
                try:
                    # Where there is none, SQLite brought all of it into the database.
                    with suppress(FileNotFoundError):
                        _TO_DISK(self._file())
                except OSError as error:
                    self._doubt()
                    raise self._failed(error) from error
                self._done = self._begun
            self.require_no_doubt()

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
        self._is_doubtful = True
        # Where not even that can be written, nobody writes a submission.
        with suppress(OSError):
            self._told.touch(0o600)
            self._told.write_bytes(_boot())

    def _failed(self, error: OSError) -> DatabaseUnusableError:
        fault = DatabaseFault.FULL if error.errno in _FULL else DatabaseFault.CORRUPT
        words = "%(file)s cannot be brought to the disk: %(cause)s"
        words = said(words, file=self._path, cause=error.strerror or str(error))
        return DatabaseUnusableError(fault, words)


def _is_of_now(told: Path) -> bool:
    """Return whether a doubt was told since the system was started; half told, it counts."""
    try:
        # Every write asks: to open what is not there takes several times as long.
        os.stat(told)  # noqa: PTH116 - quicker
        return told.read_bytes() in {_boot(), b""}
    except FileNotFoundError:
        return False
    except OSError:
        return True


@cache
def _boot() -> bytes:
    """Return by what one start of the system is known; where it does not tell, all are one."""
    try:
        return _BOOT.read_bytes().strip()
    except OSError:
        return b"?"
