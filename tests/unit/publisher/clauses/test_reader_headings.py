from pathlib import Path

import pytest

from publisher.clauses import ReadText, read_text
from publisher.clauses.policy import split_heading
from publisher.clauses.tree import Node
from publisher.problems import Problems

LONG = "支持" * 24


def read(*lines: str) -> ReadText:
    return read_text("\n".join(lines), Path("v1.md"), Problems())


def first(*lines: str) -> Node:
    return read(*lines).root.children[0]


def cover(*lines: str) -> list[tuple[int, str, str]]:
    return [(line.line, line.role, line.text) for line in read(*lines).cover]


@pytest.mark.parametrize(
    ("rest", "heading", "text"),
    [
        ("总体思路", "总体思路", ""),
        ("支持工业,推动发展", "支持工业,推动发展", ""),
        ("加强领导。市政府成立小组。", "加强领导。", "市政府成立小组。"),
        ("加强领导。市政府成立小组", "加强领导。", "市政府成立小组"),
        ("市政府成立小组。", "", "市政府成立小组。"),
        ("市政府成立小组；", "", "市政府成立小组；"),
        ("包括以下内容:", "", "包括以下内容:"),
        ("包括以下内容：", "", "包括以下内容："),
        ("市政府成立小组;", "", "市政府成立小组;"),
        (f"{LONG}四。其余。", f"{LONG}四。", "其余。"),
        (f"{LONG}四九。其余。", "", f"{LONG}四九。其余。"),
        ("", "", ""),
    ],
)
def test_a_numbered_line_is_parted_into_heading_and_text(
    rest: str, heading: str, text: str
) -> None:
    assert split_heading(rest) == (heading, text)


def test_the_heading_of_fifty_characters_is_still_one() -> None:
    assert len(f"{LONG}四。") == 50
    assert split_heading("甲" * 49 + "。乙。")[0] == "甲" * 49 + "。"
    assert split_heading("甲" * 50 + "。乙。")[0] == ""


def test_only_white_space_may_be_lost_between_heading_and_text() -> None:
    node = first("（一）加强领导。\u3000\u3000市政府成立小组。")
    assert (node.printed, node.heading, node.text) == ("（一）", "加强领导。", "市政府成立小组。")


def test_an_unnumbered_paragraph_has_no_heading() -> None:
    node = first("加强领导。市政府成立小组")
    assert (node.heading, node.text) == ("", "加强领导。市政府成立小组")


def test_the_first_heading_of_the_first_level_is_the_title() -> None:
    assert cover("# 关于工业的意见", "正文。") == [(1, "title", "关于工业的意见")]


def test_a_title_may_stand_on_several_lines() -> None:
    assert [line for _, _, line in cover("# 关于工业", "# 发展的意见", "正文。")] == [
        "关于工业",
        "发展的意见",
    ]


def test_a_heading_of_the_first_level_inside_the_text_is_a_heading() -> None:
    root = read("正文。", "# 附注").root
    assert [(node.kind, node.heading) for node in root.children] == [
        ("para", ""),
        ("crossheading", "附注"),
    ]


@pytest.mark.parametrize(
    "line", ["## 要素保障", "###\u3000要素保障", "## 要素保障 ##", "\u3000## 要素保障"]
)
def test_an_unnumbered_heading_is_a_clause_of_its_own(line: str) -> None:
    node = first(line)
    assert (node.kind, node.printed, node.heading, node.text) == (
        "crossheading",
        "",
        "要素保障",
        "",
    )


def test_a_marked_heading_with_a_number_is_the_numbered_clause() -> None:
    node = first("## 一、总体要求")
    assert (node.kind, node.printed, node.heading) == ("part", "一、", "总体要求")


@pytest.mark.parametrize("line", ["#标签", "####### 七级", "#"])
def test_what_markdown_takes_for_no_heading_is_text(line: str) -> None:
    assert (first(line).kind, first(line).text) == ("para", line)


@pytest.mark.parametrize(
    "line", ["5*3*2毫米", "    四个空格", "<b>加粗</b>", "[文](链接)", "> 引文", "| 半个表"]
)
def test_markdown_changes_no_character_of_a_paragraph(line: str) -> None:
    assert first(line).text == line.strip()
