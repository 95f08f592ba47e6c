"""What a file has and its text has not: named wherever people look at what was read."""

from pathlib import Path

import pytest

from publisher.cli.main import main
from tests.readers.html_tree import parse
from tests.worlds.word_files import WITH_LEFT_OUT, docx, paragraph, run

Said = pytest.CaptureFixture[str]
NAMED = [
    "图片“公章” 1 处，v1.md 第3行",
    "批注“再商量” 1 处，v1.md 第3行",
    "已划去的文字“50万元” 1 处，v1.md 第3行",
    "隐藏文字“内部底数” 1 处，v1.md 第3行",
]


def said_of(
    capsys: Said, folder: Path, raw: bytes, command: str, *options: str, language: str = "zh-CN"
) -> list[str]:
    (folder / "甲.docx").write_bytes(raw)
    policies = str(folder / "policies")
    call = [command, str(folder / "甲.docx"), "--policies", policies, *options]
    assert main(call, {"YANLU_LANG": language}) == 0
    return capsys.readouterr().out.splitlines()


def test_what_was_left_out_follows_the_doubts_of_a_reading(tmp_path: Path, capsys: Said) -> None:
    said = said_of(capsys, tmp_path, WITH_LEFT_OUT, "read")
    assert said[-5:] == ["未收入（4 处）", *(f"      {each}" for each in NAMED)]
    assert [line[:3] for line in said[:-5] if line and line[0] != " "][-1] == "请核对"


def test_an_import_ends_with_what_was_left_out(tmp_path: Path, capsys: Said) -> None:
    said = said_of(capsys, tmp_path, WITH_LEFT_OUT, "import", "--to", f"{tmp_path}/policies/a")
    assert said[-5:] == ["未收入（4 处）", *(f"      {each}" for each in NAMED)]
    assert any(line.endswith("未收入 4 处") for line in said)


def test_the_page_of_a_reading_lists_what_was_left_out(tmp_path: Path, capsys: Said) -> None:
    page = tmp_path / "a.html"
    said_of(capsys, tmp_path, WITH_LEFT_OUT, "read", "--html", str(page))
    tree = parse(page.read_text("utf-8").removeprefix("<!doctype html>"))
    (section,) = [each for each in tree.all("section") if "未收入" in each.text()]
    assert [each.text() for each in section.all("li")] == NAMED


def test_it_is_told_in_english(tmp_path: Path, capsys: Said) -> None:
    said = said_of(capsys, tmp_path, WITH_LEFT_OUT, "read", language="en")
    assert [said[-5], said[-2]] == [
        "Left out (4)",
        "      words that are struck out “50万元”, 1, v1.md line 3",
    ]


def test_nothing_is_said_where_nothing_was_left_out(tmp_path: Path, capsys: Said) -> None:
    page, raw = tmp_path / "a.html", docx(paragraph(run("甲。")))
    assert not any("未收入" in line for line in said_of(capsys, tmp_path, raw, "read"))
    said_of(capsys, tmp_path, raw, "read", "--html", str(page))
    assert "未收入" not in page.read_text("utf-8")


def test_of_a_long_list_the_first_are_shown_and_the_file_named(
    tmp_path: Path, capsys: Said
) -> None:
    words = "".join(run(f"{at}" * 50, "<w:vanish/>") + run("甲") for at in range(1, 24))
    said = said_of(capsys, tmp_path, docx(paragraph(words)), "read")
    assert said[-22] == "未收入（23 处）"
    assert said[-21] == f"      隐藏文字“{'1' * 40}…” 1 处，v1.md 第1行"
    assert said[-1] == "      另有 3 处，见 repairs.yml"
