"""The exact search: what is written is what is found, spliced or not."""

from dataclasses import replace
from pathlib import Path

import pytest

from catalogue.text import fold, simplified_pairs
from publisher.search import (
    Document,
    Facets,
    SearchRow,
    example_questions,
    kept_about,
    write_index,
)
from publisher.search.documents import load_text
from publisher.search.index import _shard_count
from publisher.search.seal import Sealed, TextSeal
from tests.readers.search_reader import Index, lengths_of
from tests.unit.publisher.search.search_examples import EDITED, A, B, C, document
from tests.worlds.sites import snapshot


def test_a_phrase_is_found_by_clause(tmp_path: Path) -> None:
    write_index(tmp_path, [A, B, C])
    index = Index(tmp_path)
    assert index.find("专项资金") == {("a", 0), ("a", 1)}
    assert index.find("专项使用") == {("a", 1)}
    assert index.find("项资金5000万") == {("a", 0)}


@pytest.mark.parametrize("phrase", ["金专", "资项", "万元专项", "元专", "二二", "一二一二一二一"])
def test_nothing_is_found_where_the_phrase_does_not_stand(tmp_path: Path, phrase: str) -> None:
    write_index(tmp_path, [document("a", "设立专项资金5000万元。", "专项使用资。"), B])
    assert Index(tmp_path).find(phrase) == set()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("15万元", {1}), ("1.5万元", {0}), ("-5%", {2}), ("5%", {2, 3}), ("12", {5}),
        ("1:2", {4}), ("1000", {6}), ("1，000", {6}), ("5", {0, 1, 2, 3, 4}),
    ],
)  # fmt: skip
def test_a_number_is_found_where_that_number_stands(
    tmp_path: Path, asked: str, found: set[int]
) -> None:
    written = ("奖1.5万元", "奖15万元", "降至-5%", "升至５％", "比例1：2", "共12家", "共1,000家")
    write_index(tmp_path, [document("a", *written)])
    assert Index(tmp_path).find(fold(asked)) == {("a", number) for number in found}


def test_the_number_of_a_clause_is_found_before_its_words(tmp_path: Path) -> None:
    rows = (
        SearchRow("art_3", "第三条", "第三条", "目的"),
        SearchRow("art_3__para_1", "第三条", "", "为了公开"),
        SearchRow("art_3__para_2", "第三条第二款", "", "为了公正"),
        SearchRow("art_3__para_2__point_1", "第三条第二款第一项", "（一）", "征求意见"),
    )
    write_index(tmp_path, [Document("a", "办法", "v1", rows)])
    index = Index(tmp_path)
    assert index.find("第三条目的") == {("a", 0), ("a", 1)}
    assert index.find("目的为了") == {("a", 1)}
    assert index.find("一征求意见") == {("a", 3)}


def test_a_phrase_that_repeats_itself_is_found(tmp_path: Path) -> None:
    write_index(tmp_path, [A, B])
    assert Index(tmp_path).find("一二一二一二") == Index(tmp_path).find("二一") == {("b", 0)}


def test_a_single_character_is_found_by_clause(tmp_path: Path) -> None:
    write_index(tmp_path, [A, B])
    assert Index(tmp_path).find("元") == {("a", 0)}
    assert Index(tmp_path).find("推") == {("b", 1)}


def test_a_title_is_found_and_is_no_clause(tmp_path: Path) -> None:
    write_index(tmp_path, [A, B, document("c", "本办法")])
    assert Index(tmp_path).titles("办法") == {"a", "b", "c"}
    assert Index(tmp_path).find("办法") == {("c", 0)}


def test_what_is_said_of_a_policy_is_found_apart_and_not_over_its_borders(tmp_path: Path) -> None:
    said = (("issuer", "市财政局"), ("doc_no", "财发〔2018〕3号"), ("notice", "寄到河东路。"))
    write_index(tmp_path, [replace(A, about=said), B])
    index = Index(tmp_path)
    assert index.about("财发20183") == index.about("河东路") == {"a"}
    assert index.about("局财") == set()
    assert index.find("财政") == set()
    assert load_text("a", (tmp_path / "text/a.json").read_bytes()).about == said
    assert kept_about(tmp_path, "a") == said
    assert kept_about(tmp_path, "none") == ()


def test_the_clauses_with_which_a_citation_begins_are_found_by_their_step(tmp_path: Path) -> None:
    rows = [SearchRow(f"att_1__part_3{end}", "", "", "字") for end in ("", "__sec_2")]
    write_index(tmp_path, [A, replace(B, clauses=tuple(rows))])
    assert Index(tmp_path).opening("art_2") == {("a", 1)}
    assert Index(tmp_path).opening("part_3") == {("b", 0)}
    assert Index(tmp_path).opening("sec_2") == set()


