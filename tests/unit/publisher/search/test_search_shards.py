"""The shards of the index against examples that the browser's reader has too."""

from typing import Any

import pytest

from publisher.search.shards import of_policy, together, write_shards
from publisher.search.terms import postings_of
from tests.readers.vectors import vectors


@pytest.mark.parametrize("case", vectors("postings"))
def test_the_shards_are_those_of_the_vectors(case: dict[str, Any]) -> None:
    parts = [of_policy(postings_of(text), number) for number, text in enumerate(case["texts"])]
    count = len(case["shards"])
    shards = write_shards(together(parts).in_order().packed(), range(count), count)
    assert [shard.hex() for shard in shards] == case["shards"]


@pytest.mark.parametrize("case", vectors("postings"))
def test_the_places_of_the_vectors_are_those_of_the_texts(case: dict[str, Any]) -> None:
    for term, places in case["terms"].items():
        held = [
            [policy, clause, *([at] if len(term) > 1 else [])]
            for policy, text in enumerate(case["texts"])
            for clause, words in enumerate(text)
            for at in range(len(words))
            if words.startswith(term, at)
        ]
        once = [each for at, each in enumerate(held) if each not in held[:at]]
        assert places == once
