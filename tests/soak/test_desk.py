"""Each file of a consultation is made, and all of it released, in 300 MB, however many comments."""

import os
from pathlib import Path

import pytest

from bench.desk import WORKS, cost
from bench.many_comments import many_comments
from comments_service.services.database.check import check

pytestmark = pytest.mark.soak
_MANY, _MOST_MEGABYTES = 100_000, 300


def test_comments_that_are_made_by_the_thousand_are_as_the_ledger_says(tmp_path: Path) -> None:
    world = many_comments(tmp_path, 1_000)
    checked = check(world.service())
    world.close()
    assert (checked.comments, checked.differences) == (1_000, [])


def test_the_memory_of_each_work_stays_below_300_mb(tmp_path: Path) -> None:
    size = 20_000 if os.environ.get("YANLU_SOAK") == "long" else 2_000
    for each in (size // 10, size):
        many_comments(tmp_path, each).close()
    held = {}
    for work in WORKS:
        (*_, few), (*_, many) = (cost(tmp_path, each, work) for each in (size // 10, size))
        # What it grows by is told well enough by thousands only.
        more = (many - few) / (size - size // 10) * (_MANY - size) if size > 10_000 else 0
        held[work] = round(many + more)
    assert [f"{work}: {mb} MB" for work, mb in held.items() if mb > _MOST_MEGABYTES] == []
