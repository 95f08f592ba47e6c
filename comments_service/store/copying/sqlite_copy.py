"""Copying a SQLite database by its backup API, and exchanging the file for a copy."""

import errno
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from comments_service.store.copying.database_copy import NUMBERED, CopyError, CopyFacts
from comments_service.store.database.half_made import on_disk
from interface.command_line import said
from interface.long_work import Progress, reported_step, unheard

_BESIDE = ("-wal", "-shm", "-journal", "-wal.doubtful")
# So many at a time: some ten megabytes.
_PAGES = 2_500
_NOT_WRITTEN = {"SQLITE_FULL", "SQLITE_IOERR_WRITE"}


def copy(source: Path, target: Path, *, still: bool, progress: Progress = unheard) -> CopyFacts:
    """Copy a database into one file and read it again; ``still``: nobody writes the source."""
    mode = "mode=ro&immutable=1" if still else "mode=rw"
    address = f"file:{quote(str(source))}?{mode}"
    try:
        with (
            closing(sqlite3.connect(address, uri=True, timeout=10)) as taken,
            closing(sqlite3.connect(target)) as made,
        ):
            if still:
                _require_end(taken, source)
            _copy_pages(taken, made, progress)
            made.execute("PRAGMA journal_mode = DELETE")
            with reported_step(said("reading the copy again"), progress):
                facts = _facts(made)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "") in _NOT_WRITTEN:
            # The source is only read: it is the copy for which there is no room.
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target.parent)) from error
        raise CopyError(f"{source}: {_said_of(error) if still else error}") from error
    on_disk(target)
    return facts


def _said_of(error: sqlite3.Error) -> str:
    """Return what is wrong with a file that was given for a copy."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_NOTADB"):
        return said("is no SQLite database, so no copy that `db backup` made")
    if name.startswith("SQLITE_CORRUPT"):
        return said("the copy is damaged: %(found)s", found=error)
    return str(error)


def _copy_pages(taken: sqlite3.Connection, made: sqlite3.Connection, progress: Progress) -> None:
    """Copy all pages as of one instant, which whoever writes meanwhile does not move."""
    # SQLite begins again where another one wrote between two steps, but within a transaction.
    taken.execute("BEGIN")
    (size,) = taken.execute("PRAGMA page_size").fetchone()
    taken.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def told(_status: int, remaining: int, total: int) -> None:
        progress(said("MB of the database copied"), (total - remaining) * size // 1_000_000)

    taken.backup(made, pages=_PAGES, progress=told)
    taken.execute("ROLLBACK")


def single_file(file: Path) -> None:
    """Bring what is in a database's write-ahead log into its file; nobody has it open."""
    with closing(sqlite3.connect(file)) as made:
        made.execute("PRAGMA journal_mode = DELETE")
    on_disk(file)


def require_alone(file: Path) -> None:
    """Raise ``CopyError`` for what is no single file: half of a database that was in use."""
    if not file.is_file():
        raise CopyError(f"{file}: {said('no such file')}")
    for end in _BESIDE:
        other = file.with_name(file.name + end)
        if other.exists() and other.stat().st_size:
            words = (
                "stands beside it, so this is no copy that `db backup` made; "
                'make one file of both with: sqlite3 %(file)s ".backup copy.sqlite3"'
            )
            raise CopyError(f"{other}: {said(words, file=file.name)}")


def exchange(file: Path, new: Path) -> str:
    """Put a file in a database's place, which goes with its log under the name returned."""
    name = f"{file.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    kept = ""
    for end in ("", *_BESIDE):
        old = file.with_name(file.name + end)
        if old.exists():
            old.rename(file.with_name(name + end))
            kept = str(file.with_name(name))
    new.rename(file)
    on_disk(file)
    return kept


def _require_end(taken: sqlite3.Connection, source: Path) -> None:
    """Raise ``CopyError`` where the end is cut off; SQLite reads zeros in its place."""
    pages, size = (
        taken.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
    )
    if source.stat().st_size < pages * size:
        raise CopyError(f"{source}: {said('the copy is damaged: its end is cut off')}")


def _facts(made: sqlite3.Connection) -> CopyFacts:
    found = made.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise CopyError(said("the copy is damaged: %(found)s", found=found))
    tables = {row[0] for row in made.execute("SELECT name FROM sqlite_master")}
    numbered = next((each for each in NUMBERED if each[0] in tables), None)
    if numbered is None:
        raise CopyError(said("is no database of this product: it has no ledger"))
    table, number = numbered
    asked = f"SELECT count(*), coalesce(max({number}), 0) FROM {table}"  # noqa: S608 - names of ours
    size, last = made.execute(asked).fetchone()
    if size != last:
        words = "the copy has %(count)s entries, but its last one is number %(last)s"
        raise CopyError(said(words, count=size, last=last))
    known = "identity" in tables
    own = made.execute("SELECT database_id FROM identity").fetchone() if known else None
    return CopyFacts(own[0] if own else None, size)
