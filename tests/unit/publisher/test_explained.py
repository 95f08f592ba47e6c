"""解读 and the clauses they speak of, both ways."""

from dataclasses import replace

import pytest

from catalogue.model import Link
from look.language import language
from publisher.clauses.notice import read_notice
from publisher.compile import CompiledPolicy
from publisher.pages.clause_html import clauses_html
from publisher.pages.explained import (
    Explained,
    explained_by,
    interpretation_values,
    speaks_of,
)
from publisher.pages.spoken_links import SpokenOf
from tests.html_tree import parse
from tests.sites import samples

chinese = language("zh-CN").say


def policy(name: str) -> CompiledPolicy:
    return next(each for each in samples()[1].policies if each.policy.id == name)


PARKING, QUESTIONS = policy("sample-parking"), policy("sample-parking-questions")
OWN = "《甲市停车便民若干措施》问答"


def told() -> dict[str, list[Explained]]:
    return explained_by(PARKING, samples()[1].policies, chinese)


def test_a_clause_learns_of_the_paragraph_beside_the_policy_that_names_it() -> None:
    (beside, _) = told()["v1.part_3__sec_1"]
    assert beside == Explained(OWN, "sample-parking/#interpretation-2", "解读")


def test_a_clause_learns_of_the_text_that_links_to_it() -> None:
    assert told()["v1.part_3__sec_1"][1] == Explained(
        "一图读懂停车便民措施（测试样例）", "sample-parking-questions/", "解读"
    )


def test_a_clause_learns_of_the_place_in_another_text_that_names_it() -> None:
    (explained,) = told()["v2.part_2__sec_4"]
    assert explained.path == "sample-parking-questions/#para_1"


def test_a_text_that_links_elsewhere_explains_nothing_here() -> None:
    assert explained_by(policy("sample-silent"), samples()[1].policies, chinese) == {}


def test_a_text_that_reads_two_policies_is_believed_only_where_it_says_which() -> None:
    link = Link("interprets", "sample-silent")
    links = (*QUESTIONS.policy.links, link)
    both = replace(QUESTIONS, policy=replace(QUESTIONS.policy, links=links))
    assert "v2.part_2__sec_4" not in explained_by(PARKING, [both], chinese)
    assert "v1.part_4" in explained_by(PARKING, [both], chinese)


def test_the_text_tells_the_clauses_that_it_speaks_of() -> None:
    assert speaks_of(QUESTIONS, PARKING, "../") == [
        {"citation": "第三部分（一）", "href": "../sample-parking/#v1.part_3__sec_1"},
        {"citation": "第四部分", "href": "../sample-parking/#v1.part_4"},
    ]


def test_a_clause_that_is_not_there_is_named_without_a_link() -> None:
    links = (Link("interprets", "sample-parking", ("第九部分",)),)
    lost = replace(QUESTIONS, policy=replace(QUESTIONS.policy, links=links))
    assert speaks_of(lost, PARKING, "../") == [{"citation": "第九部分", "href": None}]


def test_the_paragraphs_beside_the_policy_lead_to_its_clauses() -> None:
    values = interpretation_values(PARKING)
    assert values
    paragraphs = values["paragraphs"]
    links = [a.attributes["href"] for p in paragraphs for a in parse(p["html"]).all("a")]
    assert links == ["#v1.part_3__sec_1", "#v1.part_2__sec_1", "#v1.part_2__sec_2"]
    assert [p["is_question"] for p in paragraphs] == [True, False, True, False, True, False]
    assert [p["id"] for p in paragraphs if p["id"]] == ["interpretation-2", "interpretation-4"]


def test_a_policy_without_one_has_none() -> None:
    assert interpretation_values(policy("sample-silent")) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("第二部分（一）规定", ["第二部分（一）"]),
        ("三、（一）规定", ["第三部分（一）"]),
        ("《甲市停车便民若干措施》第三部分（一）", ["第三部分（一）"]),
        ("《甲市停车便民若干措施（测试样例）》第四部分", ["第四部分"]),
        ("《民法典》第一部分", []),
        ("第九部分", []),
        ("第三条", []),
        ("所谓“第一部分”", []),
    ],
)
def test_only_what_is_certain_is_taken_for_a_clause(text: str, named: list[str]) -> None:
    found = SpokenOf(PARKING, "").clauses(text)
    assert [clause.citation for _, clause in found] == named


def test_articles_are_found_where_the_policy_has_articles() -> None:
    found = SpokenOf(policy("sample-silent"), "").clauses("第二条说的是什么？")
    assert [clause.citation for _, clause in found] == ["第二条"]


def test_words_around_a_link_stay_and_are_escaped() -> None:
    linked = SpokenOf(PARKING, "../p/").linked("<b>第四部分&</b>")
    assert linked == '&lt;b&gt;<a class="yl-ref" href="../p/#v1.part_4">第四部分</a>&amp;&lt;/b&gt;'


def test_a_text_of_its_own_leads_into_the_policy_that_it_speaks_of() -> None:
    clauses = QUESTIONS.latest.clauses.clauses
    html = clauses_html(clauses, None, None, SpokenOf(PARKING, "../sample-parking/"))
    links = parse(html).all("a", css="yl-ref")
    assert [link.attributes["href"] for link in links] == ["../sample-parking/#v2.part_2__sec_4"]


def test_without_a_title_it_is_called_what_it_is() -> None:
    bare = replace(PARKING, interpretation=read_notice("第四部分何时施行？\n"))
    assert explained_by(bare, [], chinese) == {
        "v1.part_4": [Explained("解读", "sample-parking/#interpretation-1", "解读")]
    }
