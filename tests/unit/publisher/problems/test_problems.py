import os
from pathlib import Path

import pytest

from publisher.problems import Message, Problems, Severity, SourceProblem, cause_of, shortened

PATH = Path("policies/a/v1.md")
AGAIN = Message("C001.again", {"printed": "一、"})


def test_a_problem_is_written_with_its_place_in_the_language_of_the_reader() -> None:
    problem = SourceProblem(PATH, 154, AGAIN)
    assert problem.text("zh-CN") == (
        "policies/a/v1.md:154: C001 一、 重复；请改正编号，原文如此则保留"
    )
    assert problem.text("en").startswith("policies/a/v1.md:154: C001 一、 is here again; ")


def test_a_problem_is_one_line_whatever_the_file_is_called() -> None:
    path = Path(os.fsdecode(b"a/\xb2\xdd\nb\x1b[31m\xe7\xa8\xbf.md"))
    message = Message("C001.again", {"printed": "x\u202e　y"})
    start = r"a/\udcb2\udcdd\nb\x1b[31m稿.md:1: C001 x\u202e　y is here again"
    assert SourceProblem(path, 1, message).text("en").startswith(start)


def test_only_errors_stop_the_build() -> None:
    problems = Problems()
    problems.add(PATH, 1, "C001.again", printed="一、")
    problems.add(PATH, 1, "S005.no_text")
    assert [problem.code for problem in problems.errors] == ["S005"]
    assert SourceProblem(PATH, 1, AGAIN).severity() is Severity.WARNING
    assert SourceProblem(PATH, 1, AGAIN).severity({"C001": Severity.OFF}) is Severity.OFF


def test_problems_are_listed_by_place() -> None:
    problems = Problems()
    for line in (10, 9, 2):
        problems.add(PATH, line, "C002.first", printed="二、")
    assert [problem.line for problem in problems] == [2, 9, 10]


def test_a_list_is_joined_as_the_language_does_and_may_be_cut_short() -> None:
    names = [f"v1.art_{number}" for number in range(1, 5)]
    values = {"version": "v2", "names": shortened(names, 2)}
    message = Message("V002.strange", values)
    assert "v1.art_1, v1.art_2 and 2 more; " in message.text("en")
    assert "v1.art_1、v1.art_2，另有 2 处；" in message.text("zh-CN")
    assert shortened(names, 4) == names


@pytest.mark.parametrize(("count", "words"), [(1, "1 clause waits"), (2, "2 clauses wait")])
def test_english_counts(count: int, words: str) -> None:
    message = Message("V004.waiting", {"count": count, "policy": "a"})
    assert message.text("en").startswith(words)
    assert message.text("zh-CN").startswith(f"有 {count} 处")


@pytest.mark.parametrize(
    ("error", "chinese"),
    [
        (FileNotFoundError(2, "No such file or directory"), "没有这个文件或文件夹"),
        (OSError(22, "cause.no_plain_file"), "不是普通文件"),
        (OSError(61, "No data available"), "No data available"),
    ],
)
def test_what_the_system_says_is_told_in_the_language_where_it_is_common(
    error: OSError, chinese: str
) -> None:
    message = Message("S001.unreadable", {"cause": cause_of(error)})
    assert message.text("zh-CN") == f"无法读取（{chinese}）；请检查文件及其权限"


def test_a_kind_that_is_in_no_table_cannot_be_told() -> None:
    with pytest.raises(KeyError):
        Message("X999.nothing").text("en")
