"""Ways in which the database of a running server breaks, each done as it happens in earnest."""

import os
import shutil
import sqlite3
import subprocess
import sys
from abc import abstractmethod
from pathlib import Path

import pytest

from tests.servers.live_service import IN_WINDOW

_HOLDING = (
    "import sqlite3, sys; held = sqlite3.connect(sys.argv[1], isolation_level=None); "
    "held.execute('BEGIN EXCLUSIVE'); print('held', flush=True); input()"
)


class Broken:
    """One way; ``codes`` are how it may be told.

    ``mends``: undone while the server runs; ``lost``: another server refuses what is left.
    """

    codes: tuple[str, ...] = ()
    mends = True
    lost = True

    def prepare(self, folder: Path) -> dict[str, str]:  # noqa: ARG002 - some need the folder
        """Make what is needed before the server starts; settings for it come back."""
        return {}

    @abstractmethod
    def happen(self, database: Path) -> None:
        """Break it."""

    def mend(self, database: Path) -> None:
        """Undo it."""

    def clean(self, folder: Path) -> None:
        """Leave nothing behind, whatever came of it."""


class Unlinked(Broken):
    codes = ("database_unlinked",)

    def happen(self, database: Path) -> None:
        database.rename(database.with_name("away"))

    def mend(self, database: Path) -> None:
        database.with_name("away").rename(database)


class Replaced(Broken):
    """A whole copy takes its place: the next server may have it, this one's file is gone."""

    codes = ("database_replaced",)
    mends = False
    lost = False

    def happen(self, database: Path) -> None:
        copy = database.with_name("another")
        with sqlite3.connect(database) as taken, sqlite3.connect(copy) as made:
            taken.backup(made)
        copy.replace(database)


class Overwritten(Broken):
    """Another database is copied over it: the file is the same, what is in it is not.

    With what still stands in the write-ahead log of the first it may make no sense at all.
    """

    codes = ("database_replaced", "database_corrupt")
    mends = False

    def prepare(self, folder: Path) -> dict[str, str]:
        other = folder / "other"
        env = {
            **os.environ,
            "YANLU_KEYS": f"k:{'A' * 43}=",
            "YANLU_DATABASE": f"sqlite:///{other}/other.sqlite3",
            "YANLU_IDENTITY": f"{folder}/other-state/identity.json",
            # With a clock of its own: without one no question about the time would be answered.
            "YANLU_DEMO": "1",
            "YANLU_NOW": IN_WINDOW,
        }
        command = [sys.executable, "-m", "comments_service", "db", "init"]
        subprocess.run(command, env=env, check=True, capture_output=True)
        return {}

    def happen(self, database: Path) -> None:
        shutil.copyfile(database.parents[1] / "other/other.sqlite3", database)


class Emptied(Broken):
    codes = ("database_empty",)
    mends = False

    def happen(self, database: Path) -> None:
        os.truncate(database, 0)


class Corrupt(Broken):
    codes = ("database_corrupt",)
    mends = False

    def happen(self, database: Path) -> None:
        size = database.stat().st_size
        with database.open("r+b") as file:
            file.seek(4096)
            file.write(os.urandom(size - 4096))


class Locked(Broken):
    codes = ("database_locked",)

    def happen(self, database: Path) -> None:
        self._holder = subprocess.Popen(
            [sys.executable, "-c", _HOLDING, str(database)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._holder.stdout
        assert self._holder.stdout.readline() == b"held\n"

    def mend(self, database: Path) -> None:  # noqa: ARG002 - the holder knows it
        self._holder.communicate(b"\n")


class ReadOnly(Broken):
    """Root passes by modes; what is immutable it cannot write either (ext4 and the like)."""

    codes = ("database_read_only",)

    def prepare(self, folder: Path) -> dict[str, str]:
        probe = folder / "probe"
        probe.touch()
        if not _immutable("+i", probe) or os.access(probe, os.W_OK):
            pytest.skip("files cannot be made immutable here")
        _immutable("-i", probe)
        return {}

    def happen(self, database: Path) -> None:
        assert _immutable("+i", database, database.with_name(f"{database.name}-wal"))

    def mend(self, database: Path) -> None:
        assert _immutable("-i", database, database.with_name(f"{database.name}-wal"))

    def clean(self, folder: Path) -> None:
        _immutable("-i", *(file for file in folder.rglob("*") if file.is_file()))


class Full(Broken):
    codes = ("disk_low",)

    def prepare(self, folder: Path) -> dict[str, str]:
        disk = folder / "db"
        disk.mkdir(exist_ok=True)
        mounting = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)]
        if subprocess.run(mounting, check=False, capture_output=True).returncode:
            pytest.skip("nothing can be mounted here")
        return {"YANLU_DISK_RESERVE": "1"}

    def happen(self, database: Path) -> None:
        with database.with_name("filler").open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"x" * 65536)
            except OSError:
                pass

    def mend(self, database: Path) -> None:
        database.with_name("filler").unlink()

    def clean(self, folder: Path) -> None:
        subprocess.run(["umount", "-l", str(folder / "db")], check=False, capture_output=True)


def _immutable(flag: str, *files: Path) -> bool:
    command = ["chattr", flag, *map(str, files)]
    return (
        shutil.which("chattr") is not None
        and subprocess.run(command, check=False, capture_output=True).returncode == 0
    )


WAYS = (Full, Unlinked, Replaced, Overwritten, Emptied, Corrupt, Locked, ReadOnly)
