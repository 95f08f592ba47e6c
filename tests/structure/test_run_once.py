"""What the processes of one run share, and what they keep from each other."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.live_service import ROOT
from tests.servers.ports import free_port
from tests.servers.run_once import once, run_folder

_MAKE = """
import os, sys
from tests.servers.run_once import once
made = once("shared", lambda folder: (folder / str(os.getpid())).touch())
print(*(path.name for path in made.iterdir()))
"""


def test_the_first_of_several_processes_makes_it_and_all_find_it(tmp_path: Path) -> None:
    env = {**os.environ, "TESTS_RUN_FOLDER": str(tmp_path)}
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", _MAKE], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    found = [maker.communicate()[0].split() for maker in makers]
    assert len(found[0]) == 1
    assert found == [found[0]] * 3


def test_what_could_not_be_made_is_made_by_the_next(request: pytest.FixtureRequest) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - the one above
        once(request.node.name, fail)
    made = once(request.node.name, lambda folder: (folder / "whole").touch())
    assert [path.name for path in made.iterdir()] == ["whole"]


def test_no_two_tests_get_one_port() -> None:
    command = [
        sys.executable,
        "-c",
        "from tests.servers.ports import free_port; print(free_port())",
    ]
    ports = [free_port() for _ in range(20)]
    other = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert len({*ports, int(other.stdout)}) == 21


def test_what_a_service_keeps_on_its_machine_is_kept_in_the_folder_of_the_run() -> None:
    assert Path(os.environ["XDG_STATE_HOME"]).is_relative_to(run_folder())
    assert "STATE_DIRECTORY" not in os.environ
