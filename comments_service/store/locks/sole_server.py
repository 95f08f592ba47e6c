"""One server on one SQLite file: a lock next to it that the kernel frees whatever ends it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from comments_service.store.locks.shared_turn import turn_file
from interface.command_line import said


class SecondServerError(RuntimeError):
    """Another server has the database; the message names the file."""


@contextmanager
def sole_server(file: Path | None) -> Iterator[None]:
    """Hold a SQLite file by POSIX's lock of this process; ``SecondServerError``: another has it."""
    if file is None or not file.parent.is_dir():
        yield
        return
    # By its real path, so that two names of one file meet in one lock.
    real = file.resolve()
    with real.with_name(f"{real.name}.lock").open("a") as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            words = said("another `serve` has this database; SQLite takes only one")
            raise SecondServerError(f"{file}: {words}") from error
        # What an earlier server left for its processes tells nothing of the file as it is now.
        with suppress(FileNotFoundError):
            os.truncate(turn_file(file), 0)
        # SQLite keeps a write-ahead log for each name.
        names = file.stat().st_nlink if file.exists() else 1
        if names > 1:
            words = "has %(count)s names (hard links); SQLite takes only one, remove the other"
            raise SecondServerError(f"{file}: {said(words, count=names)}")
        yield
