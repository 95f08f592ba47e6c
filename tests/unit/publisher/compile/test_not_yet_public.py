"""What is not yet to be public is nowhere in the built site."""

from pathlib import Path

import pytest

from catalogue.codec import load_catalogue
from catalogue.text import fold
from catalogue.window import parse_instant
from tests.readers.search_reader import Index
from tests.worlds.sites import build, snapshot, write

SECRET = "对隐秘条款给予倾斜扶持"
WINDOWS = """windows:
  - {id: w1, version: v1, opens: 2018-07-01, closes: 2018-07-31}
  - {id: w2, version: v2, opens: 2018-09-03, closes: 2018-09-28, shortened_reason: 急需出台}
"""
NOON = parse_instant("2018-07-15T12:00:00+08:00")


def sources(folder: Path, second: str) -> Path:
    versions = f"versions:\n  - {{id: v1, published_on: 2018-07-01}}\n  - {second}\n"
    return write(
        folder / "policies",
        {
            "a/policy.yml": f"title: 甲\nkind: consultation\n{versions}{WINDOWS}",
            "a/v1.md": "一、总则\n\n公开的文字。\n",
            "a/v2.md": f"一、总则\n\n{SECRET}。\n",
            "b/policy.yml": "title: 尚未公布的文件\nversions: [{id: v1}]\n",
            "b/v1.md": f"{SECRET}。\n",
        },
    )


@pytest.mark.parametrize(
    "second",
    ["{id: v2, label: 乙稿样本, published_on: 2018-07-16}", "{id: v2, label: 乙稿样本}"],
    ids=["tomorrow", "undated"],
)
def test_no_sentence_of_it_stands_anywhere(tmp_path: Path, second: str) -> None:
    build(sources(tmp_path, second), tmp_path / "site", now=NOON)
    everything = snapshot(tmp_path / "site")
    for word in (SECRET, "隐秘", "倾斜", "乙稿样本", "尚未公布的文件", "2018-09", "急需出台"):
        assert [name for name, data in everything.items() if word.encode() in data] == []
    assert not [name for name in everything if name.startswith(("b/", "a/v2"))]


def test_no_pair_of_its_characters_stands_in_the_search(tmp_path: Path) -> None:
    build(sources(tmp_path, "{id: v2}"), tmp_path / "site", now=NOON)
    held = Index(tmp_path / "site" / "assets" / "search").all_terms()
    folded = fold("公开的文字")
    assert {folded[at : at + 2] for at in range(len(folded) - 1)} <= held
    assert not {SECRET[at : at + 2] for at in range(len(SECRET) - 1)} & held


def test_its_windows_are_not_in_the_catalogue(tmp_path: Path) -> None:
    built = build(sources(tmp_path, "{id: v2}"), tmp_path / "site", now=NOON)
    written = load_catalogue((tmp_path / "site" / "catalogue.json").read_text("utf-8"))
    assert written.policies == built.catalogue.policies
    assert [window.id for window in written.policies[0].windows] == ["w1"]
    assert [policy.id for policy in written.policies] == ["a"]


def test_a_preview_shows_it_and_says_so(tmp_path: Path) -> None:
    site = tmp_path / "preview"
    built = build(sources(tmp_path, "{id: v2}"), site, now=NOON, preview=True)
    assert [policy.id for policy in built.catalogue.policies] == ["a", "b"]
    page = (site / "a" / "index.html").read_text("utf-8")
    assert SECRET in page
    assert "预览：本页含尚未公开的内容" in page
    assert Index(site / "assets" / "search").find(SECRET) == {("a", 1), ("b", 0)}


@pytest.mark.parametrize(
    ("now", "public"),
    [("2018-07-14T15:59:59Z", 0), ("2018-07-14T16:00:00Z", 1), ("2018-07-14T23:30:00Z", 1)],
)
def test_the_day_in_beijing_decides(tmp_path: Path, now: str, public: int) -> None:
    folder = write(
        tmp_path / "policies",
        {
            "a/policy.yml": "title: 甲\nversions: [{id: v1, published_on: 2018-07-15}]\n",
            "a/v1.md": "文。\n",
        },
    )
    built = build(folder, tmp_path / "site", now=parse_instant(now))
    assert len(built.catalogue.policies) == public


def test_an_outcome_is_told_from_its_day_on(tmp_path: Path) -> None:
    counts = '{"comments": 3, "adopted": 2, "partly_adopted": 0, "not_adopted": 1}'
    results = (
        '{"schema": "yanlu-results/1", "policy": "a", "published_on": "2018-07-16", "counts": '
    )
    folder = sources(tmp_path, "{id: v2}")
    (folder / "a" / "results.json").write_text(results + counts + "}", "utf-8")
    before = build(folder, tmp_path / "site", now=NOON)
    assert "已反馈" not in (tmp_path / "site" / "a" / "index.html").read_text("utf-8")
    after = build(folder, tmp_path / "site", now=parse_instant("2018-07-16T00:00:00+08:00"))
    assert before.catalogue.policies[0].outcome is None
    assert after.catalogue.policies[0].outcome
    assert "已反馈" in (tmp_path / "site" / "a" / "index.html").read_text("utf-8")


def test_a_link_names_no_clause_of_a_text_to_come(tmp_path: Path) -> None:
    versions = "versions: [{id: v1, published_on: 2018-07-01}, {id: v2, published_on: 2018-07-16}]"
    policies = write(
        tmp_path / "policies",
        {
            "a/policy.yml": f"title: 甲\n{versions}\n",
            "a/v1.md": "第一条 甲。\n",
            "a/v2.md": "第一条 甲。\n\n第二条 新的规定。\n",
            "c/policy.yml": "title: 丙\n"
            "links: [{rel: explains, to: a, clauses: [v2.art_2, v1.art_1, 第一条]}]\n",
            "c/v1.md": "丙。\n",
        },
    )
    build(policies, tmp_path / "site", now=NOON)
    assert [name for name, data in snapshot(tmp_path / "site").items() if b"v2.art_2" in data] == []
    (link,) = (
        load_catalogue((tmp_path / "site/catalogue.json").read_text("utf-8")).policies[1].links
    )
    assert link.clauses == ("v1.art_1", "第一条")
    build(policies, tmp_path / "site", now=parse_instant("2018-07-16T12:00:00+08:00"))
    assert "v2.art_2" in (tmp_path / "site/a/index.html").read_text("utf-8")
