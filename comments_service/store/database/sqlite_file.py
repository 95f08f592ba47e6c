"""Whether a SQLite file is still the one that was opened: SQLite itself goes on without a word."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.engine.interfaces import DBAPICursor

from comments_service.store.database.database_faults import (
    DatabaseFault,
    DatabaseUnusableError,
    no_turn,
    of_sqlite,
)
from comments_service.store.database.durable_log import DurableLog
from comments_service.store.locks.shared_turn import Mark, SharedTurn
from interface.command_line import said

_BESIDE = ("", "-wal", "-shm")
WAL_BYTES = 4 * 1024 * 1024
# Some sixty pages each.
_MOST_COMMITS = 100
_TRIES = 6
_QUICK_CHECK_SECONDS = 3.0
_STEPS_BETWEEN_LOOKS = 10_000

FileId = tuple[int, int]


@dataclass(slots=True)
class SqliteFile:
    """A path, and what was there when looked at last; the process's write lock is held.

    ``shared`` is there where several processes serve.
    """

    path: Path
    shared: SharedTurn | None = None
    _first: FileId | None = field(default=None, repr=False)
    _seen: Mark | None = field(default=None, repr=False)
    # As text, because every write looks at both files, and a path takes longer than the look.
    _name: str = field(init=False, repr=False)
    _log: str = field(init=False, repr=False)
    log: DurableLog = field(init=False, repr=False)
    _log_size: int = field(default=0, init=False, repr=False)
    _commits: int = field(default=0, init=False, repr=False)

    def __post_init__(self) -> None:
        """Find out how the files are called."""
        self._name, self._log = str(self.path), str(self._beside("-wal"))
        self.log = DurableLog(self._log)

    def connect(self, *, timeout: float) -> sqlite3.Connection:
        """Open the file; it is never made by being opened: a lost database is not a new one."""
        address = f"file:{quote(str(self.path))}?mode=rw"
        return sqlite3.connect(
            address, uri=True, timeout=timeout, isolation_level=None, check_same_thread=False
        )

    @contextmanager
    def turn(self, patience: float) -> Iterator[None]:
        """Hold the turn to write among the processes that serve; ``DatabaseUnusableError``."""
        with ExitStack() as held:
            if self.shared:
                try:
                    held.enter_context(self.shared.held(patience))
                except TimeoutError as error:
                    raise no_turn(patience) from error
                except OSError as error:
                    self.require_writable(1)
                    words = error.strerror or str(error)
                    raise DatabaseUnusableError(DatabaseFault.READ_ONLY, words) from error
            yield

    def close(self) -> None:
        """Close what is open besides connections."""
        self.log.close()
        if self.shared is not None:
            self.shared.close()

    def make(self) -> None:
        """Make an empty file, for this user alone; ``FileExistsError`` where there is one."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))

    def opened(self) -> FileId:
        """Return device and inode of what was opened just now."""
        found = self._look()
        opened = found.st_dev, found.st_ino
        self._first = self._first or opened
        return opened

    def require_there(self) -> None:
        """Raise ``DatabaseUnusableError`` unless the path names what was opened at first."""
        self._require(self._look())

    def require_same(self, opened: FileId) -> None:
        """Raise ``DatabaseUnusableError`` unless ``opened`` is what the path names, unchanged."""
        found = self._look()
        self._require(found)
        if opened != self._first:
            raise self._replaced()
        mark = found.st_size, found.st_mtime_ns
        if mark != self._seen and (self.shared is None or mark != self.shared.mark):
            # Only a checkpoint changes it, and those of this server are remembered.
            self._require_whole()
            self._remember(mark)
        self._seen = mark

    def checkpoint(self, cursor: DBAPICursor, *, longer_than: int = WAL_BYTES) -> None:
        """Bring a long write-ahead log into the file, where there is room; else later.

        To be called after each commit. The log is written from its beginning again after that,
        and its file gets no shorter: what counts is how it grew, and how often it was written.
        """
        self._commits += 1
        try:
            size = os.stat(self._log).st_size  # noqa: PTH116 - a name
        except FileNotFoundError:
            return
        is_long = size >= self._log_size + longer_than or self._commits >= _MOST_COMMITS
        if size > longer_than and is_long:
            # A mark that is not remembered has the next write look at every page.
            with suppress(sqlite3.Error):
                cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
                self._remember(self._mark())
                self._log_size, self._commits = size, 0

    def wipe(self, cursor: DBAPICursor) -> bool:
        """Make the file again and empty the write-ahead log; False where somebody reads that."""
        try:
            cursor.execute("VACUUM")
            # Beside a service that is busy, one try may wait in vain as long as it may wait.
            is_empty = any(_emptied(cursor) for _ in range(_TRIES))
        except sqlite3.Error as error:
            raise of_sqlite(error) or error from error
        self._remember(self._mark())
        return is_empty

    def require_writable(self, reserve: int) -> None:
        """Raise ``DatabaseUnusableError`` where it cannot be written; ``reserve`` is in bytes."""
        try:
            room = os.statvfs(self.path)
        except FileNotFoundError as error:
            raise self._unlinked() from error
        closed = self.closed()
        if room.f_flag & os.ST_RDONLY or closed:
            words = said("%(file)s cannot be written", file=closed[0] if closed else self.path)
            raise DatabaseUnusableError(DatabaseFault.READ_ONLY, words)
        free = room.f_bavail * room.f_frsize
        if free < reserve:
            words = said(
                "%(size)s KiB are free where %(file)s is", size=free // 1024, file=self.path
            )
            raise DatabaseUnusableError(DatabaseFault.FULL, words)

    def closed(self) -> list[Path]:
        """Return those of its files that are there and cannot be written."""
        named = [self._beside(end) for end in _BESIDE]
        return [file for file in named if file.exists() and not os.access(file, os.W_OK)]

    def _require(self, found: os.stat_result) -> None:
        if self._first not in {None, (found.st_dev, found.st_ino)}:
            raise self._replaced()
        if found.st_size == 0:
            words = said("%(file)s has 0 bytes", file=self.path)
            raise DatabaseUnusableError(DatabaseFault.EMPTY, words)

    def _beside(self, end: str) -> Path:
        # SQLite names them after the real path, wherever a link to it is.
        real = self.path.resolve()
        return real.with_name(real.name + end)

    def _remember(self, mark: Mark) -> None:
        self._seen = mark
        if self.shared is not None:
            self.shared.mark = mark

    def _mark(self) -> Mark:
        found = self._look()
        return found.st_size, found.st_mtime_ns

    def _look(self) -> os.stat_result:
        try:
            return os.stat(self._name)  # noqa: PTH116 - a name
        except (FileNotFoundError, NotADirectoryError) as error:
            raise self._unlinked() from error

    def _unlinked(self) -> DatabaseUnusableError:
        words = said("%(file)s is not there any more", file=self.path)
        return DatabaseUnusableError(DatabaseFault.UNLINKED, words)

    def _replaced(self) -> DatabaseUnusableError:
        words = said("%(file)s is another file than the one that was opened", file=self.path)
        return DatabaseUnusableError(DatabaseFault.REPLACED, words)

    def _require_whole(self) -> None:
        """Look at every page with a connection that remembers none, for a few seconds."""
        until = time.monotonic() + _QUICK_CHECK_SECONDS
        try:
            with closing(self.connect(timeout=1)) as fresh:
                fresh.set_progress_handler(lambda: time.monotonic() > until, _STEPS_BETWEEN_LOOKS)
                (found,) = fresh.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
                return
            raise of_sqlite(error) or error from error
        if found != "ok":
            raise DatabaseUnusableError(DatabaseFault.CORRUPT, str(found).partition("\n")[0])


class ChangeMark:
    """A mark that is another after every commit of anybody; to be used in one thread alone.

    Asking takes some microseconds and waits for nobody.
    """

    def __init__(self, file: SqliteFile) -> None:
        self._file = file
        self._opened: tuple[sqlite3.Connection, FileId] | None = None
        # Each connection counts for itself.
        self._connections = 0

    def now(self) -> tuple[FileId, int, int] | None:
        """Return the mark of what the path names now; None where it cannot be told at once."""
        try:
            self._file.require_there()
            connection, opened = self._opened = self._opened or self._open()
            # The number of commits by other connections; this one never writes.
            ((commits,),) = connection.execute("PRAGMA data_version")
        except (DatabaseUnusableError, sqlite3.Error):
            self._opened = None
            return None
        return opened, self._connections, commits

    def _open(self) -> tuple[sqlite3.Connection, FileId]:
        self._connections += 1
        connection = self._file.connect(timeout=0)
        return connection, self._file.opened()


def _emptied(cursor: DBAPICursor) -> bool:
    """Bring the whole write-ahead log into the file and empty it, unless somebody reads it."""
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    found = cursor.fetchone()
    return found is not None and not found[0]
