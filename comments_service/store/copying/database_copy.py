"""What copies of a database have in common, whichever database it is."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, text

NUMBERED = (("ledger", "id"), ("entries", "seq"))
"""Where a copy has its entries, and in which column their numbers: this release, and earlier."""


class CopyError(RuntimeError):
    """A copy cannot be made or put back; the message says why, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """What a copy says of itself: its database's id (None before 0.2.0) and its log's length."""

    database_id: str | None
    log_size: int


def earlier_log_size(connection: Connection) -> int:
    """Return how many entries an earlier release's database has."""
    there = inspect(connection).get_table_names()
    table = next(name for name, _ in NUMBERED if name in there)
    return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - of ours


@contextmanager
def half_made(beside: Path) -> Iterator[Path]:
    """Make an empty file, mode 0600, in a file's folder; it is gone afterwards if still there."""
    made = beside.with_name(f".{beside.name}.{secrets.token_hex(4)}")
    os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield made
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            made.with_name(made.name + end).unlink(missing_ok=True)


def on_disk(file: Path) -> None:
    """Bring a file and the folder that names it to the disk."""
    for path in (file, file.parent):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
