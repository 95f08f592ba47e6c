"""The exact search: what is written is what is found, spliced or not."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from catalogue.text import digest, fold
from publisher.search import Document, write_index
from publisher.search.index import _shard_count
from publisher.search.shards import read_shard, splice, write_shard
from tests.search_reader import Index
from tests.sites import snapshot


def document(policy: str, *clauses: str) -> Document:
    return Document(policy, policy.upper(), "document", "v1", digest("\n".join(clauses)), clauses)


A = document("a", "设立专项资金5000万元。", "专项资金专项使用。", "")
B = document("b", "一二一二一二", "推進新型工業化")
C = document("c", "Ａ股上市奖励 100 万元", "𠮷野家与张𱍐")


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


def test_a_phrase_that_repeats_itself_is_found(tmp_path: Path) -> None:
    write_index(tmp_path, [A, B])
    assert Index(tmp_path).find("一二一二一二") == Index(tmp_path).find("二一") == {("b", 0)}


def test_a_single_character_is_found_by_clause(tmp_path: Path) -> None:
    write_index(tmp_path, [A, B])
    assert Index(tmp_path).find("元") == {("a", 0)}
    assert Index(tmp_path).find("推") == {("b", 1)}


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


def test_the_manifest_says_what_is_indexed(tmp_path: Path) -> None:
    write_index(tmp_path, [A])
    (entry,) = Index(tmp_path).manifest["policies"]
    assert {key: entry[key] for key in ("id", "title", "kind", "version", "clauses")} == {
        "id": "a",
        "title": "A",
        "kind": "document",
        "version": "v1",
        "clauses": 3,
    }


def test_an_empty_site_has_an_empty_index(tmp_path: Path) -> None:
    write_index(tmp_path, [])
    assert Index(tmp_path).find("专项") == set()
    assert Index(tmp_path).manifest["shards"] == 16


EDITED = document("b", "改过的文字。")
AFTER = {
    "an edit": [A, EDITED, C],
    "an edit to nothing": [A, document("b"), C],
    "a new title": [A, replace(B, title="新题", kind="news"), C],
    "a new policy in front": [document("0", "专项资金。"), A, B, C],
    "a policy less": [A, C],
    "another order": [C, B, A],
    "no change": [A, B, C],
    "many more terms": [A, document("b", "".join(map(chr, range(0x4E00, 0x9FA5))) * 8), C],
}


@pytest.mark.parametrize("after", AFTER.values(), ids=AFTER)
def test_a_spliced_index_is_the_same_as_a_new_one(tmp_path: Path, after: list[Document]) -> None:
    write_index(tmp_path / "old", [A, B, C])
    write_index(tmp_path / "spliced", after, tmp_path / "old")
    write_index(tmp_path / "new", after)
    assert snapshot(tmp_path / "spliced") == snapshot(tmp_path / "new")


@pytest.mark.parametrize("broken", ["{", '{"schema": "yanlu-search/0"}', "\xff"])
def test_an_old_index_that_cannot_be_read_is_made_anew(tmp_path: Path, broken: str) -> None:
    write_index(tmp_path / "old", [A, B])
    (tmp_path / "old" / "manifest.json").write_text(broken, "latin-1")
    write_index(tmp_path / "new", [A, B], tmp_path / "old")
    assert Index(tmp_path / "new").find("专项使用") == {("a", 1)}


def test_an_old_index_that_lacks_a_shard_is_made_anew(tmp_path: Path) -> None:
    write_index(tmp_path / "old", [A, B])
    (tmp_path / "old" / "00f.bin").unlink()
    write_index(tmp_path / "new", [A, B], tmp_path / "old")
    write_index(tmp_path / "fresh", [A, B])
    assert snapshot(tmp_path / "new") == snapshot(tmp_path / "fresh")


def test_the_seal_changes_with_any_text(tmp_path: Path) -> None:
    seals = set()
    for documents in ([A, B], [A, EDITED], [A]):
        write_index(tmp_path, documents)
        seals.add(json.loads((tmp_path / "manifest.json").read_bytes())["seal"])
    assert len(seals) == 3


@pytest.mark.parametrize(
    ("total", "shards"),
    [
        (0, 16),
        (16 * 24 * 1024, 16),
        (16 * 24 * 1024 + 1, 32),
        (1000 * 24 * 1024, 1024),
        (10**12, 4096),
    ],
)
def test_shards_are_a_power_of_two_near_24_kilobytes_each(total: int, shards: int) -> None:
    assert _shard_count(total) == shards


def test_a_shard_reads_back() -> None:
    blocks = {0: b"x", 7: b"yy" * 200, 300: b"z"}
    assert read_shard(write_shard(blocks)) == blocks


def test_a_splice_replaces_adds_and_takes_out() -> None:
    shard = write_shard({1: b"one", 2: b"two", 3: b"three"})
    assert read_shard(splice(shard, {0: b"zero", 2: b"", 3: b"3"})) == {
        0: b"zero",
        1: b"one",
        3: b"3",
    }


def test_a_damaged_shard_is_not_carried_on(tmp_path: Path) -> None:
    write_index(tmp_path / "old", [A, B])
    whole = snapshot(tmp_path / "old")
    victim = max((tmp_path / "old").glob("*.bin"), key=lambda path: path.stat().st_size)
    victim.write_bytes(victim.read_bytes()[:-3])
    write_index(tmp_path / "new", [A, B], tmp_path / "old")
    assert snapshot(tmp_path / "new") == whole


def test_a_manifest_that_is_no_manifest_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "manifest.json").write_text('{"schema": "yanlu-search/1"}', "utf-8")
    write_index(tmp_path / "new", [A, B], tmp_path / "old")
    write_index(tmp_path / "anew", [A, B])
    assert snapshot(tmp_path / "new") == snapshot(tmp_path / "anew")
