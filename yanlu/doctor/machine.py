"""What is around a home: the program with its packages, copies of the database, systemd's units."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import time

from packaging.requirements import Requirement

from home.city_home import CityHome
from interface.command_line import said
from publisher.documents.pdf import PdfUnavailable, require_pdf
from yanlu import VERSION
from yanlu.doctor.diagnosis import Diagnosis, Mark

_LOCKED = Path(__file__).with_name("locked.txt")
_DAY = 86_400
_OLDEST_COPY = 2 * _DAY
_SYSTEMD = Path("/run/systemd/system")
_SHOWN = "--property=Id,ActiveState,Environment"


def examine_program() -> Iterator[Diagnosis]:
    """Yield what runs here, the packages that are not those of this release, and what PDF needs."""
    python = ".".join(map(str, sys.version_info[:3]))
    words = f"yanlu {VERSION}, Python {python}, SQLite {sqlite3.sqlite_version}"
    yield Diagnosis(Mark.GOOD, said("program"), words)
    yield from _packages()
    yield _pdf()


def _packages() -> Iterator[Diagnosis]:
    """Yield what is missing of the locked packages, or there in another version."""
    lines = (line.rstrip(" \\") for line in _LOCKED.read_text("utf-8").splitlines())
    locked = [Requirement(line) for line in lines if "==" in line and not line.startswith(" ")]
    needed = [each for each in locked if each.marker is None or each.marker.evaluate()]
    missing, others = [], []
    for each in needed:
        try:
            found = version(each.name)
        except PackageNotFoundError:
            missing.append(each.name)
        else:
            if not each.specifier.contains(found, prereleases=True):
                others.append(f"{each.name} {found} ({each.specifier})")
    subject, file = said("packages"), {"file": _LOCKED.resolve()}
    if missing:
        words = said(
            "missing: %(names)s; pip install -r %(file)s", names=", ".join(missing), **file
        )
        yield Diagnosis(Mark.WRONG, subject, words)
    if others:
        words = "others than this release is tried with: %(names)s; pip install -r %(file)s"
        yield Diagnosis(Mark.LOOK, subject, said(words, names=", ".join(others), **file))
    if not missing and not others:
        yield Diagnosis(Mark.GOOD, subject, said("those of this release"))


def _pdf() -> Diagnosis:
    try:
        require_pdf()
    except PdfUnavailable:
        return Diagnosis(Mark.GOOD, "PDF", said("not installed: downloads are Word alone"))
    listed = shutil.which("fc-list")
    if listed and not _printed(listed, ":lang=zh-cn", "family").strip():
        words = said("no Chinese font is installed: apt-get install fonts-noto-cjk")
        return Diagnosis(Mark.LOOK, "PDF", words)
    return Diagnosis(Mark.GOOD, "PDF", said("can be made"))


def examine_backups(home: CityHome) -> Iterator[Diagnosis]:
    """Yield how old the newest copy of the database is."""
    subject = said("backups")
    folder = home.backups
    times = [path.stat().st_mtime for path in folder.iterdir()] if folder.is_dir() else []
    if not times:
        words = said("there is none: yanlu db backup %(file)s", file=folder / "FILE")
        yield Diagnosis(Mark.LOOK, subject, words)
        return
    age = time() - max(times)
    words = said("the newest is %(hours)s hours old", hours=int(age / 3600))
    mark = Mark.LOOK if age > _OLDEST_COPY else Mark.GOOD
    yield Diagnosis(mark, subject, words)


def examine_units(home: CityHome) -> Iterator[Diagnosis]:
    """Yield what systemd, where it runs, says of the units of a home; they are only read."""
    systemctl = shutil.which("systemctl")
    if not systemctl or not _SYSTEMD.is_dir():
        return
    name = f"yanlu-{home.folder.name}"
    shown = _printed(systemctl, "show", _SHOWN, "--", f"{name}.service", f"{name}-*.service")
    # One home may be called as another with more behind it.
    own = f"YANLU_HOME={home.folder}"
    units = [
        unit
        for unit in map(_facts, shown.split("\n\n"))
        if own in unit.get("Environment", "").split()
    ]
    if not units:
        yield Diagnosis(Mark.LOOK, "systemd", said("no units of this home: yanlu units"))
        return
    failed = [each["Id"] for each in units if each["ActiveState"] == "failed"]
    for unit in failed:
        words = said("%(unit)s failed: journalctl -u %(unit)s", unit=unit)
        yield Diagnosis(Mark.WRONG, "systemd", words)
    serving = f"{name}.service"
    if serving not in {each["Id"] for each in units if each["ActiveState"] == "active"}:
        if serving not in failed:
            words = said("%(unit)s does not run: systemctl start %(unit)s", unit=serving)
            yield Diagnosis(Mark.WRONG, "systemd", words)
    elif not failed:
        yield Diagnosis(Mark.GOOD, "systemd", said("%(unit)s runs", unit=serving))


def _facts(block: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in block.splitlines())
    return {name: value for name, _, value in pairs}


def _printed(*command: str) -> str:
    done = subprocess.run(  # noqa: S603 - programs of the system, arguments made here
        command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    return done.stdout
