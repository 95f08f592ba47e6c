import json
from pathlib import Path

import pytest

from comments_service.cli import main
from comments_service.keyring import parse_keys
from comments_service.server import server_options
from comments_service.services.submit import submit
from comments_service.settings import Settings, settings_table
from comments_service.web.schemas import parse_submission
from tests.conftest import POLICY, World


@pytest.fixture
def operator(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    for name, value in world.env.items():
        monkeypatch.setenv(name, value)
    return world


def fill(world: World) -> None:
    submit(world.service(), parse_submission(world.citizen()))


def test_an_export_is_written(operator: World, tmp_path: Path) -> None:
    fill(operator)
    out = tmp_path / "out.json"
    assert main(["export", POLICY, "--format", "json", "--out", str(out)]) == 0
    assert json.loads(out.read_text("utf-8"))["comments"][0]["name"] == "林*芸"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing", "--out", "out.json"], "没有这份文件"),
        ([POLICY, "--out", "nowhere/out.json"], "no such folder"),
    ],
)
def test_an_export_that_cannot_be_made_says_why_and_writes_nothing(
    operator: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    words: str,
) -> None:
    fill(operator)
    folder = operator.folder / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert main(["export", "--format", "json", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert list(folder.iterdir()) == []


def test_a_format_that_does_not_exist_is_refused(operator: World) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["export", POLICY, "--format", "pdf", "--out", str(operator.folder / "x")])


def test_a_command_on_an_empty_database_says_what_to_run(
    operator: World, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(operator.folder / "x.json")
    assert main(["export", POLICY, "--format", "json", "--out", out]) == 2
    assert "db upgrade" in capsys.readouterr().err


@pytest.mark.usefixtures("operator")
def test_the_database_is_laid_out_and_then_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["db", "upgrade"]) == 0
    assert main(["db", "upgrade"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "the database is up to date now",
        "the database was up to date",
    ]


def test_a_check_without_differences_is_0_and_with_one_is_1(
    operator: World, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(operator)
    assert main(["db", "check"]) == 0
    with operator.service().database.write() as connection:
        connection.exec_driver_sql("UPDATE comments SET body = '很好'")
    assert main(["db", "check"]) == 1
    assert "is not what was recorded" in capsys.readouterr().out


def test_a_new_key_is_one_that_can_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "new", "--id", "k2026"]) == 0
    assert parse_keys(capsys.readouterr().out).keys[0].id == "k2026"


def test_every_setting_is_printed_and_no_value(
    operator: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["settings"]) == 0
    printed = capsys.readouterr().out
    assert all(row.name in printed and row.meaning in printed for row in settings_table())
    assert operator.env["YANLU_KEYS"] not in printed


def test_faults_of_the_settings_stop_a_command_with_all_of_them(
    operator: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YANLU_KEYS", "nonsense")
    monkeypatch.setenv("YANLU_BASE_URL", "nonsense")
    assert main(["serve"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert not list(operator.folder.glob("*.sqlite3"))


def test_a_database_that_cannot_be_opened_is_one_line(
    operator: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = operator.folder / "no.sqlite3"
    file.write_text("this is a letter, not a database, and it is long enough to tell", "utf-8")
    monkeypatch.setenv("YANLU_DATABASE", f"sqlite:///{file}")
    assert main(["serve"]) == 2
    assert capsys.readouterr().err == "database: file is not a database\n"


def test_sqlite_has_one_process_and_nothing_logs_addresses(world: World) -> None:
    options = server_options(world.settings(), "127.0.0.1:8000")
    assert (options["workers"], options["threads"]) == (1, 8)
    assert options["accesslog"] is None
    many = Settings.from_env({**world.env, "YANLU_DATABASE": "postgresql://h/yanlu"})
    assert server_options(many, "127.0.0.1:8000")["workers"] >= 1
