"""Building next to the site and swapping it in whole.

A build that fails or is killed leaves the old site as it was: the new one is written in a
folder next to it and takes its place in one step.
"""

import ctypes
import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from publisher.problems import BuildFailed

MARKER = ".yanlu-site"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_READ = 0o055


@contextmanager
def staged(site: Path, *, spare: bool = False) -> Iterator[Path]:
    """Yield a folder to build in; swap it with ``site`` if the block ends well.

    The folder is empty, or with ``spare`` the site before the last one, to be brought up
    to date. The site that was is kept as the next spare: unchanged files are shared
    between the two, so it takes little room.
    """
    site = Path(os.path.realpath(site))
    _refuse_strangers(site)
    with _temporary(site) as staging:
        if spare and spare_of(site).exists():
            # Under a name that a later build sweeps, should this one be killed.
            staging.rmdir()
            spare_of(site).rename(staging)
        yield staging
        (staging / MARKER).touch()
        _swap(staging, site)
        shutil.rmtree(spare_of(site), ignore_errors=True)
        if staging.exists():
            spare_of(site).parent.mkdir(exist_ok=True)
            staging.rename(spare_of(site))


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of ``folder``, whole, if the block ends well."""
    folder = Path(os.path.realpath(folder))
    with _temporary(folder) as staging:
        yield staging
        _swap(staging, folder)


@contextmanager
def for_readers() -> Iterator[None]:
    """Let everybody read what this process makes in the block, whatever umask it was given.

    A site is read by another program, of another user; what is unchanged is shared from one
    build to the next, so what one of them left unreadable would stay so.
    """
    before = os.umask(0)
    os.umask(before & ~_READ)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def scratch(site: Path) -> Iterator[Path]:
    """Yield an empty folder next to the site for what goes into a build but not into the site."""
    with _temporary(Path(os.path.realpath(site)), ".pages") as folder:
        yield folder


@contextmanager
def _temporary(site: Path, purpose: str = "") -> Iterator[Path]:
    """Yield an empty folder next to a site, and remove it at the end if it is still there."""
    site.parent.mkdir(parents=True, exist_ok=True)
    folder = site.parent / f".site.{site.name}{purpose}.{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def kept_of(site: Path) -> Path:
    """Return the folder next to a site for what builds keep from one to the next."""
    site = Path(os.path.realpath(site))
    return site.parent / f".site.{site.name}.kept"


def spare_of(site: Path) -> Path:
    """Return where the site before the last one is kept."""
    return kept_of(site) / "spare"


@contextmanager
def locked(site: Path) -> Iterator[None]:
    """Let one build of a site run at a time; another waits for it."""
    # What is not yet public has its names there.
    kept_of(site).mkdir(mode=0o700, parents=True, exist_ok=True)
    # The file stays: a lock on one that was removed would keep nobody out.
    with (kept_of(site) / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def sweep(site: Path) -> None:
    """Remove what builds that were killed have left next to the site."""
    site = Path(os.path.realpath(site))
    for path in site.parent.glob(f".site.{site.name}.*"):
        pid = path.name.rpartition(".")[2]
        if pid.isdecimal() and not _alive(int(pid)):
            shutil.rmtree(path, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _refuse_strangers(site: Path) -> None:
    if site.exists() and not site.is_dir():
        raise BuildFailed("refusal.not_a_folder", folder=str(site))
    if site.is_dir() and any(site.iterdir()) and not (site / MARKER).exists():
        raise BuildFailed("refusal.strange_site", folder=str(site), marker=MARKER)


def _swap(staging: Path, site: Path) -> None:
    if not site.exists():
        staging.rename(site)
    elif not _exchange(staging, site):
        aside = staging.with_name(staging.name + ".old")
        site.rename(aside)
        staging.rename(site)
        aside.rename(staging)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step (Linux ``renameat2``); False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    paths = os.fsencode(one), os.fsencode(other)
    done = libc.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE)
    return bool(done == 0)
