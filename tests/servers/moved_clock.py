"""A clock that a test moves, with the monotonic clock of the machine or without it."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from catalogue.window import parse_instant
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.comments.window_rules import Closing
from comments_service.services.clock.clock import Anchor, Clock
from comments_service.services.intake.submit import submit
from comments_service.services.service import Service
from comments_service.store.ledger import floor
from comments_service.store.ledger.standing_closings import standing_closings
from comments_service.web.api.schemas import parse_submission
from tests.conftest import CLOSES, POLICY, World
from tests.readers.policy_list import policy_list

SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=n) for n in (1, 60, 3600, 86400))
YEAR = 365 * DAY
SHOWN = "2018-07-15T10:00:00+08:00"
TO_THE_END = parse_instant(CLOSES) - parse_instant(SHOWN)
THE_CLOSING = Closing(POLICY, "w1", parse_instant(CLOSES))


@dataclass
class Hands:
    """By how much time has gone on, and by how much the clock is wrong beside."""

    passed: timedelta = timedelta()
    wrong: timedelta = timedelta()

    def monotonic(self) -> float:
        return self.passed.total_seconds()


@dataclass(frozen=True)
class MovedClock(Clock):
    """The service's own clock on a database's clock that is moved by somebody's hands."""

    hands: Hands = field(default_factory=Hands)

    def real(self, asked: str | datetime) -> datetime:
        return super().real(asked) + self.hands.passed + self.hands.wrong


def moved_by(service: Service, hands: Hands) -> Service:
    """Return the service as a process that goes by these hands from its start on."""
    clock = service.clock
    moved = MovedClock(clock.shown, clock.frozen, Anchor(hands.monotonic), hands)
    return replace(service, clock=moved)


@dataclass(frozen=True)
class HeldClock(MovedClock):
    """A clock that goes on by the hands alone, so that a busy machine changes no age."""

    at: datetime = field(kw_only=True)

    def real(self, asked: str | datetime) -> datetime:  # noqa: ARG002 - whatever time it is
        return self.at + self.hands.passed


def held_by(service: Service, hands: Hands) -> Service:
    """Return the service as one for which time goes on only where these hands are moved."""
    clock = service.clock
    with service.database.read() as connection:
        at = clock.real(floor.times(connection).clock)
    held = HeldClock(clock.shown, clock.frozen, Anchor(hands.monotonic), hands, at=at)
    return replace(service, clock=held)


def send(world: World, service: Service) -> StoredSubmission:
    return submit(service, parse_submission(world.citizen()))


def closed(service: Service) -> list[Closing]:
    """Return the closings that stand."""
    with service.database.read() as connection:
        return standing_closings(connection, [POLICY])


def state(service: Service) -> str:
    answer: Any = policy_list(service).answer
    return str(answer["policies"][0]["state"])
