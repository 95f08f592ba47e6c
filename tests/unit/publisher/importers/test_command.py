from pathlib import Path

import pytest

from publisher.cli.main import main
from tests.worlds.word_files import docx, paragraph, run

Said = pytest.CaptureFixture[str]


def test_the_command_names_what_it_wrote(tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "a.txt"
    file.write_text("工作方案\n\n強(qiáng)化\n", "utf-8")
    folder = tmp_path / "policies" / "a"
    assert (
        main(
            [
                "import",
                str(file),
                "--to",
                str(folder),
                "--policies",
                str(folder.parent),
                "--simplified",
            ]
        )
        == 0
    )
    names = ["policy.yml", "v1.md", "repairs.yml"]
    written = [str(folder / name) for name in names]
    assert capsys.readouterr().out.splitlines()[:4] == [*written, "2 repairs, 0 left out"]


def test_a_fault_ends_with_1_and_its_place(tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(b"no")
    assert (
        main(["import", str(file), "--to", str(tmp_path / "a"), "--policies", str(tmp_path)]) == 1
    )
    assert capsys.readouterr().err.startswith(f"{file}:1: I003 ")
    assert not (tmp_path / "a").exists()


def test_changes_are_rejected_on_demand(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(docx(paragraph(f"<w:ins>{run('新')}</w:ins>" + run("甲。"))))
    assert (
        main(
            [
                "import",
                str(file),
                "--to",
                str(tmp_path / "a"),
                "--policies",
                str(tmp_path),
                "--changes",
                "reject",
            ]
        )
        == 0
    )
    assert (tmp_path / "a" / "v1.md").read_text("utf-8") == "甲。\n"


def test_a_size_that_is_none_is_a_bad_call(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(
            [
                "import",
                "a.txt",
                "--to",
                str(tmp_path / "a"),
                "--policies",
                str(tmp_path),
                "--max-mb",
                "0",
            ]
        )
