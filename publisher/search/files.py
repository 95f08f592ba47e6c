"""Files of a new index beside an old one: shared where they are the same, else apart."""

import os
import shutil
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Write a file that shares its bytes with no other: an old site may hold a link to it."""
    path.unlink(missing_ok=True)
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def link_or_copy(old: Path, new: Path) -> None:
    """Make ``new`` the same file as ``old``, or a copy where the file system has no links."""
    try:
        os.link(old, new)
    except FileExistsError:
        new.unlink()
        link_or_copy(old, new)
    except OSError:
        shutil.copyfile(old, new)
