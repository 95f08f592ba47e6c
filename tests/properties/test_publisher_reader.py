"""Whatever the text: no character is lost, no id is given twice, nothing crashes."""

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.model import ClauseSet
from catalogue.references import Finder, read_citation
from publisher.clauses import name_clauses, read_text
from publisher.clauses.markers import find_marker
from publisher.problems import Problems
from tests.conftest import examples

PIECES = [
    "一、", "二、", "十一、", "二三、", "(一)", "（二）", "（三)", "（一）至（三）项", "（一）、",
    "1、", "1.", "2．", "３、", "1.5亿元", "1.2018年底前", "（1）", "(2)", "——", "—", "---", "- ",
    "* ", "# ", "## ", "### ", " ##", "#", "第一条", "支持工业发展", "加强领导。", "；",
    "：", "甲" * 49, " ", "\u3000", "\u2002", "\u00a0", "\u200b", "\ufeff", "\t", "\r", "\n",
    "\n\n", "\n", "2018年7月12日", "十堰市人民政府", "<b>", "&amp;", "|", "`", "\x85", "\u2028",
    "\n附件", "附件1", "附：", "附件：1.", "花园名单", "\n第一章 ", "第二章", "第一节 ",
    "\n1 ", "1.1 ", "1.2 ", "1.2.1 ", "1）", "\n专栏1 ", "①", "②", "㈠", "⒈", "⑴", "一．", "目录",
    "第一部分：", "（征求意见稿）",
    "\n2018年7月12日\n", "线上：\n", "内容如下：\n", "抄送：各区。", "第四条中国",
]  # fmt: skip
DRAFTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
# Control characters never come this far (S001).
ANY = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=60)
INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
HASHES = re.compile(rf"^(#{{1,6}}){INVISIBLE.pattern}")
GLUED = re.compile(r"^#{1,6}(?=[^#\s])")
CLOSING_HASHES = re.compile(r"[ \t]+#+$")


def read(text: str) -> ClauseSet:
    return name_clauses("a", "v1", read_text(text, Path("v1.md"), Problems()))


def visible(text: str) -> str:
    """Leave out what is not seen, and * and _, which set a number bold or slanted."""
    return re.sub(r"[*_]", "", INVISIBLE.sub("", text))


def opens_with_number(text: str) -> bool:
    return bool(find_marker(text) or re.match("第[一二三四](?:[条章节编]|部分)", text))


def source_lines(text: str) -> dict[int, str]:
    """Return each line's visible characters, less the marks of a Markdown heading."""
    lines = {}
    for number, line in enumerate(text.split("\n"), 1):
        stripped = re.sub(rf"^{INVISIBLE.pattern}|{INVISIBLE.pattern}$", "", line)
        if match := HASHES.match(stripped):
            stripped = CLOSING_HASHES.sub("", stripped[match.end() :]) or stripped
        elif (match := GLUED.match(stripped)) and opens_with_number(stripped[match.end() :]):
            stripped = CLOSING_HASHES.sub("", stripped[match.end() :])
        lines[number] = visible(stripped)
    # A line of marks alone is a rule: it has a place, and nothing to be seen there.
    return {number: line for number, line in lines.items() if line}


def lines_as_placed(text: str, found: ClauseSet, placed: dict[int, str]) -> dict[int, str]:
    """Return the lines of a source, the title of an annex with the number above it."""
    lines = source_lines(text)
    for clause in found.clauses:
        if clause.kind == "att" and lines[clause.line] != placed[clause.line]:
            below = min(each for each in lines if each > clause.line and each not in placed)
            lines[clause.line] += lines.pop(below)
    return lines


@given(DRAFTS | ANY)
@settings(max_examples=examples(300))
def test_every_line_ends_in_exactly_one_place_with_all_its_characters(text: str) -> None:
    found = read(text)
    placed: dict[int, str] = {}
    for clause in found.clauses:
        words = visible(clause.number + clause.heading + clause.text)
        placed[clause.line] = placed.get(clause.line, "") + words
    for line in found.cover:
        assert line.line not in placed
        placed[line.line] = visible(line.text)
    assert {number: words for number, words in placed.items() if words} == lines_as_placed(
        text, found, placed
    )


@given(DRAFTS)
def test_clauses_stand_in_the_order_of_the_source(text: str) -> None:
    lines = [clause.line for clause in read(text).clauses]
    assert lines == sorted(lines)


@given(DRAFTS)
def test_every_name_is_given_once_and_parents_come_first(text: str) -> None:
    seen: set[str] = set()
    for clause in read(text).clauses:
        assert clause.eid not in seen
        assert clause.parent is None or clause.parent in seen
        assert clause.wid == f"v1.{clause.eid}"
        assert clause.citation
        seen.add(clause.eid)


@given(DRAFTS)
def test_nothing_is_below_a_dash_and_lists_alone_below_a_paragraph_or_a_heading(
    text: str,
) -> None:
    found = read(text)
    kinds = {clause.eid: clause.kind for clause in found.clauses}
    below = {(kinds[each.parent], each.kind) for each in found.clauses if each.parent}
    of_laws = any(clause.kind == "art" for clause in found.clauses)
    assert of_laws or "indent_nn" not in {parent for parent, _ in below}
    leads = {child for parent, child in below if parent in ("para", "crossheading")}
    assert not leads & {"para", "crossheading"}


@given(DRAFTS)
def test_every_citation_leads_back_to_its_clause(text: str) -> None:
    clauses = read(text).clauses
    finder = Finder(clauses)
    for clause in clauses:
        parts = read_citation(clause.citation)
        assert parts
        assert finder.resolve(parts) is clause


@given(DRAFTS)
def test_a_number_is_printed_as_it_stands_in_the_source(text: str) -> None:
    lines = text.split("\n")
    for clause in read(text).clauses:
        assert clause.number in lines[clause.line - 1]


@given(DRAFTS)
def test_blank_lines_and_indents_change_no_name(text: str) -> None:
    # A line that Markdown marks as a heading is one only without the indent of its own.
    spread = "\n\n".join(f"\u3000\u3000{line}\u3000" for line in text.split("\n"))
    assert [clause.eid for clause in read(spread).clauses] == [
        clause.eid for clause in read(text).clauses
    ]
