"""The pages of the guide for operators, each done as it is written, on a machine of its own."""

import lzma
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.readers.guide_pages import FOLDER, GUIDE, ROOT, blocks, section_blocks
from tests.servers.guide_machine import GuideMachine
from tests.servers.own_postgresql import OwnPostgreSQL

pytestmark = pytest.mark.soak
RELEASE = ROOT / "tests/data/releases/0.1.0"
STEPS = re.compile(r"^### (\d+\. .+)$", re.MULTILINE)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[GuideMachine]:
    made = GuideMachine(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuideMachine]:
    """One machine on which a city is served, with one comment: what is done there later on.

    Each page leaves it as a city goes on, so that one can follow another.
    """
    made = GuideMachine(tmp_path_factory.mktemp("city"))
    made.install()
    for title in STEPS.findall(GUIDE.read_text("utf-8"))[2:6]:
        made.run(section_blocks(GUIDE, title))
    made.comment()
    yield made
    made.close()


def page(name: str) -> list[str]:
    return blocks(FOLDER / f"{name}.zh-CN.md")


def of(name: str, *headings: str) -> list[str]:
    return [
        each
        for heading in headings
        for each in section_blocks(FOLDER / f"{name}.zh-CN.md", heading)
    ]


def quick(commands: list[str]) -> list[str]:
    """Without what makes an environment: the sitting makes one (test_sitting.py)."""
    return [re.sub(r"(?m)^\S*script/bootstrap --runtime$", "", each) for each in commands]


def is_well(said: str) -> bool:
    return "错误 0" in said and "Traceback" not in said


def test_the_ten_steps_of_the_guide(machine: GuideMachine) -> None:
    titles = STEPS.findall(GUIDE.read_text("utf-8"))
    assert len(titles) == 10
    for number, title in enumerate(titles, 1):
        if number == 9:
            machine.comment()
        said = machine.run(quick(section_blocks(GUIDE, title)))
        wanted = {2: "yanlu ", 3: "已建好", 5: "错误 0", 6: '"status":"ok"', 7: "shenhe",
            8: "共 2 份政策和文件", 9: '"submissions": 1', 10: "不符 0 处"}  # fmt: skip
        assert wanted.get(number, "") in said, said
    assert is_well(said)
    machine.run(section_blocks(GUIDE, "撤去示例"))


def test_without_root(machine: GuideMachine) -> None:
    said = machine.run(quick(section_blocks(GUIDE, "没有 root 的")))
    assert '"status":"ok"' in said
    assert "不符 0 处" in said
    pid = machine.root / "home/city/serve.pid"
    machine.run(["kill $(cat ~/city/serve.pid)"])
    assert pid.exists()


def release_010(machine: GuideMachine) -> None:
    """Lay out what 0.1.0 left in its folder: keys, a copy of its database, policies."""
    old = machine.root / "opt/yanlu-0.1.0"
    (old / ".keys").mkdir(parents=True)
    shutil.copy(RELEASE / "keys", old / ".keys/yanlu")
    (old / "copy").write_bytes(lzma.decompress((RELEASE / "yanlu.sqlite3.xz").read_bytes()))
    shutil.copytree(ROOT / "policies", old / "policies")
    shutil.copy(ROOT / "site.yml", old / "site.yml")


def test_an_upgrade_from_0_1_0_with_a_thousand_submissions(machine: GuideMachine) -> None:
    machine.install()
    # What it left was made with a demonstration's clock.
    machine.env["YANLU_DEMO"] = "1"
    release_010(machine)
    said = machine.run(of("upgrade", "从 0.1.0 升级"))
    assert "来件 1000 件，意见 1459 条：不符 0 处" in said


def test_logs_and_metrics(city: GuideMachine) -> None:
    assert "yanlu_ready 1" in city.run(page("watching"))


def test_clock_disk_readiness_and_sizing(city: GuideMachine) -> None:
    for name in ("disk", "readiness", "sizing", "erasure"):
        city.run(of(name, "先看什么", "步骤"))
    city.run(page("clock"))
    assert city.tally()["submissions"] == 1


def test_a_power_cut(city: GuideMachine) -> None:
    city.cut_power()
    said = city.run(page("power-cut"))
    assert '"status":"ok"' in said
    assert "来件 1 件" in said
    assert is_well(said)


def test_a_restore_drill_and_a_restore(city: GuideMachine) -> None:
    said = city.run(of("backup", "步骤"))
    assert said.count("来件 1 件，意见 1 条：不符 0 处") == 2
    assert is_well(said)
    assert not (city.root / "srv/yanlu/drill").exists()
    assert city.tally()["submissions"] == 1
    city.run(of("backup", "备份"))


def test_a_change_of_keys(city: GuideMachine) -> None:
    said = city.run(of("keys", "步骤")[:2])
    assert "不符 0 处" in said
    assert is_well(said)


def test_a_leaked_key(city: GuideMachine) -> None:
    # The change before kept one under this name.
    for each in city.city.glob("backups/before-keys-*"):
        each.unlink()
    old = (city.city / "keys").read_text("utf-8").partition(":")[0]
    change, end, at_once = of("keys", "步骤")
    leaked = change.replace("yanlu keys rotate\n", at_once)
    assert leaked != change
    assert old in city.run([leaked])
    said = city.run([end])
    assert "不符 0 处" in said
    assert is_well(said)
    assert old not in (city.city / "keys").read_text("utf-8")
    assert city.tally()["participants"] == 1


def test_a_second_site(city: GuideMachine) -> None:
    assert city.run(of("several-sites", "步骤")).count("错误 0") == 2


def test_an_upgrade_and_the_way_back(city: GuideMachine) -> None:
    said = city.run(quick(of("upgrade", "步骤")))
    assert said.count("来件 1 件") == 2
    assert is_well(said)
    assert (city.root / "opt/yanlu").resolve().name == "yanlu-2"
    assert is_well(city.run(of("upgrade", "出了岔子")))
    assert city.tally()["submissions"] == 1


def test_from_sqlite_to_postgresql(city: GuideMachine, tmp_path: Path) -> None:
    server = OwnPostgreSQL(tmp_path / "pg")
    server.start()
    try:
        city.use_postgresql(server)
        said = city.run(of("postgresql", "步骤"))
        assert is_well(said), said
        assert city.tally()["submissions"] == 1
        # Vouched for by somebody else, it is not talked to.
        city.distrust_postgresql()
        said = city.run(["! yanlu db check"])
        assert "certificate verify failed" in said
    finally:
        city.run(["systemctl stop 'yanlu-*'"])
        server.stop()
