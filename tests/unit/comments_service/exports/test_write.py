import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from comments_service.exports import FORMATS, write
from comments_service.exports.export_data import ExportData

MakeData = Callable[..., ExportData]


class CursorLostError(OSError):
    """The database went away in the middle of the rows."""


def broken(data: ExportData) -> ExportData:
    def rows() -> Iterator[Sequence[Any]]:
        yield next(iter(data.comments))
        raise CursorLostError

    return replace(data, comments=rows())


def test_there_are_three_formats() -> None:
    assert FORMATS == ("xlsx", "csv", "json")


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_file_appears_alone(tmp_path: Path, make_data: MakeData, file_format: str) -> None:
    write(file_format, tmp_path / "out", make_data(12))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_failure_leaves_what_stood_there(
    tmp_path: Path, make_data: MakeData, file_format: str
) -> None:
    (tmp_path / "out").write_text("before")
    with pytest.raises(CursorLostError):
        write(file_format, tmp_path / "out", broken(make_data(3)))
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_same_data_give_the_same_bytes(
    tmp_path: Path, make_data: MakeData, file_format: str
) -> None:
    write(file_format, tmp_path / "one", make_data(12))
    write(file_format, tmp_path / "two", make_data(12))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("file_format", FORMATS)
def test_contacts_are_for_the_owner_only(
    tmp_path: Path, make_data: MakeData, file_format: str
) -> None:
    write(file_format, tmp_path / "out", make_data(3, "restricted"))
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o600


def test_another_format_is_refused(tmp_path: Path, make_data: MakeData) -> None:
    with pytest.raises(ValueError, match="xlsx, csv, json"):
        write("pdf", tmp_path / "out", make_data(1))
    assert not list(tmp_path.iterdir())


def test_a_folder_is_not_made(tmp_path: Path, make_data: MakeData) -> None:
    with pytest.raises(FileNotFoundError):
        write("csv", tmp_path / "nowhere" / "out", make_data(1))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("file_format", FORMATS)
def test_file_and_folder_are_on_disk_before_it_is_said(
    tmp_path: Path, make_data: MakeData, monkeypatch: pytest.MonkeyPatch, file_format: str
) -> None:
    flushed: list[tuple[int, bool]] = []

    def note(handle: int) -> None:
        # What is flushed, and whether the file stood under its name by then.
        flushed.append((os.fstat(handle).st_ino, (tmp_path / "out").exists()))

    monkeypatch.setattr(os, "fsync", note)
    write(file_format, tmp_path / "out", make_data(3))
    file, folder = (tmp_path / "out").stat().st_ino, tmp_path.stat().st_ino
    assert flushed == [(file, False), (folder, True)]
