"""The folder of a home: what is in it, who may use it, and what its settings are called."""

import os
import pwd
import stat
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from comments_service.settings import settings_table
from home.city_home import CityHome
from interface.command_line import said
from yanlu.doctor.diagnosis import Diagnosis, Mark
from yanlu.first_home import folder_modes

OTHER_SETTINGS = frozenset({"YANLU_LANG", "YANLU_DOWNLOADS"})
"""Those that the service does not read."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def examine_home(home: CityHome | None, settings: Mapping[str, str]) -> Iterator[Diagnosis]:
    """Yield what is wrong with the folder of a home, and with the names of settings."""
    yield from _unknown(settings)
    subject = said("home")
    if home is None:
        words = said("YANLU_HOME is not set: the working folder is looked at")
        yield Diagnosis(Mark.LOOK, subject, words)
        return
    found = [*_missing_or_open(home, settings), *_of_others(home)]
    yield from (Diagnosis(Mark.WRONG, subject, words) for words in found)
    yield from _out_of_reach(home, Path(settings["YANLU_SITE"]))
    if home.folder.stat().st_uid == 0:
        words = said("%(folder)s is root's: what serves readers should not be", folder=home.folder)
        yield Diagnosis(Mark.LOOK, subject, words)
    elif not found:
        yield Diagnosis(Mark.GOOD, subject, str(home.folder))


def _unknown(settings: Mapping[str, str]) -> Iterator[Diagnosis]:
    known = {row.name for row in settings_table()} | OTHER_SETTINGS
    for name in sorted(settings.keys() - known):
        if name.startswith("YANLU_"):
            near = get_close_matches(name, known, n=1)
            words = said("there is no setting %(name)s", name=name)
            if near:
                words = said("there is no %(name)s; is it %(near)s?", name=name, near=near[0])
            yield Diagnosis(Mark.LOOK, said("settings"), words)


def _missing_or_open(home: CityHome, settings: Mapping[str, str]) -> Iterator[str]:
    """Yield folders that are not there, or that others can read; none that is elsewhere."""
    moved = {path for name, path in home.places.items() if settings.get(name) != str(path)}
    if settings.get("YANLU_DATABASE") != home.settings["YANLU_DATABASE"]:
        moved.add(home.database.parent)
    for folder, mode in folder_modes(home).items():
        named = {"folder": folder, "mode": f"{mode:o}"}
        if folder in moved:
            continue
        if not folder.is_dir():
            yield said("%(folder)s is not there: mkdir -m %(mode)s %(folder)s", **named)
        elif folder.stat().st_mode & ~mode & _OTHERS:
            yield said("others can use %(folder)s: chmod %(mode)s %(folder)s", **named)
    file = home.environment_file
    if file.exists() and file.stat().st_mode & stat.S_IRWXO:
        yield said("others can read %(file)s: chmod 600 %(file)s", file=file)


def _out_of_reach(home: CityHome, site: Path) -> Iterator[Diagnosis]:
    """Yield where nginx, which is another user, cannot get at the site."""
    if site.is_relative_to(home.folder) and not _is_open(home.folder, stat.S_IXGRP, stat.S_IXOTH):
        words = said("nginx cannot go through %(folder)s: chmod 711 %(folder)s", folder=home.folder)
        yield Diagnosis(Mark.LOOK, said("home"), words)
    closed = next((path for path in _all_of(site) if not _is_readable(path)), None)
    if closed:
        words = "nginx cannot read %(path)s: chmod -R go+rX %(folder)s"
        yield Diagnosis(Mark.LOOK, said("site"), said(words, path=closed, folder=site))


def _all_of(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield folder
        for parent, folders, files in os.walk(folder):
            yield from (Path(parent, name) for name in (*folders, *files))


def _is_readable(path: Path) -> bool:
    by_group, by_all = stat.S_IRGRP, stat.S_IROTH
    if path.is_dir():
        by_group, by_all = by_group | stat.S_IXGRP, by_all | stat.S_IXOTH
    return _is_open(path, by_group, by_all)


def _is_open(path: Path, by_group: int, by_all: int) -> bool:
    """Return whether others may use it so; a group that is not the owner's own may be nginx's."""
    try:
        found = path.stat()
    except FileNotFoundError:
        # A build has put another site in its place meanwhile.
        return True
    if found.st_mode & by_all == by_all:
        return True
    return found.st_mode & by_group == by_group and found.st_gid != _own_group(found.st_uid)


def _own_group(user: int) -> int:
    # Not that of this process: where root asks, it has the group of the home's folder.
    try:
        return pwd.getpwuid(user).pw_gid
    except KeyError:
        return os.getegid()


def _of_others(home: CityHome) -> Iterator[str]:
    """Yield what does not belong to the home's owner; it may be out of the service's reach."""
    owner = home.folder.stat().st_uid
    for path in sorted({*home.folder.iterdir(), *_inside(home)}):
        if path.lstat().st_uid != owner:
            named = {"path": path, "owner": _user(owner), "folder": home.folder}
            yield said(
                "%(path)s is not %(owner)s's; as root: chown -R %(owner)s: %(folder)s", **named
            )


def _inside(home: CityHome) -> Iterator[Path]:
    for folder in folder_modes(home):
        if folder.is_dir():
            yield from folder.iterdir()


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
