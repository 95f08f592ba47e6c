"""Values that have no room in memory are as those of a dict, however few of them have."""

import random

import pytest

from comments_service.store.statements import spilled_values
from comments_service.store.statements.spilled_values import SpilledValues

KINDS = "submission", "comment"
NAMES = [*range(8), *(f"名{each}" for each in range(8))]


@pytest.mark.parametrize("most", [1, 3, 7, 1_000])
def test_they_are_as_those_of_a_dict(most: int) -> None:
    chance = random.Random(most)
    spilled = SpilledValues(most)
    right: dict[tuple[str, object], object] = {}
    for step in range(600):
        key = kind, name = chance.choice(KINDS), chance.choice(NAMES)
        if chance.random() < 0.6:
            spilled.put(kind, name, (step, "值"))
            right[key] = (step, "值")
        elif chance.random() < 0.6:
            assert spilled.pop(kind, name) == right.pop(key, None)
        assert spilled.get(kind, name, "none") == right.get(key, "none")
    for kind in KINDS:
        left = {name: value for (of, name), value in right.items() if of == kind}
        assert dict(spilled.items(kind)) == left


def test_a_disk_without_room_is_no_fault_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    small = *spilled_values._LAID_OUT[:-1], "PRAGMA max_page_count = 3", "BEGIN"
    monkeypatch.setattr(spilled_values, "_LAID_OUT", small)
    spilled = SpilledValues(1)
    with pytest.raises(OSError, match="No space left on device"):
        fill(spilled)


def fill(spilled: SpilledValues) -> None:
    for number in range(100):
        spilled.put("comment", number, "x" * 1_000)
