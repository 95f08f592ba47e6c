"""The forms of laws, one by one, on the smallest text that shows them."""

from pathlib import Path

import pytest

from catalogue.model import ClauseSet
from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems


def read(*lines: str, problems: Problems | None = None) -> ClauseSet:
    text = "\n\n".join(lines)
    return name_clauses("p", "v1", read_text(text, Path("v1.md"), problems or Problems()))


def eids(*lines: str) -> list[str]:
    return [clause.eid for clause in read(*lines).clauses]


def test_an_article_has_no_text_and_each_paragraph_is_a_clause() -> None:
    clauses = read("第一条 为了规范。", "第二条 甲。", "乙。").clauses
    assert [(c.eid, c.number, c.text) for c in clauses] == [
        ("art_1", "第一条", ""),
        ("art_1__para_1", "", "为了规范。"),
        ("art_2", "第二条", ""),
        ("art_2__para_1", "", "甲。"),
        ("art_2__para_2", "", "乙。"),
    ]


def test_items_hang_on_their_paragraph() -> None:
    lines = ["第一条 有下列情形：", "（一）甲；", "1.子；", "（二）乙。", "又。", "（一）丙。"]
    assert eids(*lines) == [
        "art_1", "art_1__para_1", "art_1__para_1__point_1", "art_1__para_1__point_1__indent_1",
        "art_1__para_1__point_2", "art_1__para_2", "art_1__para_2__point_1",
    ]  # fmt: skip


def test_divisions_take_their_path_and_articles_run_through() -> None:
    lines = [
        "第一编 总则",
        "第一章 规定",
        "第一节 一般",
        "第一条 甲。",
        "第二章 主体",
        "第二条 乙。",
    ]
    clauses = read(*lines).clauses
    assert [c.eid for c in clauses if c.kind != "para"] == [
        "part_1", "part_1__chp_1", "part_1__chp_1__sec_1", "art_1", "part_1__chp_2", "art_2",
    ]  # fmt: skip
    assert [c.parent for c in clauses if c.kind == "art"] == [
        "part_1__chp_1__sec_1",
        "part_1__chp_2",
    ]


def test_an_inserted_article_keeps_its_number() -> None:
    clauses = read("第一条 甲。", "第一条之一 乙。", "第一条之二 丙。", "第二条 丁。").clauses
    assert [c.eid for c in clauses if c.kind == "art"] == ["art_1", "art_1-1", "art_1-2", "art_2"]
    assert clauses[2].citation == "第一条之一"


@pytest.mark.parametrize(
    "line",
    [
        "第二十八条第三款关于补偿的规定，适用本条。",
        "第三条、第四条规定的情形除外。",
        "第九条规定的期限自公布之日起算。",
        "第五条至第七条的规定不适用。",
    ],
)
def test_a_reference_that_opens_a_paragraph_is_text(line: str) -> None:
    clauses = read("第一条 甲。", "第二条 乙。", line, "第三条 丙。").clauses
    assert [c.eid for c in clauses if c.kind == "art"] == ["art_1", "art_2", "art_3"]
    assert [c.text for c in clauses if c.eid == "art_2__para_2"] == [line]


def test_a_blank_inside_the_number_does_not_hide_it() -> None:
    clauses = read("第一条 甲。", "第 二 条 乙。", "第三\u3000条\u3000丙。").clauses
    assert [c.number for c in clauses if c.kind == "art"] == ["第一条", "第 二 条", "第三\u3000条"]


def test_a_bracket_behind_the_number_is_a_title_only_where_it_stands_alone() -> None:
    clauses = read(
        "第一条（目的）", "为了规范。", "第二条 （镇）土地利用规划。", "第三条 【期限】自公布起。"
    ).clauses
    found = {c.eid: (c.heading, c.text) for c in clauses}
    assert found["art_1"] == ("（目的）", "")
    assert found["art_1__para_1"] == ("", "为了规范。")
    assert found["art_2__para_1"] == ("", "（镇）土地利用规划。")
    assert found["art_3"] == ("【期限】", "")


def test_a_contents_list_is_cover_and_not_chapters() -> None:
    lines = [
        "目\u3000录",
        "第一章 总则",
        "第二章 附则",
        "第一章 总则",
        "第一条 甲。",
        "第二章 附则",
        "第二条 乙。",
    ]
    clauses = read(*lines)
    assert [c.eid for c in clauses.clauses if c.kind == "chp"] == ["chp_1", "chp_2"]
    assert [line.role for line in clauses.cover] == ["contents"] * 3


