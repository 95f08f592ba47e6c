"""Folders that somebody writes in meanwhile: a file may be gone once it has been listed."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

_GONE = "No such file or directory"


def files_held(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield each file with what it holds."""
    for path in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            if path.is_file():
                yield path, path.read_bytes()


def megabytes(*folders: Path) -> int:
    """Return what folders take on the disk."""
    assert all(folder.is_dir() for folder in folders)
    done = subprocess.run(
        ["du", "-cxsm", *map(str, folders)],
        env={**os.environ, "LC_ALL": "C"}, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert all(line.endswith(_GONE) for line in done.stderr.splitlines()), done.stderr
    return int(done.stdout.split()[-2])
