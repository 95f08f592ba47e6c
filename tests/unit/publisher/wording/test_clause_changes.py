"""What became of a clause, in the words of both languages."""

import pytest

from catalogue.model import Clause
from interface.language import language
from publisher.versions.comparison import ComparedUnit, Lines
from publisher.versions.tombstones import PastChange
from publisher.wording.clause_changes import change_note, changes_said, history

LABELS = {"v1": "征求意见稿", "v2": "送审稿"}


def clause(eid: str = "art_1", words: str = "应当公示。") -> Clause:
    return Clause(eid, f"v1.{eid}", None, "art", "第一条", "", words, "第一条", "sha256:0", 1)


def row(change: str, related: Clause | None = None, *lines: Lines) -> ComparedUnit:
    return ComparedUnit(change, clause(), clause("art_2"), lines, related=related)


@pytest.mark.parametrize(
    ("change", "chinese", "english"),
    [
        (PastChange("new", "v2"), "首见于送审稿", "First in 送审稿"),
        (PastChange("edited", "v2"), "送审稿修改", "Edited in 送审稿"),
        (
            PastChange("edited", "v2", "第三条"),
            "送审稿修改（原第三条）",
            "Edited in 送审稿 (formerly 第三条)",
        ),
        (
            PastChange("renumbered", "v2", "第三条"),
            "送审稿条序顺延（原第三条）",
            "Renumbered in 送审稿 (formerly 第三条)",
        ),
        (
            PastChange("moved", "v2", "第三条"),
            "送审稿移动（原第三条）",
            "Moved in 送审稿 (formerly 第三条)",
        ),
        (
            PastChange("merged", "v2", "第三条"),
            "送审稿并入原第三条",
            "送审稿 merged 第三条 into it",
        ),
        (
            PastChange("split", "v2", "第三条"),
            "送审稿由原第三条分出",
            "Split off from 第三条 in 送审稿",
        ),
        (
            PastChange("unsure", "v2", "第三条"),
            "送审稿中是否承接原第三条，待确认",
            "Whether it follows from 第三条 in 送审稿 is to be confirmed",
        ),
    ],
)
def test_the_history_of_a_clause_is_told_in_both_languages(
    change: PastChange, chinese: str, english: str
) -> None:
    told = [PastChange("new", "v1"), change]
    assert history(told, LABELS, language("zh-CN").translate) == f"首见于征求意见稿；{chinese}"
    assert history(told, LABELS, language("en").translate) == f"First in 征求意见稿; {english}"


@pytest.mark.parametrize(
    ("shown", "chinese", "english"),
    [
        (row("merged", clause()), "并入第一条", "Merged into 第一条"),
        (row("split", clause()), "由原第一条分出", "Split off from 第一条"),
        (row("renumbered"), "文字未变，条序顺延", "Same words, renumbered"),
        (row("moved"), "文字未变，位置移动", "Same words, moved"),
        (
            row("unsure", clause()),
            "可能与第一条相承，待确认",
            "May follow from 第一条; to be confirmed",
        ),
        (
            row("unsure"),
            "是否相承，待确认",
            "Whether it follows from an earlier clause is to be confirmed",
        ),
        (
            row("edited", None, Lines(clause(), clause("art_2"))),
            "文字未变，只改了格式",
            "Same words, only the formatting was changed",
        ),
        (row("edited", None, Lines(clause(), clause("art_2", "应当公布。"))), "", ""),
        (row("new"), "", ""),
    ],
)
def test_a_note_of_a_comparison_is_told_in_both_languages(
    shown: ComparedUnit, chinese: str, english: str
) -> None:
    assert change_note(shown, language("zh-CN").translate) == chinese
    assert change_note(shown, language("en").translate) == english


def test_a_number_that_moved_on_is_no_change() -> None:
    chinese, english = language("zh-CN").translate, language("en").translate
    counts = {"edited": 5, "renumbered": 3, "new": 1, "deleted": 1}
    assert changes_said(counts, chinese) == ["改了5处", "新增1处", "删去1处"]
    assert changes_said(counts, english) == ["5 clauses changed", "1 added", "1 deleted"]
    assert changes_said({"renumbered": 3}, chinese) == ["文字没有改动"]