def test_a_contents_list_without_its_title_is_cover_too() -> None:
    lines = [
        "## 第一章 总则",
        "## 第二章 附则",
        "## 第一章 总则",
        "第一条 甲。",
        "## 第二章 附则",
        "第二条 乙。",
    ]
    problems = Problems()
    clauses = read(*lines, problems=problems)
    assert [c.eid for c in clauses.clauses if c.kind == "chp"] == ["chp_1", "chp_2"]
    assert list(problems) == []


def test_who_adopted_a_law_and_when_is_cover() -> None:
    lines = [
        "# 某条例",
        "2018年5月1日 某会议通过",
        "（2019年修正）",
        "2018年7月1日 施行",
        "第一条 甲。",
        "第二条 乙。",
    ]
    assert [line.role for line in read(*lines).cover][:2] == ["title", "enactment"]


def test_an_annex_numbers_its_articles_anew() -> None:
    clauses = read("第一条 甲。", "第二条 乙。", "附件1 规则", "第一条 丙。", "第二条 丁。").clauses
    assert [c.eid for c in clauses if c.kind in ("art", "att")] == [
        "art_1", "art_2", "att_1", "att_1__art_1", "att_1__art_2",
    ]  # fmt: skip
    assert clauses[-2].citation == "附件1第二条"


def test_numbering_that_starts_again_without_an_annex_is_reported() -> None:
    problems = Problems()
    clauses = read("第一条 甲。", "第二条 乙。", "第一条 丙。", "第二条 丁。", problems=problems)
    assert [c.eid for c in clauses.clauses if c.kind == "art"][2:] == ["art_1_inst2", "art_2_inst2"]
    assert {problem.code for problem in problems} == {"C001"}


def test_a_gap_is_reported_and_not_filled() -> None:
    problems = Problems()
    clauses = read("第一条 甲。", "第二条 乙。", "第四条 丙。", "第五条 丁。", problems=problems)
    assert [c.eid for c in clauses.clauses if c.kind == "art"] == [
        "art_1",
        "art_2",
        "art_4",
        "art_5",
    ]
    assert [(problem.line, problem.code) for problem in problems] == [(5, "C002")]


def test_quoted_law_stays_inside_the_clause_that_quotes_it() -> None:
    lines = ["一、第五条修改为：“第五条 甲。", "“（一）子；", "“第六条 丑。”", "二、删去第七条。"]
    clauses = read(*lines).clauses
    assert [c.eid for c in clauses] == ["part_1", "part_1__qstr_1", "part_1__qstr_2", "part_2"]


def test_numbered_headings_divide_a_law_where_an_article_follows() -> None:
    clauses = read("一、一般规定", "第一条 甲。", "二、责任", "第二条 乙。").clauses
    assert [c.eid for c in clauses if c.kind == "part"] == ["part_1", "part_2"]
    assert clauses[0].citation == "第一部分"


def test_a_preamble_has_its_own_name() -> None:
    clauses = read(
        "## 序言", "甲。", "乙。", "## 第一章 总则", "第一条 丙。", "第二条 丁。"
    ).clauses
    assert [c.eid for c in clauses][:4] == [
        "preamble",
        "preamble__para_1",
        "preamble__para_2",
        "chp_1",
    ]


def test_a_table_is_rows_below_the_clause_it_stands_in() -> None:
    clauses = read("第一条 见下表：\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |", "第二条 丙。").clauses
    rows = [(c.eid, c.parent, c.text) for c in clauses if c.kind in ("table", "tr")]
    assert rows == [
        ("table_1", "art_1__para_1", ""),
        ("table_1__tr_1", "table_1", "| 甲 | 乙 |"),
        ("table_1__tr_2", "table_1", "| 1 | 2 |"),
    ]


def test_a_text_that_only_speaks_of_articles_has_none() -> None:
    prose = ["原告主张权利。"] * 10
    assert "art_11" not in eids(*prose, "第十一条 经营者应当承担责任。", "第十二条 消费者。")
    assert eids("第十一条规定，经营者应当承担责任。") == ["para_1"]


