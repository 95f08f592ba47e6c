"""``script/test``: what it shows and how it ends, with programs of the test's own as the checks."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.live_service import ROOT
from tests.servers.waiting import MOST_SECONDS, wait_for

WAITING = """
import pathlib, signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
pathlib.Path("begun").touch()
signal.sigwait({signal.SIGINT})
pathlib.Path("caught").touch()
sys.exit(2)
"""
CHECKS = ("python", "ruff", "mypy", "lint-imports")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with the script, in which every check says that it is well."""
    (tmp_path / "script").mkdir()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    program(tmp_path / "script/test", (ROOT / "script/test").read_text("utf-8"))
    program(tmp_path / "script/bootstrap", "#!/bin/sh\n")
    for name in CHECKS:
        said = f'echo "{name} $1 says a"\necho "{name} $1 says b" >&2\n'
        program(tmp_path / ".venv/bin" / name, f"#!/bin/bash\n{said}")
    return tmp_path


def program(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    path.chmod(0o755)


def run(project: Path) -> "subprocess.CompletedProcess[str]":
    command = [str(project / "script/test"), "-k", "some"]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_each_check_is_shown_whole_and_the_tests_come_last(project: Path) -> None:
    program(project / ".venv/bin/python", '#!/bin/bash\necho "$@"\necho "7 passed in 1.00s"\n')
    done = run(project)
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert [line for line in lines if line.startswith("==")] == [
        "== lint", "== format", "== types", "== imports", "== tests",
    ]  # fmt: skip
    for name in ("ruff check", "ruff format", "mypy catalogue", "lint-imports "):
        at = lines.index(f"{name} says a")
        assert lines[at + 1] == f"{name} says b"
    assert lines[-2].startswith("-m pytest ")
    assert lines[-2].endswith(" -k some")
    assert lines[-1] == "7 passed in 1.00s"


def test_what_is_compiled_is_kept_whatever_the_caller_is_used_to(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    program(project / ".venv/bin/python", '#!/bin/bash\necho "${PYTHONDONTWRITEBYTECODE-kept}"\n')
    assert run(project).stdout.splitlines()[-1] == "kept"


@pytest.mark.parametrize(
    ("name", "failed"),
    [("python", "tests"), ("mypy", "types"), ("lint-imports", "imports"), ("ruff", "lint format")],
)
def test_one_failed_check_fails_it_and_the_others_are_still_shown(
    project: Path, name: str, failed: str
) -> None:
    program(project / ".venv/bin" / name, '#!/bin/bash\necho "a fault"\nexit 3\n')
    done = run(project)
    assert (done.returncode, done.stderr) == (1, f"script/test: failed: {failed}\n")
    assert "a fault" in done.stdout
    assert done.stdout.count("says a") == 5 - len(failed.split())


def test_ctrl_c_interrupts_the_tests_and_waits_for_them(project: Path) -> None:
    # It waits for the signal itself: a shell may be told just before it begins to wait.
    program(project / ".venv/bin/python", f"#!{sys.executable}\n{WAITING}")
    program(project / ".venv/bin/lint-imports", "#!/bin/bash\ntouch all-begun\n")
    # Whoever started these tests in the background had them ignore SIGINT, and what they start.
    with subprocess.Popen(
        ["env", "--default-signal=INT", project / "script/test"],
        cwd=project, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        for each in ("begun", "all-begun"):
            wait_for((project / each).exists, f"the checks: {each}")
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=MOST_SECONDS)
    assert (process.returncode, errors.splitlines()[-1]) == (130, "script/test: interrupted")
    assert (project / "caught").exists()
