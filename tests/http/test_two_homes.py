"""Two cities on one machine share one installation, which is only read, and nothing else."""

import os
from pathlib import Path

import pytest

from home.city_home import with_home
from processes.own_program import own_program
from publisher.cli.main import main as build
from tests.servers.city_homes import OWNER, City, ask, comment
from tests.structure.test_house_rules import ROOT
from tests.structure.test_wheel import PACKAGES
from yanlu import first_home


def state(*folders: Path) -> dict[str, tuple[int, int]]:
    """Return the size and time of every file but what Python compiles."""
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {
        str(path): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in files
        if "__pycache__" not in path.parts
    }


def city(folder: Path, name: str) -> City:
    """Make and build a city's home."""
    umask = os.umask(0o022)
    arguments = [str(folder), "--name", name, "--example", *OWNER]
    assert first_home.run(arguments, "yanlu init") == 0
    os.umask(umask)
    assert build(["build", "--jobs", "1"], with_home({"YANLU_HOME": str(folder)})) == 0
    return City(own_program("yanlu"), folder)


def test_two_cities_share_one_installation_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation = [ROOT / name for name in (*PACKAGES, "site", "policies")]
    before = state(*installation)
    monkeypatch.chdir(tmp_path)
    one, other = city(tmp_path / "one", "甲市"), city(tmp_path / "other", "乙市")
    others = state(other.home)
    with one.served() as address:
        comment(address)
        assert state(other.home) == others
        with other.served() as another:
            tallies = [ask(f"{each}/api/v1/policies/example/tally") for each in (address, another)]
    assert [each["comments"] for each in tallies] == [1, 0]
    pages = [(each.home / "site/index.html").read_text("utf-8") for each in (one, other)]
    assert (
        ["甲市" in page for page in pages]
        == ["乙市" not in page for page in pages]
        == [True, False]
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "other"]
    assert state(*installation) == before
