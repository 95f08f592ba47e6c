"""The English pages of sites are English; what is quoted in Chinese says that it is Chinese."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from catalogue.english_citation import english_citation
from interface.language import messages
from tests.readers.html_tree import Element, page
from tests.readers.over_all import every
from tests.servers.run_once import once
from tests.worlds.policy_stages import lives_site
from tests.worlds.sites import build, samples, the_site, write

CHINESE = re.compile("[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]")
# Elements in which Chinese stands without its mark, and why.
UNMARKED = {
    "title": "the names of the text and of the site; it can hold no elements",
}
# Attributes that hold names, labels and citations, which cannot be marked, and for whom.
DATA = {
    ("meta", "content"): "titles, offices and subjects, for search engines",
    ("div", "data-title"): "the title of the text, for the scripts",
    ("div", "data-label"): "the label of the version, for the scripts",
    ("option", "value"): "what the scripts compare with the catalogue",
    ("a", "aria-label"): "a citation or a label, before or behind English words",
}
NEWS = {
    "a/policy.yml": "title: 一则消息\nkind: news\nissued_on: 2018-07-01\nvalidity: 废止\n",
    "a/v1.md": "开会。\n",
}


SITE = """name: 十堰经信
tagline: 工业经济政策
organiser: 十堰市经济和信息化局
address: 北京中路8号
icp: 鄂ICP备00000000号
data_licence: 可以自由使用，请注明来源
columns: {news: {name: 工信动态, description: 局里的消息}}
"""


@cache
def named_site() -> Path:
    """Return a site with names of its own, which are in Chinese alone."""

    def make(folder: Path) -> None:
        write(
            folder, {"site.yml": SITE, **{f"policies/{name}": text for name, text in NEWS.items()}}
        )
        build(folder / "policies", folder / "site", site_file=folder / "site.yml")

    return once("named-site", make) / "site"


def english_pages() -> list[Path]:
    sites = (the_site(), lives_site(), samples()[0], named_site())
    return sorted(path for site in sites for path in (site / "en").rglob("*.html"))


@cache
def interface() -> frozenset[str]:
    """The Chinese words of the interface that say something by themselves, without places."""
    ids = (each.id if isinstance(each.id, str) else each.id[0] for each in messages("en"))
    return frozenset(each for each in ids if len(each) > 1 and "%(" not in each)


def unmarked(element: Element, language: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield the Chinese outside what is marked: tag, attribute ("" for text), words."""
    language = element.attributes.get("lang", language)
    if language != "en" and element.tag:
        return
    for name, value in element.attributes.items():
        if CHINESE.search(value):
            yield element.tag, name, value
    for child in element.children:
        if isinstance(child, Element):
            yield from unmarked(child, language)
        elif CHINESE.search(child):
            yield element.tag, "", child.strip()


every_english_page = every(english_pages)


@every_english_page
def test_an_english_page_holds_no_chinese_but_what_is_marked_as_chinese(path: Path) -> None:
    found = [each for each in unmarked(page(path)) if not each[1] and each[0] not in UNMARKED]
    assert found == []


@every_english_page
def test_one_is_never_many(path: Path) -> None:
    shown = page(path).one("body").text()
    nouns = "comments|documents|people|days|departments|submissions|clauses|minutes|versions|units"
    assert re.findall(rf"(?<![\d.,])1 (?:{nouns})\b", shown) == []


@every_english_page
def test_attributes_of_an_english_page_hold_no_chinese_but_names_and_citations(path: Path) -> None:
    found = [each for each in unmarked(page(path)) if each[1] and each[:2] not in DATA]
    assert found == []


@every_english_page
def test_no_attribute_of_an_english_page_holds_a_chinese_word_of_the_interface(path: Path) -> None:
    elements = [each for each in page(path).walk() if each.tag not in {"meta", "option"}]
    held = [value for each in elements for value in each.attributes.values()]
    assert [value for value in held if set(re.split(r"[\s：:；;]", value)) & interface()] == []


@every_english_page
def test_what_is_marked_as_chinese_is_no_word_of_the_interface(path: Path) -> None:
    marked = [each for each in page(path).walk() if each.attributes.get("lang") == "zh-CN"]
    inside = [inner for each in marked for inner in each.walk()]
    # Words of a title that are not to be broken stand in elements of their own; a seal is drawn;
    # values in files are as programs read them.
    values = [inner for code in page(path).all("code") for inner in code.walk()]
    plain = [e for e in inside if not {"yl-nowrap", "yl-seal"} & {*e.classes} and e not in values]
    said = {e.text().strip() for e in plain}
    assert sorted(said & interface()) == []


def in_chinese(path: Path) -> set[int]:
    """Return all that stands inside an element that is marked as Chinese."""
    marked = [each for each in page(path).walk() if each.attributes.get("lang") == "zh-CN"]
    return {id(inner) for each in marked for inner in each.walk() if inner is not each}


@every_english_page
def test_where_a_link_names_a_clause_its_english_name_comes_first(path: Path) -> None:
    # In the words of a text a link is as the text has it.
    inside = in_chinese(path)
    links = [link for link in page(path).all("a") if id(link) not in inside]
    assert [link.text() for link in links if english_citation(link.text())] == []


def test_every_exception_is_needed() -> None:
    found = [each for path in english_pages() for each in unmarked(page(path))]
    assert {tag for tag, name, _ in found if not name} == set(UNMARKED)
    assert {each[:2] for each in found if each[1]} == set(DATA)


def test_an_english_page_tells_the_history_of_a_clause_in_english() -> None:
    root = page(lives_site() / "en/parking/index.html")
    told = [
        each.attributes["data-history"] for each in root.walk() if "data-history" in each.attributes
    ]
    assert "First in 征求意见稿; Edited in 第二次征求意见稿" in told


@pytest.mark.parametrize(
    ("path", "words"), [("list/interpretation", "1 document"), ("list", "8 documents")]
)
def test_an_english_list_counts_its_documents(path: str, words: str) -> None:
    (said,) = page(lives_site() / "en" / path / "index.html").all("p", "yl-count")
    assert said.text() == words


def test_the_outcome_in_english_counts_its_comments() -> None:
    root = page(samples()[0] / "en/sample-parking/results/index.html")
    heading = next(
        each for each in root.all("h2") if each.attributes.get("id") == "yl-figures-title"
    )
    assert heading.text() == "What became of 15 comments"
