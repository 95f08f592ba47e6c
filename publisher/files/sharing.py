"""Files of a new index beside an old one: shared where they are the same, else apart."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from publisher.files.compression import packed


def replace_file(path: Path, data: bytes) -> None:
    """Write a file that shares its bytes with no other: an old site may hold a link to it."""
    path.unlink(missing_ok=True)
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def replace_packed(path: Path, data: bytes) -> None:
    """Write a file as ``replace_file`` does, and its compressed twin beside it."""
    replace_file(path, data)
    replace_file(path.with_name(f"{path.name}.gz"), packed(data))


def link_all(old: Path, new: Path, names: Iterable[str]) -> None:
    """Make files of one folder the same in another; copies where there are no links."""
    for name in names:
        _link_or_copy(f"{old}/{name}", f"{new}/{name}")


def _link_or_copy(old: str, new: str) -> None:
    try:
        os.link(old, new)
    except FileExistsError:
        Path(new).unlink()
        _link_or_copy(old, new)
    except OSError:
        shutil.copyfile(old, new)
