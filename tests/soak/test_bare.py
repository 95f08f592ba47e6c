"""The guide as root, word for word, in a bare Debian that its own systemd has booted.

What tests/soak/test_guide.py has stand-ins for is real here: root and the product's user, units,
timers, the journal, nginx. The registries of Debian and of Python have to be in reach.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.readers.guide_pages import FOLDER, GUIDE, ROOT, section_blocks
from tests.readers.living_folder import megabytes
from tests.servers.bare_debian import BareDebian, bare_debian, bare_root, missing

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(
        os.environ.get("YANLU_SOAK") == "short", reason="400 MB are downloaded for it"
    ),
    pytest.mark.skipif(bool(missing()), reason=missing()),
]
HOST = "yijian.example.gov.cn"
MOST_MEGABYTES = 500
MOST_SECONDS = 15 * 60
BEGIN = (
    "1. 准备机器", "2. 取得产品", "3. 建立网站的文件夹", "4. 填写 site.yml", "5. 生成网站，检查",
    "6. 证书、单元和 nginx", "7. 开设账号", "8. 第一份稿件公开",
)  # fmt: skip
END = ("9. 第一条意见", "10. 备份，并核对")
# As a browser sends it, through nginx; the certificate is self-made.
COMMENT = f"""
curl -fksS https://{HOST}/api/v1/submissions -H 'Content-Type: application/json' -d '{{
  "policy": "example", "version": "v1", "participant": "person", "name": "测试甲",
  "phone": "13800000000", "consent_notice": true, "idempotency_key": "bare-submission-0001",
  "comments": [{{"stance": "suggest", "body": "收费标准应当公开。"}}]}}'
"""
UNITS = "build take downloads backup retention"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Make a root on which the guide's first step is done."""
    kept = Path(os.environ.get("YANLU_SOAK_STATE") or ROOT / ".soak") / "bare"
    folder = tmp_path_factory.mktemp("prepared")
    with bare_debian(bare_root(kept), folder, HOST) as machine:
        machine.boot()
        machine.do(steps(*BEGIN[:1]), MOST_SECONDS)
        machine.cut_power()
        yield machine.root


@pytest.fixture(scope="module")
def city(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareDebian]:
    """Run a city from a clone, with one comment."""
    with bare_debian(prepared, tmp_path_factory.mktemp("city"), HOST) as machine:
        machine.boot()
        machine.do(steps(*BEGIN[1:]), MOST_SECONDS)
        machine.do([COMMENT])
        machine.do(steps(*END))
        yield machine


def steps(*titles: str) -> list[str]:
    return [block for title in titles for block in section_blocks(GUIDE, title)]


def of(name: str, heading: str) -> list[str]:
    return section_blocks(FOLDER / f"{name}.zh-CN.md", heading)


def is_well(said: str) -> bool:
    return "错误 0" in said and "不符 0 处" in said and "Traceback" not in said


def test_from_a_clone_to_a_running_city(city: BareDebian) -> None:
    said = city.do(steps(*END))
    assert '"submissions": 1' in said
    assert is_well(said)
    assert megabytes(city.root / "opt", city.root / "srv/yanlu") <= MOST_MEGABYTES
    assert city.run("! command -v psql chromium soffice")[0] == 0
    title = city.run(f"curl -fks https://{HOST}/ | grep '<title>'")[1]
    assert "某市政策征求意见" in title


def test_units_do_their_work_and_systemd_finds_no_fault_in_them(city: BareDebian) -> None:
    city.do([f"for each in {UNITS}; do systemctl start yanlu-city-$each.service; done"])
    city.do(["systemd-analyze verify /etc/systemd/system/yanlu-*"])
    services = " ".join(f"yanlu-city-{each}.service" for each in UNITS.split())
    for unit in ("yanlu-city.service", *services.split()):
        city.do([f"systemd-analyze security --threshold=30 {unit}"])
    timers = city.do(["systemctl list-timers 'yanlu-city*' --no-pager"])
    assert "5 timers" in timers
    assert "0 loaded units" in city.do(["systemctl --failed --no-pager"])


def test_a_power_cut(city: BareDebian) -> None:
    city.cut_power()
    city.boot()
    said = city.do(of("power-cut", "步骤"))
    assert '"status":"ok"' in said
    assert "来件 1 件" in said
    assert is_well(said)


def test_a_restore_drill_and_a_restore(city: BareDebian) -> None:
    said = city.do(of("backup", "步骤"))
    assert said.count("来件 1 件，意见 1 条：不符 0 处") == 2
    assert is_well(said)


def test_a_leaked_key(city: BareDebian) -> None:
    change, end, at_once = of("keys", "步骤")
    leaked = change.replace("yanlu keys rotate\n", at_once)
    assert leaked != change
    assert is_well(city.do([leaked, end]))


def test_a_second_site(city: BareDebian) -> None:
    assert city.do(of("several-sites", "步骤")).count("错误 0") == 2


def test_an_upgrade_and_the_way_back(city: BareDebian) -> None:
    said = city.do(of("upgrade", "步骤"), MOST_SECONDS)
    assert said.count("来件 1 件") == 2
    assert is_well(said)
    assert "错误 0" in city.do(of("upgrade", "出了岔子"))


def test_from_the_bundle_with_no_way_out(city: BareDebian, prepared: Path, tmp_path: Path) -> None:
    city.do(["/opt/yanlu-1/script/bundle"], MOST_SECONDS)
    with bare_debian(prepared, tmp_path, HOST) as machine:
        for file in (city.root / "opt/yanlu-1/dist").iterdir():
            shutil.copy(file, machine.root / "root")
        machine.boot(online=False)
        assert machine.run("ip route") == (0, "")
        machine.do([*steps("没有网络的机器", *BEGIN[2:]), COMMENT], MOST_SECONDS)
        said = machine.do(steps(*END))
    assert '"submissions": 1' in said
    assert is_well(said)
