"""A command speaks the language that was asked for, else that of the locale, else Chinese."""

from pathlib import Path

import pytest

from publisher.cli.console import language_of
from publisher.cli.main import main
from publisher.cli.progress import progress_reporter
from tests.worlds.sites import write

GOOD = {"a/policy.yml": "title: 甲\n", "a/v1.md": "正文。\n"}
KINDS = "pdf doc docx xls xlsx ppt pptx wps et dps ofd txt csv jpg png zip"
Said = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("environment", "tag"),
    [
        ({}, "zh-CN"),
        ({"YANLU_LANG": "en"}, "en"),
        ({"YANLU_LANG": "zh-CN", "LANG": "en_US.UTF-8"}, "zh-CN"),
        ({"YANLU_LANG": "", "LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_TW"}, "zh-CN"),
        ({"LANG": "fr_FR@euro"}, "en"),
        ({"LANG": "de"}, "en"),
        ({"LANG": "C"}, "zh-CN"),
        ({"LANG": "C.UTF-8"}, "zh-CN"),
        ({"LANG": "POSIX"}, "zh-CN"),
        ({"LC_MESSAGES": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8", "LANG": "en_US"}, "zh-CN"),
        ({"LC_ALL": "", "LANG": "en_US"}, "en"),
    ],
)
def test_the_language_is_asked_for_or_that_of_the_locale(
    environment: dict[str, str], tag: str
) -> None:
    assert language_of(environment) == tag


@pytest.mark.parametrize("asked", ["fr", "zh", "EN", "en_US"])
def test_another_language_is_refused_in_both(asked: str, capsys: Said) -> None:
    assert main(["check"], {"YANLU_LANG": asked}) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"build.py: YANLU_LANG 的值为 {asked}；请写 zh-CN 或 en",
        f"build.py: YANLU_LANG is {asked}; write zh-CN or en",
    ]


def check(folder: Path, files: dict[str, str], capsys: Said) -> tuple[int, list[str], str]:
    """Return how the check ends, and what it says of the sources and at the end, in Chinese."""
    policies = write(folder / "policies", {**GOOD, **files})
    status = main(["check", "--policies", str(policies)], {})
    said = capsys.readouterr()
    lines = [line for line in said.err.splitlines() if "site.yml" not in line]
    return status, [line.removeprefix(f"{policies}/") for line in lines], said.out


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a/policy.yml": "title: 甲\nisuer: 乙\n"},
         "a/policy.yml:2: Y003 没有 isuer 这个键；请改写为 issuer，或删去"),
        ({"a/policy.yml": "title: 甲\nwritten_on: 2018年\n"},
         "a/policy.yml:2: Y004 written_on：'2018年' 不是日期；请写作 2018-07-12 或 2018年7月12日"),
        ({"Ab/policy.yml": "title: 乙\n"},
         "Ab:1: S002 Ab 不能作编号；请用 1 至 64 个小写字母、数字和连字符，不以连字符开头"),
        ({"a/results.json": '{"policy": "a", "published_on": 7}'},
         "a/results.json:1: Y004 /published_on 应为日期，如 2018-07-12；请改正，或重新导出"),
        ({"a/policy.yml": "title: 甲\nattachments: [{title: 页, file: a.html}]\n", "a/a.html": "x"},
         f"a/policy.yml:2: S015 a.html 的类型不在可公开之列；请改用：{KINDS}"),
    ],
)  # fmt: skip
def test_a_drafter_reads_what_is_wrong_and_what_to_do_in_chinese(
    tmp_path: Path, files: dict[str, str], said: str, capsys: Said
) -> None:
    status, lines, summary = check(tmp_path, files, capsys)
    assert (status, lines) == (1, [said])
    assert summary == f"错误 1（{said.split()[1]}）、警告 1（K019）、提示 0\n"


def test_a_warning_is_told_in_chinese_and_fails_nothing(tmp_path: Path, capsys: Said) -> None:
    status, lines, summary = check(tmp_path, {"a/v1.md": "二、总则\n"}, capsys)
    assert status == 0
    assert lines == ["a/v1.md:1: C002 二、 是同级第一个，却不从头编号；请改正编号，原文如此则保留"]
    assert summary == "错误 0、警告 2（C002 K019）、提示 0\n"


def test_a_build_ends_in_the_language_of_the_locale(tmp_path: Path, capsys: Said) -> None:
    policies, site = write(tmp_path / "policies", GOOD), tmp_path / "site"
    where = ["--policies", str(policies), "--site", str(site)]
    assert main(where, {"LANG": "zh_CN.UTF-8"}) == 0
    assert capsys.readouterr().out == f"{site}：共 1 份政策和文件，本次生成 1 份\n"
    # The pages are kept, and so is what is wrong, whatever language it was told in.
    write(policies, {"a/v1.md": "二、总则\n"})
    assert main(where, {"LANG": "zh_CN.UTF-8"}) == 0
    assert "C002 二、 是同级第一个" in capsys.readouterr().err
    assert main(where, {"LANG": "en_US.UTF-8"}) == 0
    said = capsys.readouterr()
    assert "C002 二、 comes as the first of its list" in said.err
    assert said.out == f"{site}: 1 policy or document, 0 built\n"


def test_what_a_message_names_is_told_again_from_the_cache(tmp_path: Path, capsys: Said) -> None:
    policies, site = write(tmp_path / "policies", GOOD), tmp_path / "site"
    write(policies, {"a/policy.yml": "title: 甲\nassurance: identity_verified\n"})
    (policies / "a/v1.md").write_text("见![图](a.png)。\n", "utf-8")
    where = ["--policies", str(policies), "--site", str(site)]
    told = []
    for _ in range(2):
        assert main(where, {}) == 0
        told.append(capsys.readouterr().err)
    assert told[0] == told[1]
    assert "M003 a.png：不在本政策的文件夹内；请放入" in told[0]


@pytest.mark.parametrize(
    ("language", "words"), [("zh-CN", "已完成 200/200 篇"), ("en", "200 of 200 texts")]
)
def test_progress_is_told_in_the_language(language: str, words: str, capsys: Said) -> None:
    progress_reporter(language, "build.py")(200, 200)
    assert capsys.readouterr().err == f"build.py: {words}\n"
