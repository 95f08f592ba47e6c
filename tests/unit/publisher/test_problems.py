import os
import re
from pathlib import Path

import pytest

from publisher.problems import CODES, Problems, Severity, SourceProblem
from tests.worlds.sites import ROOT

PATH = Path("policies/a/v1.md")


def test_every_code_is_explained_and_no_other() -> None:
    text = (ROOT / "docs" / "codes.md").read_text("utf-8")
    assert re.findall(r"^### (\w+)$", text, re.MULTILINE) == list(CODES)


def test_every_section_says_its_severity_in_both_languages() -> None:
    said = {
        Severity.ERROR: (False, False, False, False),
        Severity.WARNING: (True, False, True, False),
        Severity.INFO: (False, True, False, True),
    }
    text = (ROOT / "docs" / "codes.md").read_text("utf-8")
    sections = re.split(r"^### (\w+)$", text, flags=re.MULTILINE)[1:]
    openings = ("Warning:", "Note:", "警告：", "提示：")
    found = {
        code: tuple(
            any(line.startswith(word) for line in section.splitlines()) for word in openings
        )
        for code, section in zip(sections[::2], sections[1::2], strict=True)
    }
    assert found == {code: said[severity] for code, severity in CODES.items()}


def test_every_code_is_used() -> None:
    sources = (ROOT / "publisher").rglob("*.py")
    used = "".join(path.read_text("utf-8") for path in sources if path.name != "problems.py")
    assert [code for code in CODES if f'"{code}"' not in used] == []


def test_a_problem_is_written_with_its_place() -> None:
    assert str(SourceProblem(PATH, 154, "C002", "断号")) == "policies/a/v1.md:154: C002 断号"


def test_a_problem_is_one_line_whatever_the_file_is_called() -> None:
    path = Path(os.fsdecode(b"a/\xb2\xdd\nb\x1b[31m\xe7\xa8\xbf.md"))
    said = r"a/\udcb2\udcdd\nb\x1b[31m稿.md:1: S010 x\u202e　y"
    assert str(SourceProblem(path, 1, "S010", "x\u202e　y")) == said


def test_only_errors_stop_the_build() -> None:
    problems = Problems()
    problems.add(PATH, 1, "C001", "x")
    problems.add(PATH, 1, "S005", "x")
    assert [problem.code for problem in problems.errors] == ["S005"]
    assert SourceProblem(PATH, 1, "C001", "x").severity is Severity.WARNING


def test_problems_are_listed_by_place() -> None:
    problems = Problems()
    for line in (10, 9, 2):
        problems.add(PATH, line, "C002", "x")
    assert [problem.line for problem in problems] == [2, 9, 10]


def test_a_code_that_nobody_explained_cannot_be_used() -> None:
    with pytest.raises(KeyError):
        Problems().add(PATH, 1, "X999", "x")
