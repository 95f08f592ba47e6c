"""Time never runs backwards, and no clock reopens or shuts a window."""

from datetime import timedelta

import pytest

from catalogue.window import parse_instant
from comments_service.domain.errors import ClockUnsure, WindowClosed
from comments_service.services.database.check import check
from comments_service.services.intake.submit import submit
from comments_service.services.outcome.tally import public_tally
from comments_service.services.service import Service
from comments_service.services.upkeep.health import readiness
from comments_service.services.upkeep.timekeeping import accept_clock, keep_time
from comments_service.web.api.schemas import parse_submission
from tests.conftest import CLOSES, OPENS, POLICY, World
from tests.servers.databases import writing
from tests.servers.moved_clock import (
    DAY,
    HOUR,
    MINUTE,
    SHOWN,
    THE_CLOSING,
    TO_THE_END,
    YEAR,
    Hands,
    closed,
    moved_by,
    send,
    state,
)


@pytest.fixture
def service(moving: Service) -> Service:
    return moving


def test_a_clock_a_few_seconds_back_is_warned_of_and_time_stands_until_it_comes_by(
    world: World, service: Service, hands: Hands
) -> None:
    first = send(world, service)
    hands.wrong = -MINUTE
    second = send(world, service)
    found = readiness(service)
    assert (found.ready, found.codes, len(found.warnings)) == (True, ["clock_stepped"], 1)
    assert second.received_at == first.received_at
    hands.wrong = timedelta()
    assert readiness(service).codes == []
    assert send(world, service).received_at >= second.received_at


@pytest.mark.parametrize("wrong", [-2 * HOUR, -2 * DAY, YEAR], ids=["2h back", "2d back", "+1y"])
def test_a_clock_set_wrong_takes_nothing_until_it_is_right_again(
    world: World, service: Service, hands: Hands, wrong: timedelta
) -> None:
    first = send(world, service)
    hands.wrong = wrong
    keep_time(service)
    with pytest.raises(ClockUnsure):
        send(world, service)
    found = readiness(service)
    assert (found.ready, found.checks["clock"], found.codes) == (False, False, ["clock_unsure"])
    assert "clock accept" in found.problems[0]
    assert (closed(service), state(service)) == ([], "open")
    assert public_tally(service, POLICY)["comments"] == 1
    hands.wrong = timedelta()
    second = send(world, service)
    assert timedelta() <= second.received_at - first.received_at < MINUTE
    assert public_tally(service, POLICY)["comments"] == 2


def test_the_same_submission_is_answered_again_while_the_clock_is_unsure(
    world: World, service: Service, hands: Hands
) -> None:
    sent = parse_submission(world.citizen())
    first = submit(service, sent)
    hands.wrong = YEAR
    assert submit(service, sent) == first


def test_an_hour_in_which_the_machine_slept_is_no_fault_of_the_clock(
    world: World, service: Service, hands: Hands
) -> None:
    hands.passed = HOUR
    assert readiness(service).codes == []
    send(world, service)


def test_started_with_a_clock_a_year_ahead_a_name_puts_it_right(
    world: World, started: Service
) -> None:
    first = send(world, started)
    hands = Hands(wrong=YEAR)
    service = moved_by(started, hands)
    keep_time(service)
    assert closed(service) == [THE_CLOSING]
    with pytest.raises(WindowClosed):
        send(world, service)
    hands.wrong = timedelta()
    assert readiness(service).codes == ["clock_unsure"]
    with pytest.raises(ClockUnsure):
        send(world, service)
    done = accept_clock(service, "王晓明")
    assert done.voided == (THE_CLOSING,)
    assert (closed(service), readiness(service).codes, state(service)) == ([], [], "open")
    second = send(world, service)
    assert second.received_at - first.received_at < MINUTE
    assert public_tally(service, POLICY)["comments"] == 2
    assert check(service).differences == []
    hands.passed = TO_THE_END
    keep_time(service)
    assert closed(service) == [THE_CLOSING]


def test_an_accepted_clock_is_taken_by_every_process(
    world: World, service: Service, hands: Hands
) -> None:
    """A machine that was a day behind from its start on, and was put right."""
    hands.wrong = DAY
    with pytest.raises(ClockUnsure):
        send(world, service)
    command = moved_by(service, Hands(wrong=DAY))
    accept_clock(command, "王晓明")
    assert send(world, service).received_at > parse_instant(SHOWN) + DAY - MINUTE
    assert readiness(service).codes == []


def test_a_service_started_behind_takes_comments_once_its_clock_has_caught_up(
    world: World, service: Service
) -> None:
    send(world, service)
    hands = Hands(wrong=-2 * HOUR)
    again = moved_by(service, hands)
    keep_time(again)
    with pytest.raises(ClockUnsure):
        send(world, again)
    hands.wrong = timedelta()
    send(world, again)


def test_an_accepted_clock_leaves_what_had_ended_by_it_closed(
    world: World, service: Service, hands: Hands
) -> None:
    hands.passed = TO_THE_END + HOUR
    keep_time(service)
    done = accept_clock(service, "王晓明")
    assert (done.voided, closed(service)) == ((), [THE_CLOSING])
    with pytest.raises(WindowClosed):
        send(world, service)


def test_the_floor_is_raised_where_the_catalogue_cannot_be_read(
    world: World, started: Service, hands: Hands
) -> None:
    (world.site / "catalogue.json").unlink()
    service = moved_by(started, hands)
    hands.passed = HOUR
    keep_time(service)
    hands.wrong = -20 * MINUTE
    assert "clock_unsure" in readiness(service).codes


@pytest.mark.parametrize("mode", ["running", "frozen"])
def test_a_demonstration_begun_anew_at_an_earlier_time_opens_its_window_again(
    world: World, laid_out_url: str, mode: str
) -> None:
    env = {"YANLU_DATABASE": laid_out_url, "YANLU_CLOCK": mode}
    late = world.service(**env, YANLU_NOW=CLOSES)
    keep_time(late)
    assert closed(late) == [THE_CLOSING]
    earlier = world.service(**env, YANLU_NOW=OPENS)
    assert (closed(earlier), readiness(earlier).codes) == ([], [])
    assert send(world, earlier).received_at < parse_instant(OPENS) + MINUTE
    again = world.service(**env, YANLU_NOW=OPENS)
    send(world, again)
    assert check(again).differences == []


def test_a_demonstration_that_goes_on_gets_no_clock_accepted(
    world: World, service: Service, hands: Hands, database_url: str
) -> None:
    hands.passed = TO_THE_END
    keep_time(service)
    env = {"YANLU_DATABASE": database_url, "YANLU_CLOCK": "running", "YANLU_NOW": SHOWN}
    again = world.service(**env)
    assert closed(again) == [THE_CLOSING]
    with pytest.raises(ClockUnsure):
        send(world, again)


def test_an_older_entry_than_the_floor_row_still_holds_time_back(
    world: World, service: Service, hands: Hands
) -> None:
    hands.passed = HOUR
    last = send(world, service)
    hands.wrong = -5 * MINUTE
    assert send(world, service).received_at == last.received_at


def test_in_real_use_no_start_accepts_a_clock(
    world: World, hands: Hands, laid_out_url: str
) -> None:
    settings = {"YANLU_DATABASE": laid_out_url, "YANLU_DEMO": "", "YANLU_NOW": ""}
    real = world.service(**settings, YANLU_CLOCK="running")
    keep_time(real)
    hands.wrong = -2 * HOUR
    behind = moved_by(real, hands)
    with writing(behind.database) as connection:
        behind.clock.start(connection)
    assert readiness(behind).codes == ["clock_unsure"]
