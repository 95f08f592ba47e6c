"""The product installed as a wheel, in an environment of its own, far from any checkout."""

import json
import stat
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.servers.city_homes import OWNER, City, comment
from tests.servers.run_once import once
from tests.structure.test_wheel import build_wheel

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a new environment, in which only the wheel is installed."""
    folder = tmp_path_factory.mktemp("installed") / "environment"
    (made,) = once("wheel", build_wheel).glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin/python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q"]
    subprocess.run([*command, "--no-deps", "--no-index", str(made)], check=True)
    # The packages that it needs are those of these tests.
    (packages,) = folder.glob("lib/python3*/site-packages")
    (packages / "needed.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return folder / "bin/yanlu"


def read_only(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


def test_from_an_empty_folder_to_an_export(program: Path, tmp_path: Path) -> None:
    installed = program.parents[1]
    read_only(installed)
    city = City([str(program)], tmp_path / "city")
    assert city.run("--version").startswith("yanlu ")
    city.run("init", str(city.home), "--example", *OWNER)
    assert "1" in city.at_home("build")
    assert (city.home / "site/example/index.html").is_file()
    assert (city.home / "site/assets/NOTICE.txt").stat().st_size > 100
    city.at_home("downloads", "--no-pdf")
    with city.served() as address:
        receipt = comment(address)
    city.at_home("export", "example", "--format", "json", "--out", str(tmp_path / "all.json"))
    exported = json.loads((tmp_path / "all.json").read_text("utf-8"))
    assert [each["receipt_no"] for each in exported["comments"]] == [receipt]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.json", "city"]
    assert (city.home / "cache/downloads/example").is_dir()
    city.at_home("db", "check")


def test_a_draft_is_read_by_the_installed_builder(program: Path, tmp_path: Path) -> None:
    """The desk starts the builder as a child: it is found where the product is installed."""
    code = (
        "from pathlib import Path; from comments_service.services.drafts import child_builder\n"
        "print(child_builder.run_builder(Path('.'), 'read', '--json', 'draft.md').decode())"
    )
    (tmp_path / "draft.md").write_text("# 办法\n\n第一条 内容。\n", "utf-8")
    # What is in the folder of a draft is never loaded.
    (tmp_path / "publisher.py").write_text("raise SystemExit(9)\n", "utf-8")
    done = subprocess.run(
        [str(program.with_name("python")), "-P", "-c", code], cwd=tmp_path, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["schema"] == "yanlu-reading/1"
