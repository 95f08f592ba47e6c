"""Files that are there whole or not at all: made next to their place, to be renamed when done."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def half_made(file: Path) -> Iterator[Path]:
    """Yield a new empty file next to a file, mode 0600; it is removed afterwards if still there."""
    made = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
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
