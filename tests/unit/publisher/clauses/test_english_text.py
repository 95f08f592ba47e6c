"""The English text beside a version: its numbers are those of the Chinese clauses."""

from pathlib import Path

import pytest

from publisher.clauses import name_clauses, read_text
from publisher.clauses.english import EnglishBlock, read_english
from publisher.problems import Problems
from tests.readers.html_tree import Element, page
from tests.worlds.plan_text import PLAN
from tests.worlds.sites import build, write

LAW = (
    "第一章 总则", "第一条 为了甲，制定本法。", "第二条 有下列情形之一的，不予办理：",
    "（一）乙；", "（二）丙。", "第二章 附则", "第三条 本法自公布之日起施行。",
)  # fmt: skip
POLICY = (
    "一、总体要求", "（一）目标。甲。", "（二）原则。乙：", "1.丙；", "2.丁。", "二、措施",
    "（一）奖励。戊。",
)  # fmt: skip
ENGLISH = """# The A Law

Chapter I General

Article 1 This law is made
for A.

Article 2 In these cases nothing is granted:

(1) B;
(2) C.

Chapter II

Article Three. It enters into force on publication.
"""


def read(text: str, lines: tuple[str, ...]) -> tuple[EnglishBlock, ...]:
    found = read_text("\n\n".join(lines), Path("v1.md"), Problems())
    return read_english(text, name_clauses("a", "v1", found).clauses)


def eids(text: str, lines: tuple[str, ...]) -> list[str]:
    return [block.clause.eid if block.clause else "" for block in read(text, lines)]


def test_articles_chapters_and_items_of_a_law_are_found() -> None:
    assert eids(ENGLISH, LAW) == [
        "", "chp_1", "art_1", "art_2", "art_2__para_1__point_1", "art_2__para_1__point_2",
        "chp_2", "art_3",
    ]  # fmt: skip


def test_lines_that_stand_together_are_one_paragraph() -> None:
    assert read(ENGLISH, LAW)[2].words == "This law is made for A."


@pytest.mark.parametrize(
    "text",
    [
        "I. Aims\n\n(1) Goal.\n\n(2) Rules:\n\n1. C;\n\n2. D.\n\nII. Means\n\n(1) Awards.",
        "1. Aims\n\n(a) Goal.\n\n(b) Rules:\n\n(i) C;\n\n(ii) D.\n\n2. Means\n\n(a) Awards.",
        "Part One Aims\n\n(I) Goal.\n\n(II) Rules:\n\n(1) C;\n\n(2) D.\n\nPart Two Means\n\n(I) A.",
    ],
)
def test_the_items_of_a_policy_are_found_in_each_way_of_numbering(text: str) -> None:
    assert eids(text, POLICY) == [
        "part_1", "part_1__sec_1", "part_1__sec_2", "part_1__sec_2__point_1",
        "part_1__sec_2__point_2", "part_2", "part_2__sec_1",
    ]  # fmt: skip


def test_what_is_below_chapters_in_boxes_and_in_annexes_is_found() -> None:
    text = """Chapter 2 Tasks

Section 1 More

I. Corners

(1) List them.

Box 1 Better gardens

Annex 2 Guide

1.1 Scope

1.2.1 Local.

Annex 3 Services

Part 2 Offices

1. Terms
"""
    assert eids(text, tuple(PLAN.split("\n\n"))) == [
        "chp_2", "chp_2__sec_1", "chp_2__sec_1__dvs_1", "chp_2__sec_1__dvs_1__subdvs_1",
        "chp_2__sec_2__box_1", "att_2", "att_2__level_1__level_1",
        "att_2__level_1__level_2__level_1", "att_3", "att_3__part_2", "att_3__part_2__dvs_1",
    ]  # fmt: skip


def test_a_number_that_the_chinese_text_does_not_have_leads_nowhere() -> None:
    assert eids("Article 9 Nothing.\n\nArticle 1 A.", LAW) == ["", "art_1"]


