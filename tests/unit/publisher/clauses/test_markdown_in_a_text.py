"""Quotations, code, footnotes and lists in a text of clauses; headings that open with numbers."""

from pathlib import Path

import pytest

from catalogue.model import Clause, ClauseSet
from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems


def read(text: str) -> tuple[ClauseSet, list[str]]:
    problems = Problems()
    found = name_clauses("a", "v1", read_text(text, Path("v1.md"), problems))
    return found, [f"{each.line} {each.code}" for each in problems]


def clauses(text: str) -> dict[str, Clause]:
    return {clause.eid: clause for clause in read(text)[0].clauses}


def test_a_quotation_hangs_below_its_clause_and_opens_no_number() -> None:
    found = clauses("一、总体\n> 第一条 **引**文\n>一、引\n>5%以上\n二、措施\n")
    assert [(eid, each.text, each.words) for eid, each in found.items() if each.text] == [
        ("part_1__qstr_1", "> 第一条 **引**文", "第一条 引文"),
        ("part_1__qstr_2", ">一、引", "一、引"),
        ("part_1__para_1", ">5%以上", ">5%以上"),
    ]


def test_a_quotation_in_a_law_is_no_paragraph_of_the_article() -> None:
    found = clauses("第一条 甲。\n> 引文\n乙。\n第二条 丙。\n")
    assert list(found) == [
        "art_1", "art_1__para_1", "art_1__para_1__qstr_1", "art_1__para_2", "art_2",
        "art_2__para_1",
    ]  # fmt: skip


def test_lines_between_fences_are_code_and_open_no_number() -> None:
    found, faults = read("一、甲\n```\n二、*乙*\n# 丙\n```\n二、丁\n")
    assert [(each.eid, each.text, each.plain) for each in found.clauses][1:3] == [
        ("part_1__qstr_1", "二、*乙*", None),
        ("part_1__qstr_2", "# 丙", None),
    ]
    assert [(line.line, line.role) for line in found.cover] == [(2, "fence"), (5, "fence")]
    assert faults == []


def test_a_fence_that_nothing_closes_is_text_and_is_named() -> None:
    found, faults = read("一、甲\n```\n二、乙\n")
    assert [each.eid for each in found.clauses] == ["part_1", "part_1__para_1", "part_2"]
    assert faults == ["2 M007"]


def test_four_blanks_in_front_make_no_code() -> None:
    assert list(clauses("    一、甲\n\n    （一）乙\n")) == ["part_1", "part_1__sec_1"]


@pytest.mark.parametrize("mark", ["-", "*", "+"])
def test_a_list_is_read_as_dashes_are(mark: str) -> None:
    found = clauses(f"一、甲：\n{mark} 乙；\n{mark} **丙**。\n")
    assert list(found) == ["part_1", "part_1__indent_nn_1", "part_1__indent_nn_2"]
    last = found["part_1__indent_nn_2"]
    assert (last.number, last.marker, last.wording) == (mark, "•", "•丙。")


@pytest.mark.parametrize("between", ["正文：", "## 小题", "![图](flow.png)"])
@pytest.mark.parametrize("behind", ["> 引", "| a | b |", "```\nx\n```", "“引文。\n引文二。”"])
@pytest.mark.parametrize("item", ["- 乙", "——乙"])
def test_what_stands_behind_a_paragraph_is_never_moved_into_an_item_before_it(
    item: str, between: str, behind: str
) -> None:
    found = read(f"一、甲：\n{item}\n{between}\n{behind}\n{item}\n尾\n")[0].clauses
    assert [each.line for each in found] == sorted(each.line for each in found)


def test_a_footnote_is_no_clause_and_stands_after_the_signature_too() -> None:
    found, faults = read("甲[^1]。\n\n某局\n2018年7月12日\n\n[^1]: 说明\n")
    assert [each.words for each in found.clauses] == ["甲。"]
    assert [(line.role, line.text) for line in found.cover] == [
        ("closing", "某局"), ("closing", "2018年7月12日"), ("note", "[^1]: 说明"),
    ]  # fmt: skip
    assert faults == []


def test_a_row_is_told_cell_by_cell() -> None:
    found = clauses("| 甲 | **乙** |\n|---|---|\n| 1 | 2 |\n")
    assert [each.words for each in found.values()][1:] == ["甲 │ 乙", "1 │ 2"]


