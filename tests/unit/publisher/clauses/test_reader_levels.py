from pathlib import Path

import pytest

from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems

PATH = Path("policies/a/v1.md")


def eids(*lines: str) -> list[str]:
    read = read_text("\n".join(lines), PATH, Problems())
    return [clause.eid for clause in name_clauses("a", "v1", read).clauses]


def reported(*lines: str) -> list[str]:
    problems = Problems()
    read_text("\n".join(lines), PATH, problems)
    return [str(problem) for problem in problems]


def test_levels_nest() -> None:
    assert eids("一、甲", "（一）乙", "1.丙", "（1）丁", "——戊")[-1] == (
        "part_1__sec_1__point_1__indent_1__indent_nn_1"
    )


def test_a_level_may_be_skipped() -> None:
    assert eids("三、甲", "1.乙", "2.丙") == ["part_3", "part_3__point_1", "part_3__point_2"]


def test_a_text_may_begin_at_any_level() -> None:
    assert eids("1、甲", "2、乙") == ["point_1", "point_2"]


def test_a_restart_needs_the_whole_path() -> None:
    assert eids("一、甲", "（一）乙", "1、丙", "（二）丁", "1、戊", "二、己", "（一）庚") == [
        "part_1",
        "part_1__sec_1",
        "part_1__sec_1__point_1",
        "part_1__sec_2",
        "part_1__sec_2__point_1",
        "part_2",
        "part_2__sec_1",
    ]


def test_the_two_ways_to_write_an_item_are_one_level() -> None:
    assert eids("一、甲", "1.乙", "2、丙") == ["part_1", "part_1__point_1", "part_1__point_2"]


def test_paragraphs_before_the_first_number_stand_at_the_top() -> None:
    assert eids("前言。", "各单位：", "一、甲") == ["para_1", "para_2", "part_1"]


def test_paragraphs_after_a_number_belong_to_it_and_are_counted() -> None:
    assert eids("一、甲", "首先。", "其次。", "二、乙", "又。") == [
        "part_1",
        "part_1__para_1",
        "part_1__para_2",
        "part_2",
        "part_2__para_1",
    ]


def test_items_never_hang_on_a_paragraph() -> None:
    assert eids("一、甲", "说明如下：", "1.乙", "（1）丙") == [
        "part_1",
        "part_1__para_1",
        "part_1__point_1",
        "part_1__point_1__indent_1",
    ]


def test_dashes_are_counted_under_their_item() -> None:
    assert eids("1、甲", "——乙", "——丙", "2、丁", "——戊") == [
        "point_1",
        "point_1__indent_nn_1",
        "point_1__indent_nn_2",
        "point_2",
        "point_2__indent_nn_1",
    ]


def test_a_paragraph_after_a_dash_belongs_to_the_numbered_clause() -> None:
    assert eids("1、甲", "——乙", "另外。")[-1] == "point_1__para_1"


def test_an_item_behind_spaces_and_without_a_blank_line_is_an_item() -> None:
    assert eids("1、甲", "文。", "\u2002\u2002\u2002\u2002    2、乙")[-1] == "point_2"


@pytest.mark.parametrize("blank", ["\n\n", "\n\u3000\u3000\n", "\r\n".replace("\r", "")])
def test_blank_lines_between_clauses_change_nothing(blank: str) -> None:
    assert eids(blank.join(["一、甲", "（一）乙", "文。"])) == [
        "part_1",
        "part_1__sec_1",
        "part_1__sec_1__para_1",
    ]


def test_a_gap_is_reported_and_nothing_is_renumbered() -> None:
    lines = ["一、甲", "1.乙", "2.丙", "4.丁"]
    assert eids(*lines)[-1] == "part_1__point_4"
    assert reported(*lines) == ["policies/a/v1.md:4: C002.after printed=4. before=2"]


def test_a_list_that_does_not_begin_with_one_is_reported() -> None:
    assert reported("一、甲", "（二）乙") == ["policies/a/v1.md:2: C002.first printed=（二）"]


def test_a_repeated_number_is_kept_apart_and_reported() -> None:
    lines = ["一、甲", "二、乙", "二、丙", "（一）丁", "二、戊"]
    assert eids(*lines) == [
        "part_1",
        "part_2",
        "part_2_inst2",
        "part_2_inst2__sec_1",
        "part_2_inst3",
    ]
    assert reported(*lines) == [
        "policies/a/v1.md:3: C001.again printed=二、",
        "policies/a/v1.md:5: C001.again printed=二、",
    ]


def test_numbers_in_step_are_not_reported() -> None:
    assert reported("一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊", "——己", "——庚") == []


def test_a_text_of_blank_lines_holds_no_clause() -> None:
    assert eids("", "\u3000", "\u200b") == []
