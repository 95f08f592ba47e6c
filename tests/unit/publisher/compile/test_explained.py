"""解读 and the clauses they speak of, both ways."""

from dataclasses import replace
from functools import cache

import pytest

from look.language import language
from publisher.build.build_cache import CachedPolicy
from publisher.clauses.mentions import SpokenTo, spoken_names
from publisher.clauses.notice import read_notice
from publisher.compile.neighbours import Neighbour
from publisher.compile.policy import CompiledPolicy
from publisher.compile.related import around, spoken_in
from publisher.markup.inline_html import InlineHtml
from publisher.pages.policy.explanations import (
    Explained,
    explained_by,
    interpretation_values,
    speaks_of,
)
from publisher.pages.policy.reference_links import linked
from tests.readers.html_tree import page, parse
from tests.worlds.sites import samples

chinese = language("zh-CN").say


def policy(name: str) -> CompiledPolicy:
    return next(each for each in samples()[1].policies if each.policy.id == name)


PARKING = policy("sample-parking")


def spoken_to(name: str) -> SpokenTo:
    found = policy(name)
    return SpokenTo(found.latest.clauses, found.policy.title)


OWN = "《甲市停车便民若干措施》问答"


@cache
def near(name: str) -> tuple[Neighbour, ...]:
    """Return the neighbours of an invented policy as the build knows them."""
    site, built = samples()
    made = {each.policy.id: each for each in built.policies}
    entries = {key: entry(each) for key, each in made.items()}
    return around(entries, {key: each.policy for key, each in made.items()}, site)[name]


def entry(each: CompiledPolicy) -> CachedPolicy:
    links = tuple((link.rel, link.to, link.clauses, 1) for link in each.policy.links)
    return CachedPolicy("", "", "", "", public=True, path="", links=links, spoken=spoken_in(each))


def told() -> dict[str, list[Explained]]:
    return explained_by(PARKING, near("sample-parking"), chinese)


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


def test_without_neighbours_a_policy_explains_itself_alone() -> None:
    paths = {each.path for found in explained_by(PARKING, (), chinese).values() for each in found}
    assert paths == {"sample-parking/#interpretation-2", "sample-parking/#interpretation-4"}


def test_a_text_that_is_linked_to_two_policies_is_not_asked_whose_clauses_it_names() -> None:
    site, built = samples()
    made = {each.policy.id: each for each in built.policies}
    entries = {key: entry(each) for key, each in made.items()}
    asked = entries["sample-parking-questions"]
    links = (*asked.links, ("explains", "sample-silent", (), 2))
    entries["sample-parking-questions"] = replace(asked, links=links)
    found = around(entries, {key: each.policy for key, each in made.items()}, site)
    assert [each.spoken for each in found["sample-parking"]] == [()]


def test_the_text_tells_the_clauses_that_it_speaks_of() -> None:
    (named,) = near("sample-parking-questions")
    assert speaks_of(named) == [
        {"citation": "第三部分（一）", "path": "sample-parking/#v1.part_3__sec_1"},
        {"citation": "第四部分", "path": "sample-parking/#v1.part_4"},
    ]


def test_a_clause_that_is_not_there_is_named_without_a_link() -> None:
    (named,) = near("sample-parking-questions")
    lost = replace(named, clauses=("第九部分",))
    assert speaks_of(lost) == [{"citation": "第九部分", "path": None}]


def test_the_built_text_leads_into_the_policy_that_it_speaks_of() -> None:
    for path, up in (("", "../"), ("v1/", "../../")):
        built = page(samples()[0] / "sample-parking-questions" / path / "index.html")
        (link,) = built.all("a", css="yl-ref")
        assert link.attributes["href"] == f"{up}sample-parking/#v2.part_2__sec_4"


def test_the_paragraphs_beside_the_policy_lead_to_its_clauses() -> None:
    values = interpretation_values(PARKING, "")
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
    found = spoken_to("sample-parking").in_text(text)
    assert [clause.citation for _, clause in found] == named


def test_articles_are_found_where_the_policy_has_articles() -> None:
    found = spoken_to("sample-silent").in_text("第二条说的是什么？")
    assert [clause.citation for _, clause in found] == ["第二条"]


def test_words_around_a_link_stay_and_are_escaped() -> None:
    html = linked("<b>第四部分&</b>", spoken_to("sample-parking"), InlineHtml())
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
    assert list(spoken_names(text)) == names


@pytest.mark.parametrize(
    ("name", "eid"),
    [
        ("《甲市停车便民若干措施》第四部分", "part_4"),
        ("《民法典》第四部分", None),
        ("三、（一）", "part_3__sec_1"),
        ("v1.part_4", "part_4"),
        ("part_4", "part_4"),
        ("第四条", None),
    ],
)
def test_a_clause_goes_by_many_names(name: str, eid: str | None) -> None:
    found = spoken_to("sample-parking").named(name)
    assert (found.eid if found else None) == eid


def test_without_a_title_it_is_called_what_it_is() -> None:
    bare = replace(PARKING, interpretation=read_notice("第四部分何时施行？\n"))
    assert explained_by(bare, (), chinese) == {
        "v1.part_4": [Explained("解读", "sample-parking/#interpretation-1", "解读")]
    }