@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\u00a0", "\t", " \u2002 ", "\u200b"])
@pytest.mark.parametrize("hashes", ["#", "##", "######"])
def test_a_heading_of_any_level_with_a_number_is_its_clause(hashes: str, blank: str) -> None:
    text = f"{hashes}{blank}一、甲\n{hashes}{blank}（一）{blank}乙\n{hashes}{blank}1.丙\n"
    found, faults = read(text)
    assert [each.eid for each in found.clauses] == [
        "part_1", "part_1__sec_1", "part_1__sec_1__point_1",
    ]  # fmt: skip
    assert [each.number for each in found.clauses] == ["一、", "（一）", "1."]
    assert found.cover == ()
    assert faults == []


def test_a_chapter_is_never_taken_for_the_title() -> None:
    found, _ = read("# 第一章 总则\n第一条 甲。\n第二条 乙。\n")
    assert [each.eid for each in found.clauses][:2] == ["chp_1", "art_1"]
    found, _ = read("# 第一章 总则\n一、甲\n")
    assert [each.eid for each in found.clauses] == ["chp_1", "chp_1__dvs_1"]
    assert found.cover == ()


@pytest.mark.parametrize(
    ("line", "heading", "text"),
    [
        ("（一）**原则。**坚持稳。", "**原则。**", "坚持稳。"),
        ("（一）**原则**。坚持稳。", "**原则**。", "坚持稳。"),
        ("（一）[见。甲](https://x.cn)。乙。", "", "[见。甲](https://x.cn)。乙。"),
        ("（一）加快发展。[^1]", "", "加快发展。[^1]"),
        ("（一）**加快发展。**", "", "**加快发展。**"),
        ("（一）**重点任务**", "**重点任务**", ""),
    ],
)
def test_a_run_in_heading_parts_no_mark(line: str, heading: str, text: str) -> None:
    (clause,) = clauses(f"{line}\n\n[^1]: 注\n").values()
    assert (clause.heading, clause.text) == (heading, text)


@pytest.mark.parametrize("line", ["**第一条**　甲。", "1\\. 甲。", "__一、__甲"])
def test_a_number_that_is_marked_or_escaped_is_a_number(line: str) -> None:
    (first, *_) = clauses(f"{line}\n第二条 乙。\n").values()
    assert first.number in ("第一条", "1.", "一、")


LONG = "县级以上人民政府应当将其纳入国民经济和社会发展规划，" * 3 + "统筹解决重大问题。"
BARE = f"""# 甲办法

（2018年5月1日某会通过）

第一章 总则
第一条 为了规范，修改为：
“引文一。
引文二。”
第二条 中小学校应当管理。{LONG}
（一）甲；
第二章 附则
第三条 {LONG}
附件1 清单
一、{LONG}
——{LONG}

某局
2018年7月12日
"""


def test_a_line_that_is_bold_from_end_to_end_is_the_same_clause() -> None:
    bold = "\n".join(f"**{line}**" if line else "" for line in BARE.split("\n"))
    plain, marked = read(BARE.replace("# ", ""))[0], read(bold.replace("**# ", "**"))[0]
    assert [each.eid for each in marked.clauses] == [each.eid for each in plain.clauses]
    assert [each.words for each in marked.clauses] == [each.words for each in plain.clauses]
    assert [line.role for line in marked.cover] == [line.role for line in plain.cover]
    assert {"enactment", "closing"} <= {line.role for line in marked.cover}


@pytest.mark.parametrize("number", ["**第二条**", "**第二条 **", "__第二条__　", "**第 二 条**"])
def test_a_bold_number_is_set_apart_from_the_words_behind_it(number: str) -> None:
    found = clauses(f"第一条 甲。\n{number}中小学校和所有单位。\n第三条 乙。\n")
    assert [each.number for each in found.values() if each.kind == "art"][1] == (
        number.strip("*_ \u3000")
    )
    assert found["art_2__para_1"].words == "中小学校和所有单位。"


def test_an_item_with_words_in_italics_stays_an_item() -> None:
    found = clauses("一、甲：\n* 乙*丙*丁\n* （一）戊*己*庚\n")
    assert [each.kind for each in found.values()] == ["part", "indent_nn", "indent_nn"]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("1\\. 甲", "1."), ("1\\) 甲", "1)"), ("\\(1\\) 甲", "(1)"), ("\\(一\\) 甲", "(一)"),
        ("**1\\. 甲**", "1."), ("**\\(2\\)** 甲", "(2)"), ("\\(甲\\) 乙", ""), ("\\- 甲", ""),
    ],
)  # fmt: skip
def test_a_number_that_a_program_escaped_is_a_number(line: str, number: str) -> None:
    (clause,) = clauses(f"{line}\n").values()
    assert clause.number == number
    assert "\\" not in clause.words


