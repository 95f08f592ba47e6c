"""The write-ahead log of a SQLite file, brought to the disk after the turn in which it was written.

SQLite would do so within the turn, and whoever writes next wait for the disk of others.
"""

import errno
import os
import sqlite3
import threading

from sqlalchemy.engine.interfaces import DBAPICursor

from comments_service.store.database.database_faults import (
    DatabaseFault,
    DatabaseUnusableError,
    of_sqlite,
)
from interface.command_line import said

_FULL = {errno.ENOSPC, errno.EDQUOT}
# What is written says nothing of when a file was read last, nor is that waited for.
_TO_DISK = getattr(os, "fdatasync", os.fsync)


class DurableLog:
    """A log by its path; ``is_doubtful``: it could not be brought to the disk once.

    The system tells each open file once that something was lost, and says no more of it: what
    follows in the log would be kept, and be worth nothing behind what was lost.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self.is_doubtful = False
        self._lock = threading.Lock()
        # By device and inode: SQLite may have made the log anew. To be closed at the end alone,
        # as a thread may wait for one.
        self._files: dict[tuple[int, int], int] = {}

    def bring_to_disk(self) -> None:
        """Return once all that is in the log is on the disk; ``DatabaseUnusableError``."""
        try:
            _TO_DISK(self._file())
        except OSError as error:
            self.is_doubtful = True
            raise self._failed(error) from error
        if self.is_doubtful:
            # Of what was lost before, the system says nothing any more.
            raise self._failed(OSError(errno.EIO, os.strerror(errno.EIO)))

    def _failed(self, error: OSError) -> DatabaseUnusableError:
        fault = DatabaseFault.FULL if error.errno in _FULL else DatabaseFault.CORRUPT
        words = "%(file)s cannot be brought to the disk: %(cause)s"
        words = said(words, file=self._path, cause=error.strerror or str(error))
        return DatabaseUnusableError(fault, words)

    def settle_doubt(self, cursor: DBAPICursor) -> None:
        """Bring all of the log into the database, and begin it again.

        To be called in a turn, outside a transaction; ``DatabaseUnusableError``: not now.
        """
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            ((busy, *_),) = cursor.fetchall()
        except sqlite3.Error as error:
            raise of_sqlite(error) or error from error
        if busy:
            words = said("%(file)s cannot be begun anew while it is read", file=self._path)
            raise DatabaseUnusableError(DatabaseFault.LOCKED, words)
        self.is_doubtful = False

    def close(self) -> None:
        """Close what is open of it."""
        with self._lock:
            for file in self._files.values():
                os.close(file)
            self._files.clear()

    def _file(self) -> int:
        found = os.stat(self._path)  # noqa: PTH116 - a name
        which = found.st_dev, found.st_ino
        with self._lock:
            file = self._files.get(which)
            if file is None:
                file = self._files[which] = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        return file
