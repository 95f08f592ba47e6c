"""The index against brute force: a substring of the folded clause, and nothing else."""

import json
import random
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.codec import load_catalogue
from catalogue.text import fold
from publisher.search import Document, SearchRow, Spill, write_all, write_changed, write_index
from tests.conftest import examples
from tests.readers.search_reader import Found, Index
from tests.readers.search_truth import wordings
from tests.worlds.sites import snapshot, the_site

FEW = st.text(st.sampled_from("一二三國国a15.，-%𠮷 "), max_size=24)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TEXTS = st.lists(st.lists(FEW | ANY, max_size=4), max_size=4)
WORLDS = st.lists(
    st.dictionaries(st.sampled_from("abcde"), st.lists(FEW, max_size=3), max_size=5),
    min_size=2,
    max_size=4,
)
LENGTHS = range(1, 15)


def documents(texts: dict[str, list[str]]) -> list[Document]:
    return [
        Document(
            policy, f"{policy}题", "v1", tuple(SearchRow("", "", "", words) for words in clauses)
        )
        for policy, clauses in texts.items()
    ]


def brute_force(texts: dict[str, list[str]], phrase: str) -> Found:
    return {(p, n) for p, clauses in texts.items() for n, c in enumerate(clauses) if phrase in c}


@given(TEXTS, st.lists((FEW | ANY).map(fold).filter(bool), min_size=1, max_size=5))
@settings(max_examples=examples(60))
def test_random_texts_are_found_as_by_brute_force(
    texts: list[list[str]], phrases: list[str]
) -> None:
    named = {f"p{n}": clauses for n, clauses in enumerate(texts)}
    folded = {policy: [fold(clause) for clause in clauses] for policy, clauses in named.items()}
    whole = [clause[:14] for clauses in folded.values() for clause in clauses if clause]
    with TemporaryDirectory() as folder:
        write_index(Path(folder), documents(named))
        index = Index(Path(folder))
        for phrase in [*phrases, *whole]:
            assert index.find(phrase) == brute_force(folded, phrase)


@given(WORLDS)
@settings(max_examples=examples(40))
def test_any_row_of_edits_ends_in_the_bytes_of_a_new_index(
    worlds: list[dict[str, list[str]]],
) -> None:
    with TemporaryDirectory() as name:
        folder, old = Path(name), None
        for number, world in enumerate(worlds):
            write_index(folder / str(number), documents(world), old)
            old = folder / str(number)
        write_index(folder / "new", documents(worlds[-1]))
        assert old is not None
        assert snapshot(old) == snapshot(folder / "new")


@given(st.lists(st.lists(FEW, max_size=3), min_size=5, max_size=5), st.integers(0, 5))
@settings(max_examples=examples(30))
def test_policies_that_change_come_and_go_are_spliced(clauses: list[list[str]], at: int) -> None:
    before = documents(dict(zip("acdeh", clauses, strict=True)))
    came = documents({"bdgi"[at % 4]: clauses[at % 5][::-1]})
    after = {each.policy: each for each in [*before[: max(at, 1)], *came]}
    facets = {policy: each.facets for policy, each in after.items()}
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_index(folder / "old", before)
        write_changed(folder / "spliced", folder / "old", came, facets)
        write_index(folder / "new", list(after.values()))
        assert snapshot(folder / "spliced") == snapshot(folder / "new")


@given(st.lists(st.lists(FEW, max_size=3), min_size=4, max_size=4), st.permutations("abcd"))
@settings(max_examples=examples(30))
def test_it_is_all_one_which_process_took_which_policy(
    clauses: list[list[str]], order: list[str]
) -> None:
    held = documents(dict(zip(order, clauses, strict=True)))
    with TemporaryDirectory() as name:
        folder, spilled = Path(name), []
        for number, part in enumerate((held[:1], held[1:], [])):
            spill = Spill(folder / "parts", folder / str(number))
            for document in part:
                spill.add(document)
            spilled.append(spill.finish())
        write_all(folder / "parts", spilled, {each.policy: each.facets for each in held})
        write_index(folder / "whole", held)
        assert snapshot(folder / "parts") == snapshot(folder / "whole")


@cache
def folded_site() -> dict[str, list[str]]:
    built = load_catalogue((the_site() / "catalogue.json").read_text("utf-8"))
    held = {
        policy.id: json.loads((the_site() / policy.latest.clauses).read_text("utf-8"))["clauses"]
        for policy in built.policies
    }
    return {policy: wordings(clauses) for policy, clauses in held.items()}


@cache
def index_of_site() -> Index:
    return Index(the_site() / "assets" / "search")


@pytest.mark.parametrize("length", LENGTHS)
def test_phrases_of_the_five_documents_are_found_as_by_brute_force(length: int) -> None:
    texts, choose = folded_site(), random.Random(length)
    clauses = [c for clauses in texts.values() for c in clauses if len(c) >= length]
    for _ in range(12):
        clause = choose.choice(clauses)
        start = choose.randrange(len(clause) - length + 1)
        phrase = fold(clause[start : start + length])
        if not phrase:
            continue
        found = index_of_site().find(phrase)
        assert found == brute_force(texts, phrase)
        assert found


@pytest.mark.parametrize("phrase", ["专项资金", "企业", "服务", "十堰市", "财政", "5000万元", "a"])
def test_common_words_are_found_as_by_brute_force(phrase: str) -> None:
    assert index_of_site().find(phrase) == brute_force(folded_site(), phrase)


def test_words_that_stand_apart_are_no_phrase() -> None:
    assert index_of_site().find("专项企业资金") == set()


def test_the_manifest_lists_the_policies_of_the_catalogue() -> None:
    assert index_of_site().manifest["ids"] == sorted(folded_site())
