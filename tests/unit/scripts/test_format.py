"""``script/format``: what it changes, with the real formatter on files of the test's own."""

import subprocess
from pathlib import Path

import pytest

from tests.servers.live_service import ROOT

UNTIDY = "import re\nimport os\nnames = [os.name,re.X]\n"
TIDY = "import os\nimport re\n\nnames = [os.name, re.X]\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with the script, two untidy modules and the tree's own rules."""
    (tmp_path / "script").mkdir()
    for name, text in (
        ("format", (ROOT / "script/format").read_text("utf-8")),
        ("bootstrap", "#!/bin/sh\n"),
    ):
        (tmp_path / "script" / name).write_text(text, "utf-8")
        (tmp_path / "script" / name).chmod(0o755)
    (tmp_path / ".venv").symlink_to((ROOT / ".venv").resolve())
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(UNTIDY, "utf-8")
    return tmp_path


def formatted(project: Path, *names: str) -> list[str]:
    command = [str(project / "script/format"), *names]
    subprocess.run(command, check=True, capture_output=True, cwd="/")
    return [(project / name).read_text("utf-8") for name in ("a.py", "b.py")]


def test_it_sorts_imports_and_lays_out_lines(project: Path) -> None:
    assert formatted(project) == [TIDY, TIDY]


def test_it_changes_the_named_files_alone(project: Path) -> None:
    assert formatted(project, "b.py") == [UNTIDY, TIDY]


def test_it_stops_at_a_file_that_is_no_python(project: Path) -> None:
    (project / "a.py").write_text("import (\n", "utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        formatted(project, "a.py")
