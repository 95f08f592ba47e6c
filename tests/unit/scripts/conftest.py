"""A checkout in which the scripts run, with programs that stand in for large ones."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.waiting import MOST_SECONDS
from tests.worlds.sites import ROOT

# Makes an environment without packages, and hands everything else to the real interpreter.
_PYTHON = """#!/bin/sh
if [ "$1 $2" = "-m venv" ]; then
  mkdir -p "$3/bin" && cp "{pip}" "$3/bin/python"
else
  exec "{python}" "$@"
fi
"""
# Notes what is to be installed; where there is a gate, says that it came there and waits.
_PIP = """#!/bin/sh
echo "$@" >>"{log}"
if [ -p "{folder}/gate" ]; then echo here >"{folder}/reached"; cat "{folder}/gate" >/dev/null; fi
"""
_APT = '#!/bin/sh\necho "$@" >>"{log}"\n'


class Checkout:
    """A copy of ``script/`` and ``requirements/``; the real interpreter, no registry."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.programs = folder / "project", folder / "programs"
        shutil.copytree(ROOT / "script", self.folder / "script")
        shutil.copytree(ROOT / "requirements", self.folder / "requirements")
        self.pip_log, self.apt_log = folder / "pip.log", folder / "apt.log"
        self.programs.mkdir()
        pip = self._program("pip", _PIP.format(log=self.pip_log, folder=folder))
        self._program("python3", _PYTHON.format(pip=pip, python=sys.executable))
        self._program("apt-get", _APT.format(log=self.apt_log))
        self.gate, self.reached = folder / "gate", folder / "reached"
        self.started: list[subprocess.Popen[str]] = []

    def _program(self, name: str, text: str) -> Path:
        path = self.programs / name
        path.write_text(text, "utf-8")
        path.chmod(0o755)
        return path

    def close_gate(self) -> None:
        """Let every installation wait from now on until the gate is opened."""
        for path in (self.gate, self.reached):
            os.mkfifo(path)

    def wait_at_gate(self) -> None:
        """Return once an installation waits at the gate."""
        assert self.reached.read_text("utf-8") == "here\n"

    def open_gate(self) -> None:
        """Let the installation that waits go on, and later ones without a stop."""
        with self.gate.open("w", encoding="utf-8"):
            self.gate.unlink()

    def start(self, script: str, *arguments: str, **settings: str) -> "subprocess.Popen[str]":
        """Start a script in a process group of its own; its words come through pipes."""
        path = f"{self.programs}:/usr/bin:/bin"
        process = subprocess.Popen(
            [str(self.folder / "script" / script), *arguments],
            env={"PATH": path, "HOME": str(self.folder), "LANG": "C.UTF-8", **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def run(self, script: str, *arguments: str, **settings: str) -> tuple[int, str]:
        """Run a script to its end; return its exit status and what it said of itself."""
        process = self.start(script, *arguments, **settings)
        _, said = process.communicate(timeout=MOST_SECONDS)
        return process.returncode, said

    def environments(self) -> list[str]:
        """Return every folder that is an environment or the rest of one."""
        return sorted(path.name for path in self.folder.glob(".venv*"))

    def installed(self) -> list[str]:
        """Return the file of requirements of each installation, in order."""
        lines = self.pip_log.read_text("utf-8").splitlines() if self.pip_log.exists() else []
        return [line.rpartition(" ")[2] for line in lines]


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Checkout]:
    made = Checkout(tmp_path)
    yield made
    for process in made.started:
        if process.poll() is None:
            os.killpg(process.pid, 9)
        process.communicate()