def test_examples_are_headings_those_of_several_policies_first(tmp_path: Path) -> None:
    heading = "指导思想", "保障措施", "第一", "不是标题，是正文"
    named = [SearchRow(f"part_{n}", "", f"{n}、", words) for n, words in enumerate(heading)]
    write_index(tmp_path, [replace(A, clauses=tuple(named)), replace(B, clauses=(named[1],))])
    assert example_questions(tmp_path, ["a", "b"]) == ["保障措施", "指导思想"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("推进新型工业化", ("b", 1)),
        ("a股", ("c", 0)),
        ("奖励100", ("c", 0)),
        ("𠮷野", ("c", 1)),
        ("张𱍐", ("c", 1)),
    ],
)
def test_the_fold_is_that_of_the_text(tmp_path: Path, asked: str, found: tuple[str, int]) -> None:
    write_index(tmp_path, [A, B, C])
    assert Index(tmp_path).find(fold(asked)) == {found}


def test_the_manifest_says_by_what_a_search_can_be_narrowed(tmp_path: Path) -> None:
    facts = Facets(kind="document", issuer="市经信局", year="2018", answered=True)
    write_index(tmp_path, [replace(B, facets=facts), A])
    manifest = Index(tmp_path).manifest
    assert manifest["ids"] == ["a", "b"]
    assert manifest["facets"]["issuer"] == {"names": ["", "市经信局"], "of": [0, 1]}
    assert manifest["answered"] == [1]
    assert len(manifest["keys"]) == 8


def test_the_manifest_has_the_titles_and_the_table_of_the_fold(tmp_path: Path) -> None:
    write_index(tmp_path, [replace(A, facets=Facets(title="题甲")), B])
    manifest = Index(tmp_path).manifest
    assert manifest["titles"] == ["题甲", ""]
    assert manifest["simplified"] == simplified_pairs()


def test_a_clause_s_first_pair_says_how_long_it_is(tmp_path: Path) -> None:
    rows = [SearchRow("", "", "", words) for words in ("专项资金", "设立专项", "专项，又是专项")]
    write_index(tmp_path, [Document("a", "办法", "v1", tuple(rows))])
    (held,) = Index(tmp_path).term(ord("专"), ord("项")).values()
    assert lengths_of(held) == {2: 4, 4: 6}


def test_an_empty_site_has_an_empty_index(tmp_path: Path) -> None:
    write_index(tmp_path, [])
    assert Index(tmp_path).find("专项") == set()
    assert Index(tmp_path).manifest["shards"] == 16


AFTER = {
    "an edit": [A, EDITED, C],
    "an edit to nothing": [A, document("b"), C],
    "a new title": [A, replace(B, title="新题"), C],
    "other facts": [A, replace(B, facets=Facets(kind="news")), C],
    "a new policy in front": [document("0", "专项资金。"), A, B, C],
    "a policy less": [A, C],
    "another order": [C, B, A],
    "no change": [A, B, C],
    "many more terms": [A, document("b", "".join(map(chr, range(0x4E00, 0x9FA5))) * 2), C],
}


@pytest.mark.parametrize("after", AFTER.values(), ids=AFTER)
def test_a_spliced_index_is_the_same_as_a_new_one(tmp_path: Path, after: list[Document]) -> None:
    write_index(tmp_path / "old", [A, B, C])
    before = snapshot(tmp_path / "old")
    write_index(tmp_path / "spliced", after, tmp_path / "old")
    write_index(tmp_path / "new", after)
    assert snapshot(tmp_path / "spliced") == snapshot(tmp_path / "new")
    assert snapshot(tmp_path / "old") == before


def test_what_an_edit_leaves_alone_is_the_old_file(tmp_path: Path) -> None:
    write_index(tmp_path / "old", [A, B, C])
    write_index(tmp_path / "new", [A, B, document("c", "Ａ股上市奖励 200 万元")], tmp_path / "old")
    names = [path.name for path in (tmp_path / "old").glob("*.bin")]
    kept = [name for name in names if (tmp_path / "new" / name).samefile(tmp_path / "old" / name)]
    assert 0 < len(kept) < len(names)
    assert (tmp_path / "new/text/a.json").samefile(tmp_path / "old/text/a.json")


def test_the_seal_changes_with_any_text(tmp_path: Path) -> None:
    seals = set()
    for number, documents in enumerate(([A, B], [A, EDITED], [A])):
        write_index(tmp_path / str(number), documents)
        seals.add(Index(tmp_path / str(number)).manifest["seal"])
    assert len(seals) == 3


@pytest.mark.parametrize(
    ("total", "shards"),
    [(0, 16), (16 * 8192, 16), (16 * 8192 + 1, 32), (1000 * 8192, 1024), (10**12, 4096)],
)
def test_shards_are_a_power_of_two_near_8_kilobytes_each(total: int, shards: int) -> None:
    assert _shard_count([TextSeal(Sealed(0, ""), total)]) == shards
