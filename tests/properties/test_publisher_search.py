"""The index against brute force: a substring of the folded clause, and nothing else."""

import json
import random
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.codec import load_catalogue, load_clauses
from catalogue.text import digest, fold
from publisher.search import Document, write_index
from tests.search_reader import Found, Index
from tests.sites import snapshot, the_site

FEW = st.text(st.sampled_from("一二三國国a1，𠮷 "), max_size=24)
TEXTS = st.lists(st.lists(FEW, max_size=4), max_size=4)
LENGTHS = range(1, 15)


def documents(texts: list[list[str]]) -> list[Document]:
    return [
        Document(f"p{n}", "题", "document", "v1", digest("\n".join(clauses)), tuple(clauses))
        for n, clauses in enumerate(texts)
    ]


def brute_force(texts: dict[str, list[str]], phrase: str) -> Found:
    return {(p, n) for p, clauses in texts.items() for n, c in enumerate(clauses) if phrase in c}


@given(TEXTS, st.lists(FEW.map(fold).filter(bool), min_size=1, max_size=5))
@settings(max_examples=60)
def test_random_texts_are_found_as_by_brute_force(
    texts: list[list[str]], phrases: list[str]
) -> None:
    folded = {f"p{n}": [fold(clause) for clause in clauses] for n, clauses in enumerate(texts)}
    with TemporaryDirectory() as folder:
        write_index(Path(folder), documents(texts))
        for phrase in phrases:
            assert Index(Path(folder)).find(phrase) == brute_force(folded, phrase)


@given(TEXTS, TEXTS)
@settings(max_examples=40)
def test_a_spliced_index_is_the_same_as_a_new_one(
    before: list[list[str]], after: list[list[str]]
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_index(folder / "old", documents(before))
        write_index(folder / "spliced", documents(after), folder / "old")
        write_index(folder / "new", documents(after))
        assert snapshot(folder / "spliced") == snapshot(folder / "new")


@cache
def folded_site() -> dict[str, list[str]]:
    built = load_catalogue((the_site() / "catalogue.json").read_text("utf-8"))
    sets = (
        load_clauses((the_site() / policy.latest.clauses).read_text("utf-8"))
        for policy in built.policies
    )
    return {s.policy: [fold(clause.heading + clause.text) for clause in s.clauses] for s in sets}


@pytest.mark.parametrize("length", LENGTHS)
def test_phrases_of_the_five_documents_are_found_as_by_brute_force(length: int) -> None:
    texts, choose = folded_site(), random.Random(length)
    clauses = [c for clauses in texts.values() for c in clauses if len(c) >= length]
    index = Index(the_site() / "assets" / "search")
    for _ in range(12):
        clause = choose.choice(clauses)
        start = choose.randrange(len(clause) - length + 1)
        phrase = clause[start : start + length]
        found = index.find(phrase)
        assert found == brute_force(texts, phrase)
        assert found


@pytest.mark.parametrize("phrase", ["专项资金", "企业", "服务", "十堰市", "财政", "5000万元", "a"])
def test_common_words_are_found_as_by_brute_force(phrase: str) -> None:
    found = Index(the_site() / "assets" / "search").find(phrase)
    assert found == brute_force(folded_site(), phrase)


def test_words_that_stand_apart_are_no_phrase() -> None:
    assert Index(the_site() / "assets" / "search").find("专项企业资金") == set()


def test_the_manifest_lists_the_policies_of_the_catalogue() -> None:
    manifest = json.loads((the_site() / "assets" / "search" / "manifest.json").read_bytes())
    listed = {entry["id"]: entry["clauses"] for entry in manifest["policies"]}
    assert listed == {policy: len(clauses) for policy, clauses in folded_site().items()}
