"""Writing files completely or not at all, and over an existing one only where that is meant."""

import os
import shutil
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

from publisher.importers.blocks.faults import ImportFault
from publisher.problems import cause_of


def write_files(folder: Path, files: Mapping[str, str], over: Collection[str] = ()) -> None:
    """Write files by name; I008 where one exists that is not in ``over``, I010 on failure.

    They are written to a staging folder and then moved. Where one cannot be, what was there
    before is put back.
    """
    for name in files:
        if name not in over and os.path.lexists(folder / name):
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
        _move(staging, folder, list(files), over)
    except OSError as error:
        raise _unwritten(folder, error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _unwritten(folder: Path, error: OSError) -> ImportFault:
    return ImportFault("I010.unwritable", folder, cause=cause_of(error))


def _move(staging: Path, folder: Path, names: list[str], over: Collection[str]) -> None:
    is_new = not folder.exists()
    folder.mkdir(exist_ok=True)
    moved: list[str] = []
    try:
        for name in names:
            if name in over and os.path.lexists(folder / name):
                os.link(folder / name, staging / f"{name}.before", follow_symlinks=False)
                (staging / name).replace(folder / name)
            else:
                # A link, unlike a rename, fails where the name is taken.
                os.link(staging / name, folder / name)
            moved.append(name)
    except OSError:
        for name in moved:
            _put_back(staging / f"{name}.before", folder / name)
        if is_new:
            folder.rmdir()
        raise


def _put_back(before: Path, path: Path) -> None:
    if os.path.lexists(before):
        before.replace(path)
    else:
        path.unlink(missing_ok=True)
