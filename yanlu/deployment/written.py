"""Writing the files of a site: all of them or none, and over nothing that somebody changed."""

import difflib
import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from home.environment_file import HomeError
from interface.command_line import said
from yanlu.deployment.city_site import NGINX, UNITS

_MODE = 0o644


@dataclass(frozen=True, slots=True)
class Change:
    """A file that is there and would become another; ``new`` is empty where it goes."""

    path: Path
    old: str
    new: str

    def __str__(self) -> str:
        """Return the lines that differ, as ``diff -u`` prints them."""
        old, new = self.old.splitlines(keepends=True), self.new.splitlines(keepends=True)
        return "".join(difflib.unified_diff(old, new, str(self.path), str(self.path)))


class ChangedFilesError(ValueError):
    """Files differ from what would be written; nothing was."""

    def __init__(self, changes: list[Change]) -> None:
        super().__init__("".join(map(str, changes)))
        self.changes = changes


def write_files(root: Path, files: Mapping[Path, str], mark: str, *, force: bool) -> list[Path]:
    """Write files below a root and return those that were not there as they are now.

    ``ChangedFilesError`` where one differs and ``force`` is not given, ``HomeError`` where one
    is another home's; a file of this home that is needed no more is removed with ``force``.
    """
    wanted = {root / path: text for path, text in files.items()}
    there = {path: _read(path) for path in {*wanted, *_of_home(root, mark)}}
    strange = [path for path, text in there.items() if text and mark not in _first_line(text)]
    if strange:
        words = said("is not of this home: rename the home, or take the file away")
        raise HomeError([f"{path}: {words}" for path in sorted(strange)])
    changes = [
        Change(path, text, wanted.get(path, ""))
        for path, text in sorted(there.items())
        if text and text != wanted.get(path)
    ]
    if changes and not force:
        raise ChangedFilesError(changes)
    new = [path for path, text in wanted.items() if there[path] != text]
    _write({path: wanted[path] for path in new})
    gone = [change.path for change in changes if not change.new]
    for path in gone:
        path.unlink()
    return sorted([*new, *gone])


def _of_home(root: Path, mark: str) -> Iterable[Path]:
    """Return the files of a home that are there."""
    units = [*(root / UNITS).glob("yanlu-*"), *(root / NGINX).glob("yanlu-*.conf")]
    return [path for path in units if path.is_file() and mark in _first_line(_read(path))]


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return ""


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _write(files: Mapping[Path, str]) -> None:
    """Write every file next to its place first, so that what fails leaves all as it was."""
    made: dict[Path, str] = {}
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".yanlu-", dir=path.parent)
            made[path] = name
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                os.fchmod(handle, _MODE)
        for path, name in made.items():
            os.replace(name, path)  # noqa: PTH105 - as the name comes
    finally:
        for name in made.values():
            with suppress(FileNotFoundError):
                os.unlink(name)  # noqa: PTH108
