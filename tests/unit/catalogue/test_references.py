"""Citations as clerks type them, and as texts hold them."""

from dataclasses import replace

import pytest

from catalogue.citation import cite, steps_of
from catalogue.model import Clause
from catalogue.references import Finder, find_references, read_citation
from tests.readers.vectors import vectors


def clauses(*eids: str) -> list[Clause]:
    return [
        Clause(eid, f"v1.{eid}", eid.rpartition("__")[0] or None, eid.rpartition("__")[2]
               .rpartition("_")[0], "", "", "", cite(steps_of(eid)), "", 1)
        for eid in eids
    ]  # fmt: skip


POLICY = clauses(
    "part_3", "part_3__sec_3", "part_3__sec_3__point_1", "part_3__sec_3__point_1__indent_nn_2"
)
LAW = clauses(
    "chp_2", "art_3", "art_3__para_1", "art_3__para_2", "art_3__para_2__point_1", "art_17-1",
    "art_17-1__para_1", "art_17-1__para_1__point_4", "att_1", "att_1__art_2",
)  # fmt: skip


def found(words: str, among: list[Clause]) -> str | None:
    parts = read_citation(words)
    clause = Finder(among).resolve(parts) if parts else None
    return clause.eid if clause else None


@pytest.mark.parametrize(
    "words",
    [
        "第三部分（三）第1项",
        "三、(三)1",
        "三、（三）1、",
        "三（三）1",
        "三、（三）1",
        "第三部分第（三）条第1项",
        "第三部分(三) 第1项",
    ],
)
def test_a_clause_of_a_policy_is_found_in_every_form(words: str) -> None:
    assert found(words, POLICY) == "part_3__sec_3__point_1"


@pytest.mark.parametrize(
    ("words", "eid"),
    [
        ("第三条", "art_3"),
        ("第3条第2款", "art_3__para_2"),
        ("第三条第二款第(一)项", "art_3__para_2__point_1"),
        ("第三条第二款第一项", "art_3__para_2__point_1"),
        ("第十七条之一", "art_17-1"),
        ("第十七条之一第四项", "art_17-1__para_1__point_4"),
        ("第二章", "chp_2"),
        ("附件1第二条", "att_1__art_2"),
    ],
)
def test_a_clause_of_a_law_is_found(words: str, eid: str) -> None:
    assert found(words, LAW) == eid


@pytest.mark.parametrize("words", ["第九条", "第三条第五款", "随便写的", "", "第三条吧"])
def test_what_is_not_there_is_not_found(words: str) -> None:
    assert found(words, LAW) is None


@pytest.mark.parametrize(
    ("rows", "words", "eid"),
    [(each["clauses"], *row) for each in vectors("citations") for row in each["citations"]],
)
def test_a_citation_leads_where_the_vectors_say(
    rows: list[list[str]], words: str, eid: str | None
) -> None:
    among = [
        replace(clauses(eid)[0], parent=parent, citation="".join(citation) or cite(steps_of(eid)))
        for eid, parent, *citation in rows
    ]
    assert found(words, among) == eid


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("按第二章第一节一、（一）办理。", "第二章第一节一、（一）"),
        ("见专栏3第2项。", "专栏3第2项"),
        ("名单见附表2。", "附表2"),
        # What may be a note, a figure or another list is left out at the end.
        ("第三部分①的目标", "第三部分"),
        ("附件1的1.5倍", "附件1"),
        ("第一、第二条", "第二条"),
        ("见附件1-2。", "附件1-2"),
    ],
)
def test_a_text_is_searched_for_what_is_surely_a_citation(text: str, citation: str) -> None:
    assert [text[each.start : each.end] for each in find_references(text)] == [citation]


def test_a_text_is_searched_for_the_citations_it_holds() -> None:
    text = (
        "依照第三条第二款第（一）项、第五条至第七条和第十七条之一的规定，见三、(三)1和附件1第二条。"
    )
    assert [text[each.start : each.end] for each in find_references(text)] == [
        "第三条第二款第（一）项", "第五条", "第七条", "第十七条之一", "三、(三)", "附件1第二条",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["人大代表十人参加。", "附件一并报送。", "前款规定的期限。", "2018年第三季度。", "（一）甲；"],
)
def test_words_that_only_look_like_citations_are_none(text: str) -> None:
    assert find_references(text) == []
