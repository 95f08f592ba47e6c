"""A sheet goes through the LibreOffice of this machine and comes back as it was filled in."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.worlds.decision_sheets import decision, edited, fill, read, register, workbook

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here"),
]


def saved_by_libreoffice(data: bytes, folder: Path) -> bytes:
    source = folder / "decided.xlsx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, str(folder / "out"), str(source)], check=True, capture_output=True)
    return (folder / "out/decided.xlsx").read_bytes()


def test_500_decisions_that_libreoffice_saved_come_back_exactly(tmp_path: Path) -> None:
    rows = register(500)
    left = workbook(rows.values())
    saved = saved_by_libreoffice(edited(left, fill), tmp_path)
    found = read(saved_by_libreoffice(saved, tmp_path), rows)
    assert found.faults == ()
    assert found.decisions == [decision(number) for number in range(1, 501)]


def test_a_sheet_that_libreoffice_only_saved_proposes_nothing(tmp_path: Path) -> None:
    rows = register(300)
    found = read(saved_by_libreoffice(workbook(rows.values()), tmp_path), rows)
    assert (found.changes, found.unchanged, found.faults) == ((), 300, ())
