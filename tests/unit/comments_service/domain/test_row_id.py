"""Ids of rows: as UUIDs of version 7 are made, in order of time, never the same twice."""

import re
import time
import uuid
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from comments_service.domain.row_id import make_row_id


def test_an_id_is_a_uuid_of_version_7_and_of_the_time_it_was_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = datetime(2018, 7, 12, 8, 30, 0, 123_000, tzinfo=UTC)
    since = (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 1000
    monkeypatch.setattr(time, "time_ns", lambda: since + 999_999)
    made = make_row_id()
    assert re.fullmatch("[0-9a-f]{32}", made)
    known = uuid.UUID(hex=made)
    assert (known.version, known.variant) == (7, uuid.RFC_4122)
    assert known.int >> 80 == since // 1_000_000


def test_ids_of_later_are_greater_and_those_of_one_instant_differ(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = []
    for milliseconds in (1, 2, 10**12, 10**13, 2**48 - 1):
        monkeypatch.setattr(time, "time_ns", lambda at=milliseconds: at * 1_000_000)
        made.append(sorted({make_row_id() for _ in range(200)}))
    assert [len(each) for each in made] == [200] * 5
    assert all(before[-1] < after[0] for before, after in pairwise(made))
