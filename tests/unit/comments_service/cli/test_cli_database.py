"""The commands ``db …`` as an operator calls them: what they say, and their exit status."""

import lzma
from pathlib import Path

import pytest

from comments_service.cli.main import main
from comments_service.services.intake.submit import submit
from comments_service.web.api.schemas import parse_submission
from tests.conftest import World

# Of PostgreSQL: tests/store/test_roles.py and test_transfer.py.
pytestmark = pytest.mark.sqlite
RELEASE = Path(__file__).parents[3] / "data/releases/0.1.0"


@pytest.fixture
def operator(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    for name, value in world.env.items():
        monkeypatch.setenv(name, value)
    return world


@pytest.fixture
def copy(operator: World) -> Path:
    """Begin a database, take a submission and copy it."""
    assert main(["db", "init"]) == 0
    service = operator.service()
    submit(service, parse_submission(operator.citizen()))
    file = operator.folder / "copy"
    assert main(["db", "backup", str(file)]) == 0
    service.database.close()
    return file


def test_init_if_new_does_its_work_once(
    operator: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["db", "init", "--if-new"]) == 0
    assert "a new database is laid out" in capsys.readouterr().out
    assert main(["db", "init", "--if-new"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["db", "init"]) == 2
    (operator.folder / "yanlu.sqlite3").unlink()
    assert main(["db", "init", "--if-new"]) == 0
    assert not (operator.folder / "yanlu.sqlite3").exists()
    assert main(["serve"]) == 2
    assert "db restore FILE" in capsys.readouterr().err.splitlines()[-1]


def test_serve_names_the_command_where_there_is_nothing_yet(
    operator: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve"]) == 2
    words = "there is no database yet: `python -m comments_service db init` lays out a new one\n"
    assert capsys.readouterr().err == words
    assert not (operator.folder / "yanlu.sqlite3").exists()


@pytest.mark.usefixtures("copy")
def test_check_expects_a_number_of_entries(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["db", "check", "--expect", "1"]) == 0
    assert main(["db", "check", "--expect", "2"]) == 1
    assert "the log has 1 entries, not 2" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="2"):
        main(["db", "check", "--expect", "many"])


def test_a_copy_is_put_back(
    operator: World, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["db", "backup", str(copy)]) == 2
    assert "is there already" in capsys.readouterr().err
    (operator.folder / "yanlu.sqlite3").unlink()
    assert main(["db", "restore", str(copy)]) == 0
    assert "with 2 entries" in capsys.readouterr().out
    assert main(["db", "check", "--expect", "2"]) == 0


def test_a_copy_of_release_0_1_0_is_put_back_and_brought_up_to_date(
    operator: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YANLU_KEYS", (RELEASE / "keys").read_text("utf-8"))
    copy = operator.folder / "copy"
    copy.write_bytes(lzma.decompress((RELEASE / "yanlu.sqlite3.xz").read_bytes()))
    before = copy.read_bytes()
    assert main(["db", "restore", str(copy)]) == 0
    assert main(["db", "check", "--expect", "1001"]) == 0
    assert copy.read_bytes() == before


def test_a_database_of_an_older_release_is_copied_before_it_is_brought_up_to_date(
    operator: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YANLU_KEYS", (RELEASE / "keys").read_text("utf-8"))
    packed = (RELEASE / "yanlu.sqlite3.xz").read_bytes()
    (operator.folder / "yanlu.sqlite3").write_bytes(lzma.decompress(packed))
    assert main(["serve"]) == 2
    assert "take a backup" in capsys.readouterr().err
    assert main(["db", "backup", str(operator.folder / "copy")]) == 0
    assert main(["db", "upgrade"]) == 0
    assert main(["db", "restore", str(operator.folder / "copy")]) == 0


def test_copies_named_by_their_time_are_kept_in_a_number(
    operator: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["db", "init"]) == 0
    folder = operator.folder / "backups"
    folder.mkdir()
    mine = folder / "yanlu-before-the-move"
    old = [folder / f"yanlu-2026010{day}T023000Z" for day in (3, 1, 2)]
    for path in (mine, *old):
        path.touch()
    capsys.readouterr()
    assert main(["db", "backup", "--into", str(folder), "--keep", "2"]) == 0
    said = capsys.readouterr().out.splitlines()
    (new,) = {*folder.iterdir()} - {mine, *old}
    assert said[0].startswith(f"{new}: a copy with ")
    assert {*folder.iterdir()} == {mine, old[0], new}
    assert str(old[1]) in said[1]


def test_a_folder_for_copies_that_is_missing_is_named_with_what_to_do(
    operator: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["db", "init"]) == 0
    folder = operator.folder / "none"
    assert main(["db", "backup", "--into", str(folder)]) == 2
    told = capsys.readouterr().err
    assert told == f"{folder}: no such folder; make it: mkdir -m 700 {folder}\n"


@pytest.mark.parametrize("call", [[], ["copy", "--into", "."], ["--keep", "3"]])
def test_a_copy_has_a_name_or_a_folder(operator: World, call: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["db", "backup", *call])
    assert not (operator.folder / "yanlu.sqlite3").exists()
