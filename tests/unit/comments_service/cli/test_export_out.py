"""Where ``export --out`` writes: a file of its own, never through a link or into a device."""

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from comments_service.cli.main import main
from comments_service.exports import FORMATS
from comments_service.exports.atomic_write import atomic_write
from comments_service.services.intake.submit import submit
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World

Export = Callable[..., int]


@pytest.fixture
def export(world: World, monkeypatch: pytest.MonkeyPatch) -> Export:
    """Export the one comment there is to a path, and return the exit status."""
    for name, value in world.env.items():
        monkeypatch.setenv(name, value)
    submit(world.service(), parse_submission(world.citizen()))

    def run(out: Path | str, file_format: str = "json") -> int:
        return main(["export", POLICY, "--format", file_format, "--out", str(out)])

    return run


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to("nowhere")


def a_link_to_a_device(path: Path) -> None:
    path.symlink_to("/dev/null")


KINDS = [os.mkfifo, a_socket, a_link_to_nothing, a_link_to_a_device, os.mkdir]


def refused(out: Path | str, file_format: str) -> bool:
    """Call without settings: the place is looked at before anything is opened."""
    return main(["export", POLICY, "--format", file_format, "--out", str(out)]) == 2


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("make", KINDS)
def test_what_is_no_regular_file_is_refused_and_stays(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    make: Callable[[Path], None],
    file_format: str,
) -> None:
    make(tmp_path / "x")
    before = (tmp_path / "x").lstat()
    assert refused(tmp_path / "x", file_format)
    told = capsys.readouterr().err
    assert told.startswith(f"{tmp_path}/x: is ")
    assert told.count("\n") == 1
    assert (tmp_path / "x").lstat() == before
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_link_to_a_file_is_refused_and_the_file_is_whole(
    export: Export, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "real").write_text("before")
    (tmp_path / "link").symlink_to("real")
    assert export(tmp_path / "link") == 2
    assert "is a link" in capsys.readouterr().err
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "before"


@pytest.mark.parametrize("out", ["/dev/stdout", "/dev/null", "-"])
def test_who_wants_it_on_the_screen_is_told_what_to_do(
    capsys: pytest.CaptureFixture[str], out: str
) -> None:
    assert refused(out, "csv")
    assert "read it from there (cat FILE)" in capsys.readouterr().err


def test_a_folder_that_is_a_link_is_a_folder(export: Export, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "latest").symlink_to("real")
    assert export(tmp_path / "latest/x.json") == 0
    assert [path.name for path in (tmp_path / "real").iterdir()] == ["x.json"]


def test_a_regular_file_is_replaced_and_its_other_names_are_not(
    export: Export, tmp_path: Path
) -> None:
    (tmp_path / "x").write_text("before")
    (tmp_path / "other").hardlink_to(tmp_path / "x")
    assert export(tmp_path / "x") == 0
    assert json.loads((tmp_path / "x").read_text("utf-8"))["comments"]
    assert (tmp_path / "other").read_text() == "before"


def test_a_link_that_comes_while_it_is_written_is_not_replaced(tmp_path: Path) -> None:
    out = tmp_path / "x"

    def write() -> None:
        with atomic_write(out, private=False) as target:
            target.write_text("whole")
            out.symlink_to("real")

    with pytest.raises(FileExistsError, match="is a link"):
        write()
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
