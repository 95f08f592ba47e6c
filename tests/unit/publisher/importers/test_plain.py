import pytest

from tests.unit.publisher.importers.conftest import Importing

TEXT = "一、总体要求\n\n推进工业经济发展。2018年\n"


@pytest.mark.parametrize(
    ("coding", "named"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16LE"),
        ("utf-16-le", "UTF-16LE"),
        ("utf-16-be", "UTF-16BE"),
        ("utf-32", "UTF-32LE"),
        ("gb18030", "GB18030"),
    ],
)
def test_the_encoding_is_found_and_named(imported: Importing, coding: str, named: str) -> None:
    outcome = imported("甲.txt", TEXT.encode(coding))
    assert outcome.lines() == ["一、总体要求", "推进工业经济发展。2018年"]
    assert outcome.data("repairs.yml")["encoding"] == named


def test_what_is_text_in_no_encoding_is_refused(imported: Importing) -> None:
    outcome = imported("甲.txt", b"\xff\xff\x80\x81 abc")
    assert outcome.problems == ["甲.txt:1: I007.encoding encodings=UTF-8 / GB18030"]


def test_zero_bytes_that_make_no_utf_16_are_refused(imported: Importing) -> None:
    (problem,) = imported("甲.txt", b"\x00\xd8\x00\xd8a\x00b").problems
    assert "I007.encoding encodings=UTF-16" in problem


def test_line_ends_of_all_systems_and_page_breaks(imported: Importing) -> None:
    outcome = imported("甲.txt", "甲。\r\n乙。\r丙。\f丁。\n".encode())
    assert outcome.lines() == ["甲。", "乙。", "丙。", "丁。"]


def test_control_characters_go_and_are_counted(imported: Importing) -> None:
    outcome = imported("甲.txt", "甲\x01\x7f乙\u00ad。".encode())
    assert outcome.lines() == ["甲乙。"]
    assert outcome.repairs == {"control": 2, "soft_hyphen": 1}


def test_markdown_keeps_its_headings_and_tables(imported: Importing) -> None:
    text = (
        "# 工作方案\n\n## 背景 ##\n\n**第一条** 甲。\n\n| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 |\n"
    )
    assert imported("甲.md", text.encode()).lines() == [
        "# 工作方案", "## 背景", "**第一条** 甲。", "| 甲 | 乙 |", "| --- | --- |", "| 丙 | 丁 |",
    ]  # fmt: skip


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-1.7"])
def test_a_word_file_that_is_named_a_text_is_refused_as_what_it_is(
    imported: Importing, start: bytes
) -> None:
    outcome = imported("甲.txt", start + b"\x00\x01")
    assert outcome.problems == ["甲.txt:1: I003.other_kind kind=.txt"]
