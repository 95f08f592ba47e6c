"""What the doctor says of the machine: packages, fonts, copies, systemd's units."""

import re
from pathlib import Path

import pytest

from home.city_home import CityHome
from publisher.documents.pdf import PdfUnavailable
from yanlu.doctor import machine

BACKUP = "yanlu-city-backup.service"
UNITS = """\
Id=yanlu-city.service
ActiveState={}
Environment=YANLU_HOME=/srv/yanlu/city PYTHONUNBUFFERED=1

Id=yanlu-city-backup.service
ActiveState={}
Environment=YANLU_HOME=/srv/yanlu/city PYTHONUNBUFFERED=1

Id=yanlu-city-two.service
ActiveState=failed
Environment=YANLU_HOME=/srv/yanlu/city-two PYTHONUNBUFFERED=1
"""


def refuse_pdf() -> None:
    raise PdfUnavailable("refusal.no_pdf", detail="")


def test_packages_that_are_missing_or_others_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = "flask==0.1 \\\n    --hash=sha256:00\nno-such-package==1 \\\n"
    locked += "never==1 ; sys_platform == 'none' \\\n    # via flask\n"
    (tmp_path / "locked.txt").write_text(locked, "utf-8")
    monkeypatch.setattr(machine, "_LOCKED", tmp_path / "locked.txt")
    monkeypatch.setattr(machine, "require_pdf", refuse_pdf)
    said = [str(each) for each in machine.examine_program()][1:-1]
    file = tmp_path / "locked.txt"
    assert said[0] == f"WRONG  packages: missing: no-such-package; pip install -r {file}"
    assert re.fullmatch(r"look   packages: others than .*: flask [\d.]+ \(==0.1\); pip .*", said[1])
    assert len(said) == 2


def test_a_machine_without_chinese_fonts_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "fc-list", "", monkeypatch)
    monkeypatch.setattr(machine, "require_pdf", lambda: None)
    assert "apt-get install fonts-noto-cjk" in str(machine._pdf())
    program(tmp_path, "fc-list", "Noto Sans CJK SC", monkeypatch)
    assert str(machine._pdf()) == "good   PDF: can be made"


def test_without_what_makes_pdf_nothing_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "require_pdf", refuse_pdf)
    assert str(machine._pdf()) == "good   PDF: not installed: downloads are Word alone"


def program(folder: Path, name: str, printed: str, patch: pytest.MonkeyPatch) -> None:
    """Put a program that prints something first on the path."""
    path = folder / name
    path.write_text(f"#!/bin/sh\ncat <<'END'\n{printed}\nEND\n", "utf-8")
    path.chmod(0o755)
    patch.setenv("PATH", str(folder), prepend=":")


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        (UNITS.format("active", "inactive"), ["good   systemd: yanlu-city.service runs"]),
        (UNITS.format("active", "failed"),
         [f"WRONG  systemd: {BACKUP} failed: journalctl -u {BACKUP}"]),
        (UNITS.format("inactive", "inactive"),
         ["WRONG  systemd: yanlu-city.service does not run: systemctl start yanlu-city.service"]),
        ("", ["look   systemd: no units of this home: yanlu units"]),
    ],
)  # fmt: skip
def test_units_are_read_and_told(
    printed: str, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "systemctl", printed, monkeypatch)
    monkeypatch.setattr(machine, "_SYSTEMD", tmp_path)
    assert [str(each) for each in machine.examine_units(CityHome(Path("/srv/yanlu/city")))] == said


def test_where_systemd_does_not_run_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "_SYSTEMD", tmp_path / "none")
    assert list(machine.examine_units(CityHome(tmp_path))) == []


def test_a_new_copy_is_good(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups/copy").touch()
    (said,) = machine.examine_backups(CityHome(tmp_path))
    assert str(said) == "good   backups: the newest is 0 hours old"
