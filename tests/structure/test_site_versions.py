"""The pages of a policy with two versions: a real law before and after its revision."""

import io
import json
import re
from functools import cache
from pathlib import Path

from docx import Document
from jsonschema import Draft202012Validator

from catalogue.codec import load_clauses, schema_text
from catalogue.model import CLAUSES_SCHEMA, ClauseSet
from catalogue.window import parse_instant
from publisher.cli.main import main
from tests.worlds.drafts import DATA
from tests.worlds.sites import build, lasting_folder, snapshot, write

NOW = parse_instant("2024-02-01T10:00:00+08:00")
SOURCES = {
    "a/policy.yml": "title: 国务院关于经营者集中申报标准的规定\nversions:\n"
    "  - {id: v1, label: 2018年文本, published_on: 2018-09-18}\n"
    "  - {id: v2, label: 2024年文本, published_on: 2024-01-22}\n",
    "a/v1.md": (DATA / "v1.md").read_text("utf-8")
    + "\n\n第六条 各地区可以结合实际制定配套办法，并报国务院备案。\n",
    "a/v2.md": (DATA / "v2.md").read_text("utf-8"),
}


@cache
def site() -> Path:
    folder = lasting_folder()
    build(write(folder / "policies", SOURCES), folder / "site", now=NOW)
    return folder / "site"


def page(path: str) -> str:
    return (site() / path / "index.html").read_text("utf-8")


def clauses(version: str) -> ClauseSet:
    return load_clauses((site() / "a" / version / "clauses.json").read_text("utf-8"))


def ids(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', html)


def test_every_name_that_a_clause_ever_had_leads_somewhere_on_the_latest_page() -> None:
    found = ids(page("a"))
    names = {clause.wid for version in ("v1", "v2") for clause in clauses(version).clauses}
    assert names <= set(found)
    assert len(found) == len(set(found))


def test_a_bookmark_of_a_renumbered_clause_leads_to_where_it_is_now() -> None:
    assert re.search(r'id="art_7" data-wid="v1.art_5"[^>]*><span class="yl-alias" id="v1.art_5">',
                     page("a"))  # fmt: skip


def test_a_deleted_clause_is_a_tombstone_that_leads_to_the_old_text() -> None:
    (stone,) = re.findall(r'<p class="yl-tombstone" id="v1.art_6">(.*?)</p>', page("a"))
    assert "已删除" in stone
    assert 'id="v1.art_6__para_1"' in stone
    assert 'href="../a/v1/#art_6"' in stone


def test_an_item_is_found_without_its_paragraph_too() -> None:
    assert {"art_2__point_1", "v1.art_2__point_1"} <= set(ids(page("a")))
    named = clauses("v2").resolve("art_2__point_1")
    assert named
    assert named.eid == "art_2__para_1__point_1"


def test_the_fates_stand_in_the_file_of_the_new_version() -> None:
    fates = {carry.wid: carry for carry in clauses("v2").carried}
    assert clauses("v1").carried == ()
    assert fates["v1.art_1"].change == "unchanged"
    assert (fates["v1.art_5"].change, fates["v1.art_5"].to_eid) == ("renumbered", "art_7")
    assert fates["v1.art_3"].change == "edited"
    assert fates["v1.art_6"].change == "deleted"
    assert fates["v2.art_5"].change == "new"


def test_the_file_fits_its_schema() -> None:
    schema = json.loads(schema_text(CLAUSES_SCHEMA))
    text = (site() / "a" / "v2" / "clauses.json").read_text("utf-8")
    Draft202012Validator(schema).validate(json.loads(text))


def test_what_is_unsure_is_marked_on_the_page() -> None:
    assert page("a").count('class="yl-doubt"') == 2


def test_a_clause_carries_its_history() -> None:
    assert re.search(
        r'id="art_7"[^>]*data-history="首见于2018年文本；2024年文本条序顺延', page("a")
    )


def test_the_versions_link_to_their_comparison() -> None:
    assert 'href="../a/changes/v1-v2/"' in page("a")
    assert 'href="../../a/changes/v1-v2/"' in page("a/v1")


def test_the_comparison_tells_each_change_in_words_and_strokes() -> None:
    html = page("a/changes/v1-v2")
    changes = re.findall(r'data-change="(\w+)"', html)
    assert sorted(changes) == sorted(
        ["edited", "edited", "edited", "new", "new", "renumbered", "deleted"]
    )
    assert "<span>改了3处，</span><span>新增2处，</span><span>删去1处</span>" in html
    assert "文字没有变的1处不列" in html
    old, new = re.findall(r"全球范围内的营业额合计超过(.*?)亿元", html)[:2]
    assert [re.sub(r"</?span[^>]*>", "", side) for side in (old, new)] == [
        "<del>（删去：100）</del>",
        "<ins>（新增：120）</ins>",
    ]


def test_a_clause_has_one_name_where_old_and_new_are_equal_else_the_old_one_beside_it() -> None:
    heads = re.findall(r'<h2 class="yl-change-head">(.*?)</h2>', page("a/changes/v1-v2"))
    names = [re.sub(r"<[^>]+>", "", head) for head in heads]
    assert "第三条 有修改" in names
    assert "第七条 原第五条 条序顺延" in names


def test_the_table_has_three_columns_of_which_the_last_is_empty() -> None:
    path = site() / "a" / "changes" / "v1-v2" / "changes.docx"
    (table,) = Document(io.BytesIO(path.read_bytes())).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["原条文", "修改后", "修改依据"]
    assert {row[2] for row in rows[1:]} == {""}
    assert ["（未修改）" in row[1] for row in rows[1:]].count(True) == 1
    (renumbered,) = [row for row in rows if "条序顺延" in row[1]]
    assert renumbered[0] == "第五条\n本规定自公布之日起施行。".replace("\n", " \n")
    assert "第七条" in renumbered[1]


def test_the_same_build_gives_the_same_bytes(tmp_path: Path) -> None:
    policies = write(tmp_path / "policies", SOURCES)
    for name in ("one", "other"):
        build(policies, tmp_path / name, now=NOW)
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "other")


def test_a_correction_is_shown_beside_the_old_wording(tmp_path: Path) -> None:
    policies = write(tmp_path / "policies", SOURCES)
    where = ["--policies", str(policies)]
    assert main(["publish", "a", "v1", *where]) == 0
    path = policies / "a" / "v1.md"
    path.write_text(path.read_text("utf-8").replace("各地区", "各地"), "utf-8")
    assert main(["publish", "a", "v1", "--erratum", "笔误", *where]) == 0
    build(policies, tmp_path / "site", now=NOW)
    html = (tmp_path / "site" / "a" / "v1" / "index.html").read_text("utf-8")
    assert "笔误" in html
    assert "原为“各地区可以结合实际" in html


def test_a_version_that_is_not_public_leaves_no_trace(tmp_path: Path) -> None:
    early = parse_instant("2020-01-01T00:00:00+08:00")
    build(write(tmp_path / "policies", SOURCES), tmp_path / "site", now=early)
    made = snapshot(tmp_path / "site")
    assert any(name.startswith("a/v1/") for name in made)
    assert not [name for name in made if name.startswith(("a/v2", "a/changes"))]
    assert not [name for name, data in made.items() if "评估".encode() in data]
