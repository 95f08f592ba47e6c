"""Writing new files completely or not at all, and never over an existing one."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from publisher.importers.blocks.faults import ImportFault
from publisher.problems import cause_of


def write_new(folder: Path, files: Mapping[str, str]) -> None:
    """Write files by name; I008 where one exists, I010 where they cannot be written.

    They are written to a staging folder and then linked. Where a name appears in the
    meantime, the links that were already made are removed.
    """
    for name in files:
        if os.path.lexists(folder / name):
            raise ImportFault("I008.there", folder / name)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".import.{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise _unwritten(folder, error) from error
    try:
        for name, text in files.items():
            with (staging / name).open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        _link(staging, folder, list(files))
    except OSError as error:
        raise _unwritten(folder, error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _unwritten(folder: Path, error: OSError) -> ImportFault:
    return ImportFault("I010.unwritable", folder, cause=cause_of(error))


def _link(staging: Path, folder: Path, names: list[str]) -> None:
    is_new = not folder.exists()
    folder.mkdir(exist_ok=True)
    linked: list[Path] = []
    try:
        for name in names:
            # A link, unlike a rename, fails where the name is taken.
            os.link(staging / name, folder / name)
            linked.append(folder / name)
    except OSError:
        for path in linked:
            path.unlink(missing_ok=True)
        if is_new:
            folder.rmdir()
        raise
