"""Whether a SQLite database changed, told without asking any of its tables."""

import sqlite3

from comments_service.store.database.database_faults import DatabaseUnusableError
from comments_service.store.database.sqlite_file import FileId, SqliteFile


class ChangeMark:
    """A mark that is another after every commit of anybody; to be used in one thread alone.

    Asking takes some microseconds and waits for nobody.
    """

    def __init__(self, file: SqliteFile) -> None:
        self._file = file
        self._opened: tuple[sqlite3.Connection, FileId] | None = None

    def now(self) -> tuple[FileId, int] | None:
        """Return the mark of what the path names now; None where it cannot be told at once."""
        try:
            self._file.require_there()
            connection, opened = self._opened = self._opened or self._open()
            # The number of commits by other connections; this one never writes.
            ((commits,),) = connection.execute("PRAGMA data_version")
        except (DatabaseUnusableError, sqlite3.Error):
            self._opened = None
            return None
        return opened, commits

    def _open(self) -> tuple[sqlite3.Connection, FileId]:
        connection = self._file.connect(timeout=0)
        return connection, self._file.opened()
