"""``export --format docx`` and ``export --year``: reports from the command line."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from comments_service.cli.main import main
from comments_service.services.intake.submit import submit
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World

Export = Callable[..., int]


@pytest.fixture
def export(world: World, monkeypatch: pytest.MonkeyPatch) -> Export:
    """Export with options to ``out`` in the world's folder."""
    for name, value in world.env.items():
        monkeypatch.setenv(name, value)
    submit(world.service(), parse_submission(world.citizen()))
    out = str(world.folder / "out")
    return lambda *options: main(["export", "--out", out, *options])


def test_one_word_file_holds_all_reports(export: Export, tmp_path: Path) -> None:
    assert export(POLICY, "--format", "docx") == 0
    with (tmp_path / "out").open("rb") as file:
        document = Document(file)
    titles = [each.text for each in document.paragraphs if each.style.name == "Title"]  # type: ignore[union-attr]
    assert len(titles) == 3
    assert document.tables[0].rows[1].cells[1].text == "林*芸"


def test_a_years_sheet_needs_no_policy(export: Export, tmp_path: Path) -> None:
    assert export("--year", "2018", "--format", "xlsx") == 0
    with (tmp_path / "out").open("rb") as file:
        assert openpyxl.load_workbook(file).sheetnames == ["概览", "按发布机构", "按征求意见"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--format", "docx"], "name a POLICY, or a year"),
        ([POLICY, "--year", "2018", "--format", "xlsx"], "name a POLICY, or a year"),
        (["--year", "2018", "--format", "docx"], "--year goes with --format xlsx alone"),
        (["--year", "2018", "--format", "xlsx", "--lang", "en"], "its words are Chinese"),
        (["--year", "2018", "--format", "xlsx", "--edition", "restricted"], "no editions"),
        ([POLICY, "--format", "docx", "--lang", "en"], "official reports are in Chinese"),
        (["nothing", "--format", "docx"], "没有这份文件"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_written(
    export: Export,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    words: str,
) -> None:
    assert export(*options) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