def test_old_laws_count_items_with_chinese_numerals() -> None:
    clauses = read("第一条 任务如下：", "一、甲；", "二、乙。", "第二条 丙。").clauses
    assert [c.eid for c in clauses][2:4] == ["art_1__para_1__point_1", "art_1__para_1__point_2"]


def test_a_number_that_stands_twice_is_named_twice_and_reported() -> None:
    problems = Problems()
    clauses = read(
        "第一条　甲。", "第二条　乙。", "第二条　丙。", "第三条　丁。", problems=problems
    )
    assert [c.eid for c in clauses.clauses if c.kind == "art"] == [
        "art_1", "art_2", "art_2_inst2", "art_3",
    ]  # fmt: skip
    assert [(problem.line, problem.code) for problem in problems] == [(5, "C001")]


def test_an_article_out_of_its_place_is_reported_where_it_stands() -> None:
    problems = Problems()
    read("第一条　甲。", "第九条　乙。", "第二条　丙。", "第三条　丁。", problems=problems)
    assert (3, "C004") in [(problem.line, problem.code) for problem in problems]


def test_each_article_has_its_own_table() -> None:
    table = "|{}|{}|\n|---|---|\n|1|2|"
    clauses = read(
        "第一条　下表：", table.format("甲", "乙"), "第二条　下表：", table.format("丙", "丁")
    ).clauses
    tables = [(c.eid, c.parent) for c in clauses if c.kind == "table"]
    assert tables == [("table_1", "art_1__para_1"), ("table_2", "art_2__para_1")]
    assert [c.line for c in clauses] == sorted(c.line for c in clauses)


def test_law_that_is_quoted_on_the_next_line_takes_no_number() -> None:
    lines = [
        "第一条　将第五条修改为：", "“第五条　新的：", "（一）甲；", "（二）乙。”",
        "第二条　增加：", "“第二条　又。", "第三条　又又。”", "第三条　自公布之日起施行。",
    ]  # fmt: skip
    clauses = read(*lines).clauses
    assert [c.line for c in clauses if c.kind == "art"] == [1, 9, 15]
    assert [c.eid for c in clauses if c.kind == "qstr"] == [
        "art_1__para_1__qstr_1", "art_1__para_1__qstr_2", "art_1__para_1__qstr_3",
        "art_2__para_1__qstr_1", "art_2__para_1__qstr_2",
    ]  # fmt: skip


def test_an_unclosed_quotation_ends_at_the_next_article_and_is_reported() -> None:
    problems = Problems()
    lines = ["第一条　本法所称甲，是指：“乙的总称。", "第二条　下列：", "（一）甲；", "（二）乙。"]
    clauses = read(*lines, problems=problems).clauses
    assert "art_2__para_1__point_2" in [c.eid for c in clauses]
    assert [(problem.line, problem.code) for problem in problems] == [(1, "C005")]


@pytest.mark.parametrize(
    "opening",
    ["**第二条**", "***第二条***", "** 第二条 **", "*第二条*", "**第二条　**", "__第二条__"],
)
def test_bold_and_italic_numbers_are_numbers(opening: str) -> None:
    clauses = read("第一条　甲。", f"{opening}　乙。", "第三条　丙。").clauses
    assert [c.number for c in clauses if c.kind == "art"] == ["第一条", "第二条", "第三条"]


@pytest.mark.parametrize("blank", ["\u200b", "\ufeff", " "])
def test_bold_nothing_is_read(blank: str) -> None:
    assert read(f"**{blank}**", "第一条　甲。", "第二条　乙。").clauses


def test_more_than_ten_thousand_paragraphs_are_read() -> None:
    clauses = read(*["某段。"] * 10_001).clauses
    assert clauses[-1].citation == "第10001自然段"


def test_a_few_articles_that_another_law_is_said_to_hold_are_none_here() -> None:
    lines = [
        "# 某案",
        "一、甲。",
        "《某法》规定：",
        "第一条　为了。",
        "第二条　内容。",
        "综上，判决。",
    ]
    assert not [eid for eid in eids(*lines) if eid.startswith("art")]


def test_a_marked_heading_ends_the_article_above_it() -> None:
    clauses = read("第一条　甲。", "## 附则", "第二条　乙。").clauses
    assert [(c.eid, c.parent) for c in clauses if c.kind == "crossheading"] == [
        ("crossheading_1", None)
    ]
