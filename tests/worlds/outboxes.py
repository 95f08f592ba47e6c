"""Services that send messages, by a carrier that is asked instead of a mail server."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from comments_service.domain.comments.message import MessageKind
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.ledger.entries import SYSTEM
from comments_service.services.clock.clock import clock_of
from comments_service.services.intake.submit import submit
from comments_service.services.messages.carrier import Delivery, DeliveryEnd, OutgoingMessage
from comments_service.services.messages.outbox import Outbox
from comments_service.services.outcome.outcome import publish_outcome
from comments_service.services.service import Service
from comments_service.store.comments import message_rows
from comments_service.store.comments.message_rows import OutboxCounts
from comments_service.store.database.tables import messages
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World

EMAIL = "linxiaoyun@mail.test"
OWN = "https://city.test/opinions/"
AFTER = "2018-08-01T10:00:00+08:00"


@dataclass
class ScriptedCarrier:
    """Ends each message as the next of ``ends`` says, TAKEN after the last of them.

    One of them may be an error, which is raised.
    """

    ends: list[DeliveryEnd | Exception] = field(default_factory=list)
    sent: list[OutgoingMessage] = field(default_factory=list)
    is_open: bool = False

    def send(self, message: OutgoingMessage) -> Delivery:
        self.is_open = True
        self.sent.append(message)
        end = self.ends.pop(0) if self.ends else DeliveryEnd.TAKEN
        if isinstance(end, Exception):
            raise end
        return Delivery(end, "as scripted")

    def close(self) -> None:
        self.is_open = False


def mailing(service: Service) -> Service:
    """Return the service as one with a mail server in its settings."""
    return replace(service, mail=True)


def outbox(service: Service, *ends: DeliveryEnd | Exception) -> tuple[Outbox, ScriptedCarrier]:
    carrier = ScriptedCarrier([*ends])
    return Outbox(service, carrier, OWN), carrier


def sends(world: World, service: Service, **changes: Any) -> StoredSubmission:
    """Let 林晓芸 send something, with an e-mail address."""
    return submit(service, parse_submission(world.citizen(**{"email": EMAIL, **changes})))


def counts(service: Service) -> OutboxCounts:
    with service.database.read() as connection:
        return message_rows.counted(connection)


def published(world: World, service: Service, folder: Path, *, refresh: bool = False) -> None:
    """Publish the outcome after the window."""
    later = replace(service, clock=clock_of(world.settings(YANLU_NOW=AFTER)))
    publish_outcome(later, POLICY, folder / "results.json", SYSTEM, refresh=refresh)


def outcomes(service: Service) -> set[str]:
    """Return the submissions that a message on the outcome is kept for."""
    query = select(messages.c.submission_id).where(messages.c.kind == MessageKind.OUTCOME)
    with service.database.read() as connection:
        return set(connection.scalars(query))
