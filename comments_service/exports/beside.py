"""A file that appears whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def beside(path: Path, *, private: bool) -> Iterator[Path]:
    """Yield a path in a new folder (mode 0700) beside ``path``; rename it there at the end.

    The folder may hold the writer's own temporary files; it goes away in any case. Where
    the block fails, what stood at ``path`` before stays. A ``private`` file gets mode 0600.
    ``FileNotFoundError`` where the parent folder does not exist.
    """
    with TemporaryDirectory(prefix=".export-", dir=path.parent) as folder:
        target = Path(folder) / "whole"
        yield target
        if private:
            target.chmod(0o600)
        _flush_to_disk(target)
        target.replace(path)
        _flush_to_disk(path.parent)


def _flush_to_disk(path: Path) -> None:
    # A rename can reach the disk before the content does; after a power cut the name would
    # then stand for an empty file. And the new name is on disk only when its folder is.
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
