"""What may be read below the folder of policies: plain files in plain folders, never a link.

A link would put on a public page what it points to, such as a file of keys. A second name
of a file of another folder (a hard link) cannot be told from a file that a backup program
shares, so it is taken.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO

from publisher.problems import Problems

SEALED = ".sealed"

# What systems and programs leave in folders; names that begin with a point are hidden anyway.
_LEFT_NAMES = frozenset([
    "thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "icon\r", "__macosx",
    "@eadir", "#recycle", "$recycle.bin", "system volume information", "lost+found",
])  # fmt: skip
_LEFT_BEGINNINGS = (".", "~$", "~wr")
_LEFT_ENDS = ("~", ".tmp", ".temp", ".swp", ".swo", ".swx", ".part", ".crdownload")


def is_left_behind(name: str) -> bool:
    """Tell whether a name is of a file that no drafter made: hidden, or a program's own."""
    low = name.lower()
    return low in _LEFT_NAMES or low.startswith(_LEFT_BEGINNINGS) or low.endswith(_LEFT_ENDS)


def own_entries(folder: Path) -> list[Path]:
    """Return what stands in a folder, in order, without what was left behind."""
    return sorted(path for path in folder.iterdir() if not is_left_behind(path.name))


def open_own(path: Path, *, follow: bool = False) -> BinaryIO:
    """Open a plain file; ``OSError`` where the name is none, or a link that is not followed."""
    # Without NONBLOCK a pipe would be waited for.
    flags = os.O_RDONLY | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW)
    file = os.fdopen(os.open(path, flags), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "cause.no_plain_file", str(path))
    return file


_already_read: ContextVar[dict[Path, bytes] | None] = ContextVar("already_read", default=None)


@contextmanager
def each_file_read_once() -> Iterator[None]:
    """Give whoever reads a file again in the block what was read first, of this context alone.

    A file may be saved meanwhile: its fingerprint and its pages must come from the same bytes.
    """
    token = _already_read.set({})
    try:
        yield
    finally:
        _already_read.reset(token)


def read_own(path: Path, *, follow: bool = False) -> bytes:
    """Return the bytes of a plain file; ``OSError`` as ``open_own`` raises it."""
    known = _already_read.get()
    if known is not None and path in known:
        return known[path]
    with open_own(path, follow=follow) as file:
        data = file.read()
    if known is not None:
        known[path] = data
    return data


def fault_of(path: Path) -> str | None:
    """Return the kind of S013 for what is not read; None for a plain file or folder, or nothing."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(mode):
        return "S013.link"
    return None if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else "S013.no_file"


def sealed_entries(folder: Path) -> Iterator[Path]:
    """Yield the folder of sealed texts and what stands in it; nothing where there is none."""
    sealed = folder / SEALED
    if os.path.lexists(sealed):
        yield sealed
    if sealed.is_dir() and not sealed.is_symlink():
        yield from own_entries(sealed)


def refuse_links(paths: Iterator[Path], problems: Problems) -> bool:
    """Report S013 for each path that is a link or no plain file; True where there is one."""
    faults = [(path, fault) for path in paths if (fault := fault_of(path))]
    for path, fault in faults:
        problems.add(path, 1, fault)
    return bool(faults)
