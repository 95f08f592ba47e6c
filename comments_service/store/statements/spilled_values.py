"""Values by kind and name that need not have room in memory: the most recent there, others on disk.

The file has no name, is of this process alone and is gone with it. SQLite makes it where temporary
files are (``SQLITE_TMPDIR``, ``TMPDIR``, ``/var/tmp``), once there is more than it holds itself.
"""

import errno
import os
import pickle
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

# Some 60 MB of rows of comments and their entries.
_MOST = 100_000
_LAID_OUT = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA secure_delete = OFF",
    "PRAGMA cache_size = -32000",
    "CREATE TABLE far (kind TEXT, name, value BLOB, PRIMARY KEY (kind, name)) WITHOUT ROWID",
    # One transaction that never ends: pages are written as the cache is full.
    "BEGIN",
)
_READ = "SELECT value FROM far WHERE kind = ? AND name = ?"
_ALL = "SELECT name, value FROM far WHERE kind = ?"
_WRITE = "INSERT OR REPLACE INTO far VALUES (?, ?, ?)"
_DELETE = "DELETE FROM far WHERE kind = ? AND name = ?"
# Where SQLite has temporary files if nothing is set.
_OTHERWISE = "/var/tmp"  # noqa: S108 - to be told
_GONE: Any = object()
_NONE: Any = object()


class SpilledValues:
    """Values that can be pickled, by kind and name (text or a number); for one thread."""

    def __init__(self, most: int = _MOST) -> None:
        """Hold so many in memory, more on disk."""
        self._most, self._changed = most, 0
        self._near: defaultdict[str, dict[Any, Any]] = defaultdict(dict)
        self._far: sqlite3.Connection | None = None

    def get(self, kind: str, name: object, default: Any = None) -> Any:
        """Return a value, or the default where there is none."""
        value = self._near[kind].get(name, _NONE)
        if value is _NONE and self._far is not None:
            with _told():
                row = self._far.execute(_READ, (kind, name)).fetchone()
            value = pickle.loads(row[0]) if row else _NONE  # noqa: S301 - our own
        return default if value is _NONE or value is _GONE else value

    def put(self, kind: str, name: object, value: Any) -> None:
        """Keep a value, in place of what was there."""
        self._near[kind][name] = value
        self._changed += 1
        # Counted by changes, which is at least how many there are.
        if self._changed >= self._most:
            self._write_far()

    def pop(self, kind: str, name: object) -> Any:
        """Take a value away and return it; None where there is none."""
        value = self.get(kind, name)
        if self._far is None:
            self._near[kind].pop(name, None)
        elif value is not None:
            self.put(kind, name, _GONE)
        return value

    def items(self, kind: str) -> Iterator[tuple[Any, Any]]:
        """Yield the names and values of a kind; nothing may be changed meanwhile."""
        if self._far is None:
            yield from self._near[kind].items()
            return
        self._write_far()
        with _told():
            for name, value in self._far.execute(_ALL, (kind,)):
                yield name, pickle.loads(value)  # noqa: S301 - our own

    def _write_far(self) -> None:
        there = sum(map(len, self._near.values()))
        if self._far is None and there < self._most:
            # Much was put in the place of what was there.
            self._changed = there
            return
        with _told():
            self._far = self._far or _opened()
            for kind, values in self._near.items():
                _write(self._far, kind, values)
        self._near.clear()
        self._changed = 0


@contextmanager
def _told() -> Iterator[None]:
    """Raise ``OSError`` for an error of the file, which has no name, with the folder it is in."""
    try:
        yield
    except sqlite3.Error as error:
        is_full = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
        number = errno.ENOSPC if is_full else errno.EIO
        folders = (os.environ.get(name) for name in ("SQLITE_TMPDIR", "TMPDIR"))
        where = next(filter(None, folders), _OTHERWISE)
        raise OSError(number, os.strerror(number), where) from error


def _write(far: sqlite3.Connection, kind: str, values: Mapping[Any, Any]) -> None:
    # In order, so that each page is looked for once.
    names = sorted(values, key=str)
    far.executemany(_DELETE, ((kind, name) for name in names if values[name] is _GONE))
    left = (name for name in names if values[name] is not _GONE)
    rows = ((kind, name, pickle.dumps(values[name], pickle.HIGHEST_PROTOCOL)) for name in left)
    far.executemany(_WRITE, rows)


def _opened() -> sqlite3.Connection:
    connection = sqlite3.connect("", isolation_level=None)
    for each in _LAID_OUT:
        connection.execute(each)
    return connection
