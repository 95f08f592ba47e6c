"""``export --lang``: the workbook's words; csv and json speak in fields and codes."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from comments_service.cli.main import main
from comments_service.services.intake.submit import submit
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World

Export = Callable[..., int]


@pytest.fixture
def export(world: World, monkeypatch: pytest.MonkeyPatch) -> Export:
    """Export the one comment there is, with options, to ``out`` in the world's folder."""
    for name, value in world.env.items():
        monkeypatch.setenv(name, value)
    submit(world.service(), parse_submission(world.citizen()))

    def run(file_format: str, *options: str) -> int:
        out = str(world.folder / "out")
        return main(["export", POLICY, "--format", file_format, "--out", out, *options])

    return run


def sheet_names(folder: Path) -> list[str]:
    with (folder / "out").open("rb") as file:
        return openpyxl.load_workbook(file).sheetnames


def test_a_workbook_is_chinese_whatever_the_commands_speak(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YANLU_LANG", "en")
    assert export("xlsx") == 0
    assert sheet_names(tmp_path)[:2] == ["概览", "意见明细"]


def test_a_workbook_is_english_where_that_is_asked_for(export: Export, tmp_path: Path) -> None:
    assert export("xlsx", "--lang", "en") == 0
    assert sheet_names(tmp_path)[:2] == ["Overview", "Comments"]


@pytest.mark.parametrize("file_format", ["csv", "json"])
@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_a_language_of_data_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file_format: str, lang: str
) -> None:
    out = str(tmp_path / "out")
    assert main(["export", POLICY, "--format", file_format, "--out", out, "--lang", lang]) == 2
    refused = f"--lang is for --format xlsx: {file_format} has field names and codes\n"
    assert capsys.readouterr().err == refused
    assert list(tmp_path.iterdir()) == []


def test_a_language_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["export", POLICY, "--format", "xlsx", "--out", str(tmp_path / "x"), "--lang", "fr"])
