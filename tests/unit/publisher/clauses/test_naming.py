from pathlib import Path

import pytest

from catalogue.model import Clause
from catalogue.text import clause_digest
from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems

TEXT = """# 意见

前言。

一、总体要求
（一）指导思想。全面贯彻。
文一。
文二。
"""


def named(text: str, version: str = "v1") -> dict[str, Clause]:
    read = read_text(text, Path("v1.md"), Problems())
    return {clause.eid: clause for clause in name_clauses("a", version, read).clauses}


def test_a_clause_is_born_with_its_version() -> None:
    assert named(TEXT, "v3")["part_1__sec_1"].wid == "v3.part_1__sec_1"


def test_a_clause_knows_its_parent_kind_and_line() -> None:
    clause = named(TEXT)["part_1__sec_1"]
    assert (clause.parent, clause.kind, clause.line) == ("part_1", "sec", 6)


def test_a_clause_keeps_its_number_heading_and_text() -> None:
    clause = named(TEXT)["part_1__sec_1"]
    assert (clause.number, clause.heading, clause.text) == ("（一）", "指导思想。", "全面贯彻。")


def test_a_clause_is_cited() -> None:
    assert named(TEXT)["part_1__sec_1__para_2"].citation == "第一部分（一）第2自然段"


def test_the_digest_covers_the_descendants() -> None:
    lines = [
        ("一、", "总体要求", ""),
        ("（一）", "指导思想。", "全面贯彻。"),
        ("", "", "文一。"),
        ("", "", "文二。"),
    ]
    assert named(TEXT)["part_1"].digest == clause_digest(lines)


@pytest.mark.parametrize(
    "change", [("文二。", "文三。"), ("一、总", "二、总"), ("思想。全", "思想，全")]
)
def test_any_change_below_changes_the_digest(change: tuple[str, str]) -> None:
    before, after = list(named(TEXT).values()), list(named(TEXT.replace(*change)).values())
    assert before[1].digest != after[1].digest
    assert before[0].digest == after[0].digest


def test_the_title_is_on_the_cover_and_no_clause() -> None:
    read = read_text(TEXT, Path("v1.md"), Problems())
    assert name_clauses("a", "v1", read).cover == read.cover
    assert [line.text for line in read.cover] == ["意见"]
