"""What a home adds to an environment, and what wins."""

from pathlib import Path

import pytest

from comments_service.settings import Settings
from home.city_home import CityHome, enter_home, with_home
from home.environment_file import HomeError
from tests.servers.live_service import new_key


@pytest.fixture
def home(tmp_path: Path) -> CityHome:
    made = CityHome(tmp_path)
    (tmp_path / "inbox").mkdir(mode=0o700)
    made.environment_file.touch()
    return made


def test_without_a_home_nothing_is_added() -> None:
    assert with_home({"PATH": "/bin", "YANLU_HOME": ""}) == {"PATH": "/bin", "YANLU_HOME": ""}


def test_every_place_follows_from_the_home(home: CityHome) -> None:
    settings = Settings.from_env(
        with_home({"YANLU_HOME": f"{home.folder}", "YANLU_KEYS": new_key()})
    )
    folder = home.folder
    assert settings.database == f"sqlite:///{folder}/data/yanlu.sqlite3"
    assert settings.identity_file == folder / "state/identity.json"
    assert (settings.site_folder, settings.policies) == (folder / "site", folder / "policies")
    assert (settings.inbox, settings.site_file) == (folder / "inbox", folder / "site.yml")


def test_no_setting_of_a_place_is_left_out(home: CityHome) -> None:
    places = {
        name for name, field in Settings.model_fields.items() if "Path" in f"{field.annotation}"
    }
    files = {"mail_file", "oidc_secret_file", "database_owner_file", "home"}
    assert {f"YANLU_{name.upper()}" for name in places - files} <= home.settings.keys()


def test_the_file_wins_over_the_home_and_the_environment_over_both(home: CityHome) -> None:
    home.environment_file.write_text("YANLU_SITE=/a\nYANLU_POLICIES=/b\nYANLU_LANG=en\n", "utf-8")
    given = {"YANLU_HOME": str(home.folder), "YANLU_POLICIES": "/c", "YANLU_LANG": ""}
    found = with_home(given)
    assert (found["YANLU_SITE"], found["YANLU_POLICIES"]) == ("/a", "/c")
    assert found["YANLU_LANG"] == "en"


def test_what_is_empty_in_the_file_leaves_the_place_in_the_home(home: CityHome) -> None:
    names = [*home.settings, "YANLU_LANG"]
    home.environment_file.write_text("".join(f"{name}=\n" for name in names), "utf-8")
    found = with_home({"YANLU_HOME": str(home.folder)})
    assert found == {"YANLU_HOME": str(home.folder), **home.settings}


def test_a_home_that_is_named_from_here_stays_the_same_from_elsewhere(
    home: CityHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home.folder.parent)
    assert with_home({"YANLU_HOME": home.folder.name})["YANLU_HOME"] == str(home.folder)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("YANLU_SITE=site", "write a path that begins with /"),
        ("YANLU_DATABASE=sqlite:///data/a", "write a path that begins with /"),
        ("YANLU_MAIL_FILE=mail", "write a path that begins with /"),
        ("YANLU_HOME=/srv/b", "take the line out"),
    ],
)
def test_a_setting_of_the_file_that_depends_on_who_reads_it_is_refused(
    line: str, words: str, home: CityHome
) -> None:
    home.environment_file.write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(HomeError, match=f"{home.environment_file}:2: .*{words}"):
        with_home({"YANLU_HOME": str(home.folder)})


@pytest.mark.parametrize("line", ["YANLU_SITE=https://a.example/", "YANLU_DATABASE=sqlite:////a"])
def test_addresses_and_whole_paths_are_taken(line: str, home: CityHome) -> None:
    home.environment_file.write_text(line, "utf-8")
    assert with_home({"YANLU_HOME": str(home.folder)})["YANLU_HOME"] == str(home.folder)


def test_a_process_ends_with_2_where_there_is_no_such_home(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        enter_home({"YANLU_HOME": f"{tmp_path}/none", "YANLU_LANG": "zh-CN"})
    assert ended.value.code == 2
    assert f"可用 yanlu init {tmp_path}/none 建立" in capsys.readouterr().err


def test_help_needs_no_home(tmp_path: Path) -> None:
    environment = {"YANLU_HOME": f"{tmp_path}/none"}
    enter_home(environment, ["db", "--help"])
    assert environment == {"YANLU_HOME": f"{tmp_path}/none"}
