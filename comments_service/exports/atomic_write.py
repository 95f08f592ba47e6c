"""A file that appears whole or not at all."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from interface.command_line import said

_A_LINK = (
    "is a link; an export makes a file or takes the place of a whole one: name such a file, "
    "and read it from there (cat FILE)"
)
_NO_FILE = (
    "is no regular file; an export makes a file or takes the place of a whole one: name such "
    "a file, and read it from there (cat FILE)"
)


@contextmanager
def atomic_write(path: Path, *, private: bool) -> Iterator[Path]:
    """Yield a path in a new folder next to ``path``, renamed to it after the block."""
    require_replaceable(path)
    with TemporaryDirectory(prefix=".export-", dir=path.parent) as folder:
        target = Path(folder) / "whole"
        yield target
        if private:
            target.chmod(0o600)
        flush_to_disk(target)
        # What another process put there meanwhile counts too.
        require_replaceable(path)
        target.replace(path)
        flush_to_disk(path.parent)


def require_replaceable(path: Path) -> None:
    """Raise ``OSError`` with what to do where ``path`` exists and is no regular file."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, said("is a folder, not a file to write"))
    if not stat.S_ISREG(mode):
        words = said(_A_LINK if stat.S_ISLNK(mode) else _NO_FILE)
        raise FileExistsError(errno.EEXIST, words)


def flush_to_disk(path: Path) -> None:
    """Return when a file, or the names in a folder, would be there after a power cut."""
    # A rename can reach the disk before the content does; after a power cut the name would
    # then be that of an empty file. And the new name is on disk only when its folder is.
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
