"""Files of .doc, .wps, .odt and .rtf that LibreOffice wrote here, read through it again."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.worlds.sites import ROOT
from tests.worlds.word_files import docx, paragraph, run

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here"),
]
LINES = [
    "停车管理办法",
    "一、总则",
    "（一）为了规范停车，制定本办法。",
    "二、附则",
    "1.自公布之日起施行。",
]


def saved_by_libreoffice(kind: str, folder: Path) -> Path:
    source = folder / "source.docx"
    source.write_bytes(docx("".join(paragraph(run(line)) for line in LINES)))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir"]
    subprocess.run([*command, str(folder / "out"), str(source)], check=False, capture_output=True)
    written = folder / f"out/source.{kind}"
    if not written.exists():
        pytest.skip("LibreOffice is here without Writer")
    return written


@pytest.mark.parametrize(
    ("kind", "named"),
    [("doc", "doc"), ("doc", "wps"), ("odt", "odt"), ("rtf", "doc"), ("docx", "wps")],
)
def test_the_clauses_are_those_of_the_docx(tmp_path: Path, kind: str, named: str) -> None:
    written = saved_by_libreoffice(kind, tmp_path).rename(tmp_path / f"saved.{named}")
    # As the desk reads it: within its time and memory, without a network.
    command = [sys.executable, str(ROOT / "build.py"), "--limited", "read", "--json"]
    numbers = []
    for file in (tmp_path / "source.docx", written):
        done = subprocess.run([*command, str(file)], check=True, capture_output=True)
        clauses = json.loads(done.stdout)["clauses"]
        numbers.append([(each["eid"], each["number"], each["text"]) for each in clauses])
    assert numbers[0] == numbers[1]
    assert len(numbers[0]) == len(LINES) - 1
