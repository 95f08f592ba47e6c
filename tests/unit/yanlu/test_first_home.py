"""``yanlu init``: a home that can be built and served at once, or nothing."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from home.city_home import CityHome, with_home
from home.environment_file import read_environment_file
from publisher.problems import Problems
from publisher.sources import read_site_file
from yanlu import first_home

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def make(folder: Path, *more: str) -> int:
    user = ("--user", "root") if os.geteuid() == 0 else ()
    return first_home.run([str(folder), *user, *more], "yanlu init")


def modes(folder: Path) -> dict[str, str]:
    return {
        path.name: f"{stat.S_IMODE(path.stat().st_mode):o}" for path in [folder, *folder.iterdir()]
    }


def test_a_home_has_its_folders_for_whom_they_are(tmp_path: Path, capsys: Said) -> None:
    assert make(tmp_path / "city", "--host", "yj.example.gov.cn", "--name", '甲: "市"') == 0
    assert modes(tmp_path / "city") == {
        "city": "711", "policies": "750", "cache": "750", "data": "700", "state": "700",
        "inbox": "700", "backups": "700", "keys": "600", "yanlu.env": "600", "site.yml": "640",
    }  # fmt: skip
    home = CityHome(tmp_path / "city")
    read = read_environment_file(home.environment_file)
    assert read["YANLU_BASE_URL"][0] == "https://yj.example.gov.cn/"
    assert read["YANLU_TRUSTED_PROXIES"][0] == "127.0.0.1"
    problems = Problems()
    site = read_site_file(home.folder / "site.yml", problems)
    assert (site.name, site.domain, problems.found) == ('甲: "市"', "yj.example.gov.cn", [])
    said = capsys.readouterr().out
    assert f"yanlu --home {home.folder} build" in said
    assert (home.folder / "keys").read_text("utf-8").partition(":")[2].strip() not in said


def test_without_a_host_nothing_of_one_is_set(tmp_path: Path) -> None:
    assert make(tmp_path / "city", "--no-database") == 0
    assert with_home({"YANLU_HOME": f"{tmp_path}/city"}).get("YANLU_BASE_URL") is None
    assert list((tmp_path / "city/data").iterdir()) == []


def test_a_folder_with_something_in_it_is_refused_and_stays(tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "mine").touch()
    assert make(tmp_path) == 2
    assert f"{tmp_path} is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_what_cannot_be_made_leaves_nothing(tmp_path: Path, capsys: Said) -> None:
    assert make(tmp_path / "city", "--host", "no host") == 2
    assert "site.yml:5: Y004" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_another_citys_settings_in_the_environment_do_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YANLU_DATABASE", f"sqlite:///{tmp_path}/other.sqlite3")
    monkeypatch.setenv("YANLU_KEYS", "not a key")
    assert make(tmp_path / "city") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["city"]
    assert (tmp_path / "city/state/identity.json").is_file()


def test_nobody_else_makes_a_home_for_somebody(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1)
    assert first_home.run([f"{tmp_path}/city", "--user", "root"], "yanlu init") == 2
    assert "only root" in capsys.readouterr().err


def test_root_says_for_whom_it_makes_a_home(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    if tmp_path.stat().st_uid == 0:
        assert first_home.run([f"{tmp_path}/city"], "yanlu init") == 2
        assert "--user USER" in capsys.readouterr().err
    assert first_home.run([f"{tmp_path}/city", "--user", "no-such-user"], "yanlu init") == 2
    assert "useradd" in capsys.readouterr().err
