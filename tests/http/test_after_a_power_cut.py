"""A power cut, by the guide's page for it; the other pages are done in tests/soak/test_guide.py."""

import getpass
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from home.city_home import with_home
from publisher.cli.main import main as build
from tests.readers.guide_pages import FOLDER, GUIDE, blocks, section_blocks
from tests.servers.guide_machine import GuideMachine
from yanlu import first_home

pytestmark = pytest.mark.soak


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[GuideMachine]:
    """A machine after steps 1 to 5 of the guide, which are quicker done in this process."""
    made = GuideMachine(tmp_path)
    made.install()
    umask = os.umask(0o022)
    named = [str(made.city), "--host", "yijian.example.gov.cn", "--example"]
    assert first_home.run([*named, "--user", getpass.getuser()], "yanlu init") == 0
    os.umask(umask)
    assert build(["build", "--jobs", "1"], with_home({"YANLU_HOME": str(made.city)})) == 0
    yield made
    made.close()


def test_all_processes_are_killed_and_the_page_is_followed(machine: GuideMachine) -> None:
    (step,) = section_blocks(GUIDE, "6. 证书、单元和 nginx")
    assert '"status":"ok"' in machine.run([step])
    machine.comment()
    machine.cut_power()
    said = machine.run(blocks(FOLDER / "power-cut.zh-CN.md"))
    assert '"status":"ok"' in said
    assert "来件 1 件，意见 1 条：不符 0 处" in said
    assert "错误 0" in said
    assert machine.tally()["submissions"] == 1
