from datetime import UTC, datetime, timedelta

import pytest

from comments_service.domain.comments.clock_rules import ClockReading
from comments_service.domain.errors import ClockUnsure
from comments_service.services.clock.clock import Anchor
from comments_service.services.upkeep.timekeeping import clock_findings

NOON = datetime(2018, 7, 15, 12, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("behind", "ahead", "found"),
    [
        (0 * SECOND, 0 * SECOND, ""),
        (5 * SECOND, 0 * SECOND, ""),
        (6 * SECOND, 0 * SECOND, "stepped"),
        (10 * MINUTE, 0 * SECOND, "stepped"),
        (10 * MINUTE + SECOND, 0 * SECOND, "unsure"),
        (0 * SECOND, 10 * MINUTE, ""),
        (0 * SECOND, 10 * MINUTE + SECOND, "unsure"),
        (0 * SECOND, -60 * MINUTE, ""),
    ],
)
def test_a_clock_is_held_against_what_has_been_and_against_the_monotonic_one(
    behind: timedelta, ahead: timedelta, found: str
) -> None:
    reading = ClockReading(NOON, NOON + behind, ahead)
    assert reading.is_unsure == (found == "unsure")
    assert reading.has_stepped == (behind > 5 * SECOND)
    assert [each.code for each in clock_findings(reading)] == ([f"clock_{found}"] if found else [])


def test_time_is_the_clocks_but_never_before_the_floor() -> None:
    assert ClockReading(NOON, NOON - MINUTE).sure() == NOON
    assert ClockReading(NOON, NOON + MINUTE).sure() == NOON + MINUTE


def test_an_unsure_clock_judges_nothing_and_shows_the_likely_time() -> None:
    ahead = ClockReading(NOON + 60 * MINUTE, NOON - SECOND, 60 * MINUTE)
    behind = ClockReading(NOON - 60 * MINUTE, NOON)
    for reading in (ahead, behind):
        assert reading.now == NOON
        with pytest.raises(ClockUnsure):
            reading.sure()


def test_the_clock_is_ahead_by_what_the_monotonic_one_did_not_advance() -> None:
    seconds = iter([100.0, 160.0, 160.0])
    anchor = Anchor(lambda: next(seconds))
    assert anchor.ahead(NOON, 0, believed=True) == timedelta()
    assert anchor.ahead(NOON + MINUTE, 0, believed=True) == timedelta()
    assert anchor.ahead(NOON + 3 * MINUTE, 0, believed=True) == 2 * MINUTE


def test_a_clock_that_was_never_believed_is_held_against_nothing() -> None:
    anchor = Anchor(lambda: 0.0)
    assert anchor.ahead(NOON - 60 * MINUTE, 0, believed=False) == timedelta()
    assert anchor.ahead(NOON, 0, believed=True) == timedelta()
    assert anchor.ahead(NOON + MINUTE, 0, believed=True) == MINUTE


def test_an_accepted_clock_is_the_new_anchor_and_an_older_answer_does_not_undo_it() -> None:
    anchor = Anchor(lambda: 0.0)
    anchor.ahead(NOON, 3, believed=True)
    later = NOON + 60 * MINUTE
    assert anchor.ahead(later, 9, believed=True) == timedelta()
    assert anchor.ahead(later, 3, believed=True) == timedelta()
