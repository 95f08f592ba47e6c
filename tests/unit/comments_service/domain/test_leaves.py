"""Leaf data, against vectors that were made apart from this code."""

import hashlib
from datetime import datetime
from typing import Any

import pytest

from comments_service.domain.ledger.entries import LedgerEntry, Occurrence, leaf_data
from comments_service.domain.ledger.entry_types import body_of
from tests.readers.vectors import vectors

LEAVES = vectors("leaves")


def entry_of(vector: Any) -> LedgerEntry:
    columns = vector["entry"]
    return LedgerEntry(**{**columns, "at": datetime.fromisoformat(columns["at"])})


@pytest.mark.parametrize("vector", LEAVES, ids=[str(each["entry"]["id"]) for each in LEAVES])
def test_an_entry_has_the_leaf_of_its_vector(vector: Any) -> None:
    entry = entry_of(vector)
    found = leaf_data(entry, body_of(entry).received())
    assert found.hex() == vector["leaf_data"] == entry.digest
    assert hashlib.sha256(b"\0" + found).hexdigest() == vector["leaf_hash"]


def test_a_body_that_is_read_is_written_again_as_it_was() -> None:
    for vector in LEAVES:
        entry = entry_of(vector)
        if entry.schema:
            event = Occurrence(entry.stream, entry.subject, entry.actor, body_of(entry))
            assert event.data_text() == entry.body


def test_entries_of_0_1_0_are_among_the_vectors() -> None:
    assert {vector["entry"]["schema"] for vector in LEAVES} == {0, 1}
