"""解读 and the clauses they speak of, both ways."""

from dataclasses import replace
from functools import cache

import pytest

from interface.language import language
from publisher.build.build_cache import CachedPolicy
from publisher.clauses.mentions import Mentions, mentioned_names
from publisher.clauses.notice import read_notice
from publisher.compile.policy import CompiledPolicy
from publisher.compile.related import RelatedTexts, mentions_in, related_texts
from publisher.markup.inline_html import InlineHtml
from publisher.pages.policy.annotations import Annotation
from publisher.pages.policy.explanations import (
    clauses_of,
    explained_by,
    interpretation_values,
)
from publisher.pages.policy.reference_links import linked
from tests.readers.html_tree import page, parse
from tests.worlds.sites import samples

chinese = language("zh-CN").translate


@cache
def policy(name: str) -> CompiledPolicy:
    return next(each for each in samples()[1].policies if each.policy.id == name)


def mentions(name: str) -> Mentions:
    found = policy(name)
    return Mentions(found.latest.clauses, found.policy.title)


OWN = "《甲市停车便民若干措施》问答"


@cache
def related(name: str) -> RelatedTexts:
    """Return the texts around an invented policy as the build knows them."""
    site, built = samples()
    made = {each.policy.id: each for each in built.policies}
    entries = {key: entry(each) for key, each in made.items()}
    return related_texts(entries, {key: each.policy for key, each in made.items()}, site)[name]


def entry(each: CompiledPolicy) -> CachedPolicy:
    links = tuple((link.rel, link.to, link.clauses, 1) for link in each.policy.links)
    return CachedPolicy(
        "",
        "",
        "",
        "",
        public=True,
        path="",
        links=links,
        mentions=mentions_in(each.policy, each.latest.clauses.clauses),
    )


def annotations() -> dict[str, list[Annotation]]:
    return explained_by(policy("sample-parking"), related("sample-parking").naming, chinese, "", "")


def test_a_clause_learns_of_the_paragraph_beside_the_policy_that_names_it() -> None:
    (own, _) = annotations()["v1.part_3__sec_1"]
    assert own == Annotation("解读", OWN, "sample-parking/#interpretation-2")


def test_a_clause_learns_of_the_text_that_links_to_it() -> None:
    assert annotations()["v1.part_3__sec_1"][1] == Annotation(
        "解读", "一图读懂停车便民措施（测试样例）", "sample-parking-questions/"
    )


def test_a_clause_learns_of_the_place_in_another_text_that_names_it() -> None:
    (explained,) = annotations()["v2.part_2__sec_4"]
    assert explained.href == "sample-parking-questions/#para_1"


def test_without_others_a_policy_explains_itself_alone() -> None:
    found = explained_by(policy("sample-parking"), (), chinese, "", "")
    paths = {each.href for annotations in found.values() for each in annotations}
    assert paths == {"sample-parking/#interpretation-2", "sample-parking/#interpretation-4"}


def test_a_text_that_is_linked_to_two_policies_is_not_asked_whose_clauses_it_names() -> None:
    site, built = samples()
    made = {each.policy.id: each for each in built.policies}
    entries = {key: entry(each) for key, each in made.items()}
    asked = entries["sample-parking-questions"]
    links = (*asked.links, ("explains", "sample-silent", (), 2))
    entries["sample-parking-questions"] = replace(asked, links=links)
    found = related_texts(entries, {key: each.policy for key, each in made.items()}, site)
    assert [each.mentions for each in found["sample-parking"].naming] == [()]


def test_the_text_tells_the_clauses_that_it_clauses_of() -> None:
    (named,) = related("sample-parking-questions").named
    assert clauses_of(named) == [
        {"citation": "第三部分（一）", "path": "sample-parking/#v1.part_3__sec_1"},
        {"citation": "第四部分", "path": "sample-parking/#v1.part_4"},
    ]


def test_a_clause_that_is_not_there_is_named_without_a_link() -> None:
    (named,) = related("sample-parking-questions").named
    lost = replace(named, clauses=("第九部分",))
    assert clauses_of(lost) == [{"citation": "第九部分", "path": None}]


def test_the_built_text_leads_into_the_policy_that_it_clauses_of() -> None:
    for path, up in (("", "../"), ("v1/", "../../")):
        built = page(samples()[0] / "sample-parking-questions" / path / "index.html")
        (link,) = built.all("a", css="yl-ref")
        assert link.attributes["href"] == f"{up}sample-parking/#v2.part_2__sec_4"


def test_the_paragraphs_beside_the_policy_lead_to_its_clauses() -> None:
    values = interpretation_values(policy("sample-parking"), "")
    assert values
    root = parse(values["html"])
    links = [a.attributes["href"] for a in root.all("a")]
    assert links == ["#v1.part_3__sec_1", "#v1.part_2__sec_1", "#v1.part_2__sec_2"]
    paragraphs = [each.attributes for each in root.all("p")]
    assert [each.get("class") == "yl-question" for each in paragraphs] == [True, False] * 3
    named = [each["id"] for each in paragraphs if "id" in each]
    assert named == ["interpretation-2", "interpretation-4"]


def test_a_policy_without_one_has_none() -> None:
    assert interpretation_values(policy("sample-silent"), "") is None


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
    found = mentions("sample-parking").in_text(text)
    assert [clause.citation for _, clause in found] == named


def test_articles_are_found_where_the_policy_has_articles() -> None:
    found = mentions("sample-silent").in_text("第二条说的是什么？")
    assert [clause.citation for _, clause in found] == ["第二条"]


def test_words_around_a_link_stay_and_are_escaped() -> None:
    html = linked("<b>第四部分&</b>", mentions("sample-parking"), InlineHtml())
    assert html == '&lt;b&gt;<a class="yl-ref" href="#v1.part_4">第四部分</a>&amp;&lt;/b&gt;'


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("《民法典》第三条和第四条", ["《民法典》第三条"]),
        ("本办法第三条第二款", ["第三条第二款"]),
        ("按第二部分（四），所谓“第一条”", ["第二部分（四）"]),
    ],
)
def test_a_text_names_clauses_of_whatever_policy(text: str, names: list[str]) -> None:
    assert list(mentioned_names(text)) == names


@pytest.mark.parametrize(
    ("name", "wid"),
    [
        ("《甲市停车便民若干措施》第四部分", "v1.part_4"),
        ("《民法典》第四部分", None),
        ("三、（一）", "v1.part_3__sec_1"),
        ("v1.part_4", "v1.part_4"),
        ("part_4", "v1.part_4"),
        ("第四条", None),
    ],
)
def test_a_clause_goes_by_many_names(name: str, wid: str | None) -> None:
    found = policy("sample-parking").names.find(name, mentioned=True)
    assert (found.anchor if found else None) == wid


def test_without_a_title_it_is_called_what_it_is() -> None:
    bare = replace(policy("sample-parking"), interpretation=read_notice("第四部分何时施行？\n"))
    assert explained_by(bare, (), chinese, "", "") == {
        "v1.part_4": [Annotation("解读", "解读", "sample-parking/#interpretation-1")]
    }
