import pytest

from publisher.clauses import read_text
from publisher.problems import Problems
from tests.unit.publisher.conftest import Faults, Read


def test_the_title_of_a_lone_file_is_its_first_heading(read: Read) -> None:
    source = read({"b.md": "# 关于服务企业的意见\n\n正文。\n\n## 二级\n"})
    assert (source.policy.id, source.policy.title) == ("b", "关于服务企业的意见")


@pytest.mark.parametrize(
    ("heading", "title"),
    [("# 意见 #", "意见"), ("## 意见", "意见"), ("#\u3000意见  ", "意见"), ("# 推广C#", "推广C#")],
)
def test_the_marks_of_a_heading_are_no_part_of_the_title(
    read: Read, heading: str, title: str
) -> None:
    assert read({"b.md": f"前言。\n\n{heading}\n\n正文。\n"}).policy.title == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# 一、总则\n\n正文。\n\n## 关于**甲**的意见[^1]\n", "关于甲的意见"),
        ("# 第一章 总则\n\n# 甲办法\n", "甲办法"),
        ("#（一）总则\n", "（一）总则"),
        ("```\n# 码\n```\n# 甲\n", "甲"),
    ],
)
def test_a_heading_with_a_number_is_no_title_where_there_is_another(
    read: Read, text: str, title: str
) -> None:
    assert read({"b.md": text}).policy.title == title


def test_front_matter_goes_before_the_heading(read: Read) -> None:
    policy = read(
        {"b.md": "---\ntitle: 甲\nkind: news\nindex_no: 007\n---\n# 乙\n\n正文。\n"}
    ).policy
    assert (policy.title, policy.kind, policy.index_no) == ("甲", "news", "007")


def test_a_lone_file_has_one_version_which_is_public(read: Read) -> None:
    (version,) = read({"b.md": "# 乙\n\n正文。\n"}).versions
    assert (version.id, version.always_public) == ("v1", True)


def test_line_numbers_hold_behind_front_matter(read: Read) -> None:
    source = read({"b.md": "---\ntitle: 甲\n---\n\n一、总则\n"})
    version = source.versions[0]
    node = read_text(version.text, version.path, Problems()).root.children[0]
    assert (node.line, node.heading) == (5, "总则")


def test_warnings_name_the_line_behind_front_matter(faults: Faults) -> None:
    assert faults({"b.md": "---\ntitle: 甲\n---\n\n二、总则\n"}) == [
        "b.md:5: C002.first printed=二、"
    ]


def test_faults_in_front_matter_are_named_by_line(faults: Faults) -> None:
    assert faults({"b.md": "---\ntitle: 甲\nisuer: 乙\n---\n正文。\n"}) == [
        "b.md:3: Y003.unknown_key key=isuer choices=['issuer']"
    ]


def test_a_file_without_title_and_heading_is_a_fault(faults: Faults) -> None:
    assert faults({"b.md": "正文。\n"}) == ["b.md:1: Y005.missing key=title name=title"]


def test_empty_front_matter_is_none(read: Read) -> None:
    assert read({"b.md": "---\n---\n# 乙\n\n正文。\n"}).policy.title == "乙"


def test_a_byte_order_mark_and_windows_line_ends_are_taken(read: Read) -> None:
    source = read({"b.md": "\ufeff---\r\ntitle: 甲\r\n---\r\n\r\n正文。\r\n"})
    assert source.policy.title == "甲"
    assert "\r" not in source.versions[0].text
