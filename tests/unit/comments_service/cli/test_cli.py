import errno
import json
import re
from pathlib import Path

import pytest

from comments_service import exports
from comments_service.cli.main import main
from comments_service.exports.export_data import ExportError
from comments_service.keyring import parse_keys
from comments_service.services.database.identity import note_identity
from comments_service.services.intake.submit import submit
from comments_service.settings import settings_table
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World
from tests.servers.databases import writing


@pytest.fixture
def operator(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    for name, value in world.env.items():
        monkeypatch.setenv(name, value)
    return world


def fill(world: World) -> None:
    service = world.service()
    submit(service, parse_submission(world.citizen()))
    note_identity(service)


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
        ([POLICY, "--out", "."], ".: is a folder"),
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


@pytest.mark.parametrize("error", [ExportError("comments: keys missing"), ValueError("no row")])
def test_an_export_that_fails_on_its_data_is_one_line(
    operator: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: ValueError,
) -> None:
    def fail(*_: object) -> None:
        raise error

    fill(operator)
    monkeypatch.setattr(exports, "write", fail)
    out = str(operator.folder / "x.json")
    assert main(["export", POLICY, "--format", "json", "--out", out]) == 2
    assert capsys.readouterr().err == f"{error}\n"


def test_an_export_that_cannot_be_written_names_the_file_that_was_asked_for(
    operator: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/x/.export-1/whole")

    fill(operator)
    monkeypatch.setattr(exports, "write", fail)
    out = str(operator.folder / "x.json")
    assert main(["export", POLICY, "--format", "json", "--out", out]) == 2
    assert capsys.readouterr().err == f"{out}: No space left on device\n"


@pytest.mark.parametrize(
    "command", [["export", POLICY, "--format", "json", "--out", "x.json"], ["db", "check"]]
)
def test_a_database_that_is_not_there_is_not_made(
    operator: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
) -> None:
    monkeypatch.setenv("YANLU_DATABASE", f"sqlite:///{operator.folder}/none/no.sqlite3")
    assert main(command) == 2
    assert "none/no.sqlite3: no such database" in capsys.readouterr().err
    assert not (operator.folder / "none").exists()


@pytest.mark.parametrize(
    "command",
    [["export", POLICY, "--format", "json", "--out", "x.json"], ["db", "check"], ["serve"]],
)
def test_another_key_than_the_databases_own_is_refused(
    operator: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
) -> None:
    fill(operator)
    monkeypatch.chdir(operator.folder)
    monkeypatch.setenv("YANLU_KEYS", f"test:{'B' * 43}=")
    assert main(command) == 2
    refused = "YANLU_KEYS: key test is not the key that this database was written with\n"
    assert capsys.readouterr().err == refused
    assert not (operator.folder / "x.json").exists()


@pytest.mark.parametrize(
    "option",
    [["--port", "65536"], ["--port", "x"], ["--port", "-1"], ["--receive-timeout", "0"]],
)
def test_a_port_or_time_that_cannot_be_is_an_error_of_the_call(
    capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["serve", *option])
    assert "error: argument" in capsys.readouterr().err


@pytest.mark.usefixtures("operator")
def test_a_server_without_a_site_does_not_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YANLU_SITE", "nowhere")
    assert main(["serve"]) == 2
    assert "YANLU_SITE: nowhere: no such folder" in capsys.readouterr().err


@pytest.mark.sqlite
def test_a_command_on_an_empty_database_says_what_to_run(
    operator: World, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(operator.folder / "x.json")
    assert main(["export", POLICY, "--format", "json", "--out", out]) == 2
    assert "db init" in capsys.readouterr().err


@pytest.mark.usefixtures("operator")
@pytest.mark.sqlite
def test_the_database_is_laid_out_and_then_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["db", "init"]) == 0
    assert main(["db", "upgrade"]) == 0
    laid_out, up_to_date = capsys.readouterr().out.splitlines()
    assert laid_out.startswith("a new database is laid out")
    assert up_to_date == "the database was up to date"


@pytest.mark.sqlite
def test_a_check_without_differences_is_0_and_with_one_is_1(
    operator: World, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(operator)
    assert main(["db", "check"]) == 0
    with writing(operator.service().database) as connection:
        connection.exec_driver_sql("UPDATE submissions SET policy_title = '很好'")
    assert main(["db", "check"]) == 1
    assert "its personal_digest is not what was recorded" in capsys.readouterr().out


def test_a_new_key_is_one_that_can_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "new", "--id", "k2026"]) == 0
    assert parse_keys(capsys.readouterr().out).keys[0].id == "k2026"


def test_new_keys_have_ids_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    main(["keys", "new"])
    main(["keys", "new"])
    first, second = parse_keys(capsys.readouterr().out).keys
    assert first.id != second.id
    assert re.fullmatch("k[0-9a-f]{6}", first.id)


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


@pytest.mark.sqlite
def test_as_many_processes_serve_as_there_are_processors_and_four_at_most(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments_service.settings.ALLOWED", (0, 1, 5))
    small = world.settings()
    assert (small.serving_processes, small.serving_threads, small.most_connections) == (3, 32, 36)
    on_postgresql = {"YANLU_DATABASE": "postgresql://h/yanlu"}
    assert world.settings(**on_postgresql).serving_processes == 3
    monkeypatch.setattr("comments_service.settings.ALLOWED", range(64))
    large = world.settings(**on_postgresql)
    assert (large.serving_processes, large.serving_threads, large.most_connections) == (4, 16, 20)
    own = {"YANLU_WORKERS": "6", "YANLU_THREADS": "3", "YANLU_POOL": "2"}
    for env in ({}, on_postgresql):
        asked = world.settings(**env, **own)
        assert (asked.serving_processes, asked.serving_threads, asked.most_connections) == (6, 3, 2)
