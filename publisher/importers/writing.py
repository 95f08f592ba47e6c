"""Writing new files whole or not at all, and never over one that is there."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from publisher.importers.blocks.faults import ImportFault
from publisher.problems import cause_of


def write_new(folder: Path, files: Mapping[str, str]) -> None:
    """Write files by name; I008 where one is there, I010 where they cannot be written.

    They are written beside and then given their names. A name that turns up meanwhile
    takes back those that were already given.
    """
    for name in files:
        if os.path.lexists(folder / name):
            raise ImportFault("I008.there", folder / name)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".import.{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise _unwritten(folder, error) from error
    try:
        for name, text in files.items():
            _write(beside / name, text)
        _name(beside, folder, list(files))
    except OSError as error:
        raise _unwritten(folder, error) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _unwritten(folder: Path, error: OSError) -> ImportFault:
    return ImportFault("I010.unwritable", folder, cause=cause_of(error))


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _name(beside: Path, folder: Path, names: list[str]) -> None:
    fresh = not folder.exists()
    folder.mkdir(exist_ok=True)
    given: list[Path] = []
    try:
        for name in names:
            # A link, unlike a rename, fails where the name is taken.
            os.link(beside / name, folder / name)
            given.append(folder / name)
    except OSError:
        for path in given:
            path.unlink(missing_ok=True)
        if fresh:
            folder.rmdir()
        raise