@pytest.mark.parametrize("line", ["（一）目的。甲。", "## （一）目的和意义", "##**（一）目的**"])
def test_a_purpose_is_a_heading_and_no_reference_to_an_item(line: str) -> None:
    assert list(clauses(f"一、甲\n{line}\n")) == ["part_1", "part_1__sec_1"]


def test_a_footnote_may_have_the_colon_of_a_chinese_keyboard_and_stand_before_one() -> None:
    found, faults = read("如下[^1]: 甲[^一]：乙。\n\n[^1]：说明\n[^一]: 另\n")
    assert [each.words for each in found.clauses] == ["如下: 甲：乙。"]
    assert [line.role for line in found.cover] == ["note", "note"]
    assert faults == []


def test_what_would_go_on_in_a_footnote_is_named() -> None:
    text = "甲[^1]。\n\n[^1]: 注\n    续行\n\n    第二段\n\n乙\n    丙\n"
    assert read(text)[1] == ["4 M005", "6 M005"]


def test_a_list_or_a_heading_inside_a_quotation_shows_no_mark() -> None:
    found = clauses("甲\n> - 乙\n> * **丙**\n> ## 丁\n> 5 - 3\n> **戊**\n")
    words = [each.words for each in found.values()][1:]
    assert words == ["• 乙", "• 丙", "丁", "5 - 3", "戊"]


def test_a_warning_stands_on_one_line_and_once() -> None:
    problems = Problems()
    text = "![甲](https://x.cn/a.png)\n[乙](https://x.cn/\n" + "![丙](x.svg)" * 9 + "\n[]()\n"
    read_text(text, Path("v1.md"), problems)
    assert [(each.line, each.code) for each in problems] == [
        (1, "M003"), (2, "M002"), (3, "M003"), (4, "M002"),
    ]  # fmt: skip
    said = [str(each) for each in problems]
    assert not any("\n" in each or "  " in each for each in said)


def test_a_backslash_elsewhere_in_the_line_hides_no_warning() -> None:
    text = "甲\\*乙 [点](javascript:alert(1))、`\\`、**未成对、[^9]、<br>\n"
    assert read(text)[1] == ["1 M001", "1 M002", "1 M005", "1 M008"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("**未成对", "M001"), ("`未成对", "M001"), ("~~删去~~", "M001"),
        ("[点](javascript:alert(1))", "M002"), ("![图](https://x.cn/a.png)", "M003"),
        ("![](flow.png)", "M004"), ("见[^2]", "M005"), ("[^3]: 无人引用", "M005"),
        ("::: note", "M006"), ("!!! note", "M006"), ("- [ ] 待办", "M006"), (": 定义", "M006"),
        ("===", "M006"), ("a | b", ""), ("--- | ---", "M006"), ("[a]: https://x.cn", "M006"),
        ("#标题", "M006"), ("| 甲 | 乙", "M006"), ("```", "M007"), ("<br>换行", "M008"),
        ("甲<!-- 注 -->", "M008"), ("<!-- <b> -->", ""),
        ("R&D 与 a<b", ""), ("20**年", ""), ("\\*", ""), ("[2018]5号", ""), ("---", ""),
        ("`<b>`", ""), ("https://x.cn/a_b_", ""),
        ("$x^2$", "M001"), ("==重点==", "M001"), ("甲\\", "M001"), ("甲&nbsp;乙", "M008"),
        ("[点](http:evil)", "M002"), ("[点]（https://x.cn）", "M002"), ("[](https://x.cn)", "M002"),
        ("[点] (http://x.cn)", "M002"), ("[1]（https://x.cn）", ""), ("[点]（甲）", ""),
        ("甲^[注]", "M005"), ("- > 甲", "M006"), ("- - 甲", "M006"),
        ("> | 甲 | 乙 |", "M006"), ("*[甲]: 乙", "M006"), ("{: .a }", "M006"),
        ("**甲**{.a #b}", "M006"), ("100$和200$", ""), ("a=b==c", ""), ("`a\\`", ""),
        ("- - -", ""), ("> **甲**", ""), ("{甲}", ""), ("- *甲* 乙", ""),
    ],
)  # fmt: skip
def test_what_is_not_read_is_a_warning_with_its_line(line: str, code: str) -> None:
    assert read(f"甲。\n\n{line}\n")[1] == ([f"3 {code}"] if code else [])
