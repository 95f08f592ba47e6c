"""Every page of the built site, walked."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from catalogue.codec import load_clauses
from tests.readers.html_tree import Element, page
from tests.readers.over_all import every
from tests.worlds.sites import the_site


@cache
def pages() -> list[Path]:
    return sorted(the_site().rglob("*.html"))


def policy_pages() -> list[Path]:
    versions = sorted(the_site().glob("*/v1/index.html"))
    return [*versions, *(path.parent.parent / "index.html" for path in versions)]


def shiyan(way: str = "") -> Path:
    return the_site() / "shiyan-industry-2018" / way / "index.html"


every_page, every_policy_page = every(pages), every(policy_pages)


def meta(root: Element, name: str) -> str:
    (found,) = [
        m
        for m in root.all("meta")
        if name in (m.attributes.get("name"), m.attributes.get("http-equiv"))
    ]
    return found.attributes["content"]


def test_the_site_has_these_pages() -> None:
    names = [str(path.relative_to(the_site())) for path in pages()]
    each = {"404.html", "index.html", "search/index.html"}
    assert each | {f"en/{name}" for name in each} < set(names)
    assert len([name for name in names if name.endswith("v1/index.html")]) == 5


@every_page
def test_a_page_is_read_strictly_and_begins_with_its_type(path: Path) -> None:
    assert path.read_text("utf-8").lstrip().lower().startswith("<!doctype html>")
    tag = "en" if path.relative_to(the_site()).parts[0] == "en" else "zh-CN"
    assert page(path).one("html").attributes["lang"] == tag


@every_page
def test_a_page_has_one_title_and_one_first_heading(path: Path) -> None:
    assert page(path).one("head").one("title").text().strip()
    assert page(path).one("h1").text().strip()


@every_page
def test_a_page_gives_no_id_twice(path: Path) -> None:
    ids = [e.attributes["id"] for e in page(path).walk() if "id" in e.attributes]
    assert [name for name, count in Counter(ids).items() if count > 1] == []


@every_page
def test_a_page_has_no_script_or_style_of_its_own(path: Path) -> None:
    root = page(path)
    assert [e for e in root.all("script") if "src" not in e.attributes] == []
    assert root.all("style") == []
    inline = {"style", "onclick", "onload", "onsubmit"}
    assert [e for e in root.walk() if inline & set(e.attributes)] == []


@every_page
def test_a_page_lets_in_nothing_from_elsewhere(path: Path) -> None:
    policy = meta(page(path), "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "http" not in policy


@every_page
def test_every_field_has_a_label(path: Path) -> None:
    root = page(path)
    labels = {label.attributes["for"] for label in root.all("label")}
    fields = [field for field in root.all("input") if not hidden(field)]
    assert [f.attributes for f in fields if f.attributes.get("id") not in labels] == []


def hidden(field: Element) -> bool:
    """Tell whether nobody sees it: the theme's switches are not shown either."""
    kind = field.attributes.get("type")
    return kind == "hidden" or "md-toggle" in field.classes


@every_policy_page
def test_the_elements_are_the_clauses_in_their_order(path: Path) -> None:
    folder = path.parent if path.parent.name == "v1" else path.parent / "v1"
    clauses = load_clauses((folder / "clauses.json").read_text("utf-8")).clauses
    elements = page(path).all(css="yl-clause")
    shown = [
        (e.attributes["id"], e.attributes["data-wid"], e.attributes["data-kind"]) for e in elements
    ]
    assert shown == [(clause.eid, clause.wid, clause.kind) for clause in clauses]


@every_policy_page
def test_the_words_of_a_clause_are_those_of_the_catalogue(path: Path) -> None:
    folder = path.parent if path.parent.name == "v1" else path.parent / "v1"
    clauses = load_clauses((folder / "clauses.json").read_text("utf-8")).clauses
    lines = [e.one(css="yl-line").text(without="yl-tools") for e in own_lines(path)]
    assert lines == [clause.number + clause.heading + clause.text for clause in clauses]


def own_lines(path: Path) -> list[Element]:
    """Return each clause with the clauses below it left out."""
    clauses = page(path).all(css="yl-clause")
    return [
        Element(
            c.tag,
            c.attributes,
            [x for x in c.children if not isinstance(x, Element) or "yl-clause" not in x.classes],
        )
        for c in clauses
    ]


@every_policy_page
def test_the_name_for_good_leads_to_the_clause_too(path: Path) -> None:
    for clause in page(path).all(css="yl-clause"):
        alias = next(child for child in clause.children if isinstance(child, Element))
        assert alias.attributes["id"] == clause.attributes["data-wid"]


@pytest.mark.parametrize("way", ["", "v1"])
def test_the_shiyan_draft_has_4_22_20_and_12_numbered_clauses(way: str) -> None:
    kinds = Counter(e.attributes["data-kind"] for e in page(shiyan(way)).all(css="yl-clause"))
    assert {kind: kinds[kind] for kind in ("part", "sec", "point", "indent_nn")} == {
        "part": 4,
        "sec": 22,
        "point": 20,
        "indent_nn": 12,
    }


@pytest.mark.parametrize("name", ["taian-factor-support-2023", "suqian-five-hearts-2023"])
def test_a_text_without_numbers_has_paragraphs_and_headings_only(name: str) -> None:
    clauses = json.loads((the_site() / name / "v1" / "clauses.json").read_text("utf-8"))["clauses"]
    assert {clause["kind"] for clause in clauses} == {"para", "crossheading"}
    assert {clause["number"] for clause in clauses} == {""}
    assert page(the_site() / name / "index.html").all(css="yl-number") == []


def test_the_jiaozuo_text_has_a_skipped_level_and_three_rules_under_one_point() -> None:
    folder = the_site() / "jiaozuo-enterprise-service-2009"
    ids = {e.attributes["id"] for e in page(folder / "index.html").all(css="yl-clause")}
    assert {"part_3__point_1", "part_2__sec_1__point_4__para_3"} <= ids
    assert "part_2__sec_1__point_4__para_4" not in ids


def test_the_dates_of_the_window_stand_in_the_text() -> None:
    window = page(shiyan()).one(css="yl-window")
    assert window.text() == "征集时间：2018年7月12日至2018年7月18日24时（共7天）"
    times = [time.attributes["datetime"] for time in window.all("time")]
    assert times == ["2018-07-12T00:00:00+08:00", "2018-07-19T00:00:00+08:00"]


def test_the_home_page_names_the_consultation_and_everything_else_by_kind() -> None:
    home = page(the_site() / "index.html")
    headings = [h.text() for h in home.all("h2")]
    assert headings[-1] == "文件与动态"
    kinds = [each.text() for each in home.all(css="yl-stream-kind")]
    assert kinds == ["工作动态", "政策文件", "建议提案答复", "政策解读"]
    assert "2018年7月18日24时" in home.one(css="yl-hero").text()


def test_a_draft_has_a_comment_link_on_every_clause_and_a_document_none() -> None:
    clauses = page(shiyan()).all(css="yl-clause")
    assert len(page(shiyan()).all(css="yl-say")) == len(clauses)
    document = page(the_site() / "jiaozuo-enterprise-service-2009" / "index.html")
    assert document.all(css="yl-say") == []


@every_page
def test_the_words_of_the_machine_room_are_not_shown(path: Path) -> None:
    # The dictionary of the open data names the keys as they stand in the files.
    shown = page(path).one("body").text(without="yl-key")
    assert not re.search(r"\b(?:eid|wid|merkle)\b", shown, re.IGNORECASE)
