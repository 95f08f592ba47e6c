from datetime import UTC, datetime, timedelta

import pytest

from catalogue.window import parse_instant
from comments_service.domain.errors import Unavailable
from comments_service.services.clock.clock import Clock
from comments_service.services.database.database_schema import require_current
from comments_service.services.service import Service, open_service
from comments_service.web.app import create_app
from tests.conftest import LAST_MOMENT, World
from tests.servers.databases import writing
from tests.servers.waiting import MOST_SECONDS

SHOWN = parse_instant("2018-07-15T10:00:00+08:00")
SOON = timedelta(seconds=MOST_SECONDS)


def started(service: Service, clock: Clock) -> datetime:
    with writing(service.database) as connection:
        clock.start(connection)
        return clock.now(connection)


def test_without_a_demonstration_it_is_the_databases_time(service: Service) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)
    now = started(service, Clock())
    assert before < now < datetime.now(UTC) + timedelta(seconds=2)
    assert now.tzinfo is UTC
    assert now.microsecond % 1000 == 0


def test_a_frozen_clock_stands_to_the_millisecond(service: Service) -> None:
    last = parse_instant(LAST_MOMENT)
    assert started(service, Clock(last, frozen=True)) == last


def test_a_frozen_clock_never_rounds_up_into_the_next_day(service: Service) -> None:
    shown = parse_instant("2018-07-18T23:59:59.999999+08:00")
    assert started(service, Clock(shown, frozen=True)) == parse_instant(LAST_MOMENT)


def test_a_running_clock_starts_at_the_time_given_and_goes_on(service: Service) -> None:
    first = started(service, Clock(SHOWN))
    second = started(service, Clock(SHOWN))
    assert timedelta() <= first - SHOWN < SOON
    assert first <= second


def test_a_restart_takes_up_the_same_running_clock(
    world: World, service: Service, database_url: str
) -> None:
    earlier = started(service, Clock(SHOWN))
    again = world.service(YANLU_DATABASE=database_url, YANLU_CLOCK="running")
    assert again.clock == Clock(SHOWN)
    assert earlier <= again.now() < earlier + SOON


def test_another_time_starts_anew(service: Service) -> None:
    started(service, Clock(SHOWN))
    other = SHOWN + timedelta(days=30)
    assert timedelta() <= started(service, Clock(other)) - other < SOON


def test_another_start_moves_the_clock_of_all_and_breaks_none(
    world: World, service: Service, database_url: str
) -> None:
    first = world.service(YANLU_DATABASE=database_url, YANLU_CLOCK="running")
    later = SHOWN + timedelta(days=1)
    started(service, Clock(later))
    assert later <= first.now() < later + SOON


def test_a_command_with_another_time_leaves_the_clock_alone(
    world: World, service: Service, database_url: str
) -> None:
    started(service, Clock(SHOWN))
    other = {"YANLU_CLOCK": "running", "YANLU_NOW": "2018-07-18T00:00:00+08:00"}
    command = world.closing(open_service(world.settings(YANLU_DATABASE=database_url, **other)))
    require_current(command)
    app = create_app(world.settings(YANLU_DATABASE=database_url, **other))
    world.closing(app.extensions["yanlu"])
    assert SHOWN <= command.now() < SHOWN + SOON


def test_a_frozen_clock_leaves_the_running_one_alone(service: Service) -> None:
    started(service, Clock(SHOWN))
    last = parse_instant(LAST_MOMENT)
    assert started(service, Clock(last, frozen=True)) == last
    assert started(service, Clock(SHOWN)) < SHOWN + SOON


def test_a_running_clock_that_was_never_settled_says_so(service: Service) -> None:
    with service.database.read() as connection, pytest.raises(Unavailable):
        Clock(SHOWN).now(connection)
