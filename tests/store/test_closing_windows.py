"""A window is closed by an entry when it ends, and stays closed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from catalogue.model import Policy
from catalogue.window import Window, WindowChange, parse_instant
from comments_service.domain.errors import WindowClosed
from comments_service.services.clock.clock import Clock
from comments_service.services.intake.consulted_text import ClosedConsultation, consultation
from comments_service.services.service import Service
from comments_service.services.upkeep.timekeeping import keep_time
from comments_service.store.ledger.ledger import entries
from tests.conftest import CLOSES, LAST_MOMENT, OPENS, POLICY, World, publish, the_policy
from tests.servers.moved_clock import (
    DAY,
    MINUTE,
    SHOWN,
    THE_CLOSING,
    TO_THE_END,
    Hands,
    closed,
    moved_by,
    send,
    state,
)


@pytest.fixture
def service(moving: Service) -> Service:
    return moving


def test_a_window_is_closed_by_an_entry_at_its_end_though_nobody_was_refused(
    world: World, service: Service, hands: Hands
) -> None:
    send(world, service)
    hands.passed = TO_THE_END - MINUTE
    wait = keep_time(service)
    assert wait is not None
    assert timedelta() < wait <= MINUTE
    assert closed(service) == []
    hands.passed = TO_THE_END
    assert keep_time(service) is None
    keep_time(service)
    assert closed(service) == [THE_CLOSING]
    with service.database.read() as connection:
        last = list(entries(connection))[-1]
    assert (last.type, last.subject, last.id) == ("window_closed", POLICY, 2)
    assert last.at >= THE_CLOSING[2]


def test_a_closed_window_takes_nothing_though_the_clock_was_set_back_a_little(
    world: World, service: Service, hands: Hands
) -> None:
    hands.passed = TO_THE_END
    keep_time(service)
    hands.wrong = -9 * MINUTE
    with pytest.raises(WindowClosed, match="7月18日24:00截止"):
        send(world, service)


def test_a_closed_window_takes_nothing_whatever_another_clock_says(
    world: World, service: Service, hands: Hands
) -> None:
    hands.passed = TO_THE_END
    keep_time(service)
    # A clock that nothing is held against: the entry alone refuses.
    lagging = replace(service, clock=Clock(parse_instant(LAST_MOMENT), frozen=True))
    with pytest.raises(WindowClosed, match="7月18日24:00截止"):
        send(world, lagging)


def test_where_nothing_was_done_at_the_end_the_writer_itself_judges(
    world: World, service: Service, hands: Hands
) -> None:
    hands.passed = TO_THE_END
    with pytest.raises(WindowClosed) as refused:
        send(world, service)
    assert refused.value.judged_at is not None
    assert refused.value.judged_at >= THE_CLOSING[2]
    assert closed(service) == []
    keep_time(service)
    assert closed(service) == [THE_CLOSING]


def test_a_clock_that_is_wrong_at_the_end_closes_no_window(service: Service, hands: Hands) -> None:
    hands.wrong = TO_THE_END
    keep_time(service)
    assert closed(service) == []
    hands.wrong, hands.passed = timedelta(), TO_THE_END
    keep_time(service)
    assert closed(service) == [THE_CLOSING]


def extended(world: World, *history: WindowChange) -> None:
    window = Window(
        "w1", "v1", parse_instant(OPENS), parse_instant(CLOSES) + DAY, history=tuple(history)
    )
    publish(world.site, the_policy(windows=(window,)))


def test_an_end_moved_in_public_after_the_close_is_a_new_end(
    world: World, service: Service, hands: Hands
) -> None:
    hands.passed = TO_THE_END
    keep_time(service)
    change = WindowChange(parse_instant(CLOSES), parse_instant(OPENS), parse_instant(CLOSES), "…")
    extended(world, change)
    assert (state(service), keep_time(service) is not None) == ("open", True)
    send(world, service)
    hands.passed += DAY
    keep_time(service)
    assert [each[2] - THE_CLOSING[2] for each in closed(service)] == [timedelta(), DAY]
    with pytest.raises(WindowClosed, match="7月19日24:00截止"):
        send(world, service)


def test_an_end_moved_without_a_word_leaves_the_window_closed(
    world: World, service: Service, hands: Hands
) -> None:
    hands.passed = TO_THE_END
    keep_time(service)
    extended(world)
    with pytest.raises(WindowClosed, match="7月18日24:00截止"):
        send(world, service)
    assert isinstance(consultation(service, POLICY), ClosedConsultation)
    assert state(service) == "closed"


def test_several_processes_close_a_window_once(
    world: World, started: Service, database_url: str
) -> None:
    env = {"YANLU_DATABASE": database_url, "YANLU_CLOCK": "running", "YANLU_NOW": SHOWN}
    late = Hands(passed=TO_THE_END)
    processes = [moved_by(world.service(**env), late) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(keep_time, processes))
    assert closed(started) == [THE_CLOSING]


def test_a_hundred_windows_are_closed_in_several_steps(world: World, service: Service) -> None:
    def policy(number: int) -> Policy:
        opens = parse_instant("2018-06-01T00:00:00+08:00")
        return the_policy(
            id=f"p-{number}", versions=(), windows=(Window("w1", "v1", opens, opens + DAY),)
        )

    publish(world.site, *map(policy, range(101)))
    assert keep_time(service) == timedelta()
    assert keep_time(service) is None
    with service.database.read() as connection:
        kinds = [(entry.type, entry.subject) for entry in entries(connection)]
    assert len(kinds) == len(set(kinds)) == 101