def test_a_word_that_begins_a_sentence_is_no_number() -> None:
    assert read("Parties are asked. I know. A. Smith agrees.", POLICY)[0].number == ""


@pytest.fixture
def built(tmp_path: Path) -> Path:
    files = {
        "policy.yml": "title: 甲法\nversions: [{id: v1, published_on: 2018-07-12}]\n",
        "v1.md": "\n\n".join(LAW),
        "v1.en.md": ENGLISH.replace("for A", "for <b>A</b>"),
    }
    build(write(tmp_path / "policies" / "a", files).parent, tmp_path / "site")
    return tmp_path / "site"


def english_of(root: Element) -> Element:
    return root.one(css="yl-english")


def test_the_english_page_shows_it_above_the_chinese_text(built: Path) -> None:
    english = english_of(page(built / "en/a/index.html"))
    assert english.one("h2").text().startswith("English text (for reference; the Chinese text")
    assert [h.text().strip() for h in english.all("h3")] == ["Chapter I General", "Chapter II"]
    assert "for <b>A</b>." in english.text()


def test_each_number_leads_to_its_clause_and_has_an_anchor(built: Path) -> None:
    root = page(built / "en/a/index.html")
    ids = {element.attributes.get("id") for element in root.walk()}
    links = english_of(root).all("a")
    assert {link.attributes["href"][1:] for link in links} <= ids
    assert {"en-art_3", "en-art_2__para_1__point_1"} <= ids
    assert links[1].attributes["aria-label"] == "Article 1 (第一条)"


def test_the_chinese_page_has_a_link_to_it(built: Path) -> None:
    root = page(built / "a/index.html")
    assert root.all(css="yl-english") == []
    assert [a for a in root.all("a") if a.attributes["href"] == "../en/a/#english"]


def test_the_permanent_page_of_a_version_does_not_show_it(built: Path) -> None:
    assert "General" not in (built / "a/v1/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("v1.en.md", b"\xff", "S001"),
        ("v1.en.md", b" \n", "S005"),
        ("v2.en.md", b"Article 1", "S004"),
        ("v1.de.md", b"Artikel 1", "S010"),
    ],
)
def test_what_is_wrong_with_it_is_named(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    from tests.worlds.sites import check

    folder = write(tmp_path / "policies" / "a", {"policy.yml": "title: 甲\n", "v1.md": "文。\n"})
    (folder / name).write_bytes(content)
    problems = check(folder.parent, tmp_path / "site")
    assert [(each.path.name, each.line, each.code) for each in problems.errors] == [(name, 1, code)]


def test_an_english_text_is_as_public_as_its_version(tmp_path: Path) -> None:
    files = {
        "policy.yml": "title: 甲\nversions:\n  - {id: v1, published_on: 2018-07-12}\n"
        "  - {id: v2, published_on: 2999-01-01}\n",
        "v1.md": "第一条 甲。\n",
        "v2.md": "第一条 乙。\n",
        "v2.en.md": "Article 1 Secret.\n",
    }
    build(write(tmp_path / "policies" / "a", files).parent, tmp_path / "site")
    texts = [path.read_text("utf-8") for path in (tmp_path / "site").rglob("*.html")]
    assert not [text for text in texts if "Secret" in text]


def test_a_number_that_is_set_bold_is_a_number() -> None:
    blocks = read("**Article 1** For A.\n__Article 2.__ In these *cases*:\n", LAW)
    assert [(block.number, block.words) for block in blocks] == [
        ("Article 1", "For A."), ("Article 2.", "In these *cases*:"),
    ]  # fmt: skip


def test_lists_quotations_and_tables_are_blocks_of_their_own() -> None:
    blocks = read("For A:\n- one\n- two\n> said\n| a | b |\n\n[^1]: note\n", LAW)
    assert [(block.role, block.words) for block in blocks] == [
        ("", "For A:"), ("item", "one"), ("item", "two"), ("quote", "said"), ("row", "| a | b |"),
    ]  # fmt: skip
