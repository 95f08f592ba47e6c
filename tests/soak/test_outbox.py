"""SIGKILL to the sender of messages: each goes, one that may be there already says so."""

import os
import re
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import Connection, select, update

from comments_service.domain.comments.submission import StoredSubmission
from comments_service.services.intake import submit
from comments_service.services.messages.outbox import queue_receipt
from comments_service.services.service import Service
from comments_service.store.database.tables import messages, submissions
from tests.conftest import World
from tests.servers.mail_server import Mailbox, mail_server
from tests.servers.outbox_sender import sender
from tests.servers.waiting import MOST_SECONDS, wait_for
from tests.worlds.outboxes import counts, sends

pytestmark = pytest.mark.soak
_LONG = os.environ.get("YANLU_SOAK") == "long"
_MESSAGES, _KILLS = (1_000, 50) if _LONG else (100, 5)
_NUMBER = re.compile("回执号：([0-9-]+)")


@dataclass
class WatchfulMailbox(Mailbox):
    """Looks for what a message is about while it arrives."""

    service: Service | None = None
    numbers: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802 - a hook
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        said = await super().handle_DATA(server, session, envelope)
        found = _NUMBER.search(self.texts[-1])
        assert found
        assert self.service
        taken = select(submissions.c.id).where(submissions.c.receipt_no == found[1])
        with self.service.database.read() as connection:
            if connection.scalar(taken) is None:
                self.unknown.append(found[1])
        self.numbers.append(found[1])
        return said

    def waits_for_more(self, number: int) -> None:
        enough = len(self.mails) + number
        wait_for(lambda: len(self.mails) >= enough, "messages to arrive")


@pytest.fixture
def undone(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Undo every tenth submission once its message is kept; return the numbers of those."""
    numbers: list[str] = []
    every = iter(range(10**6))

    def queued(service: Service, connection: Connection, taken: StoredSubmission) -> None:
        queue_receipt(service, connection, taken)
        if next(every) % 10 == 9:
            numbers.append(taken.receipt_no)
            raise InterruptedError

    monkeypatch.setattr(submit, "queue_receipt", queued)
    return numbers


def let_a_quarter_of_an_hour_pass(service: Service) -> None:
    with service.database.write() as connection:
        waiting = update(messages).where(messages.c.sent_at.is_(None))
        connection.execute(waiting.values(due_at=messages.c.made_at))


def at_most(service: Service, number: int) -> bool:
    """Return whether no more messages than that wait."""
    return counts(service).waiting <= number


def send_them_all(world: World, service: Service) -> list[str]:
    """Send comments until so many messages are kept; return their receipts' numbers."""
    numbers: list[str] = []
    while len(numbers) < _MESSAGES:
        with suppress(InterruptedError):
            numbers.append(sends(world, service, phone="").receipt_no)
    return numbers


def test_every_message_arrives_and_what_comes_twice_says_so(
    world: World, undone: list[str]
) -> None:
    mailbox = WatchfulMailbox()
    with mail_server(mailbox), ThreadPoolExecutor(1) as people:
        world.env |= {
            "YANLU_MAIL": f"smtp://127.0.0.1:{mailbox.port}",
            "YANLU_MAIL_FROM": "no-reply@city.test",
            "YANLU_BASE_URL": "https://city.test",
            "YANLU_CLOCK": "running",
            "YANLU_RATE_LIMIT": "off",
        }
        mailbox.service = service = world.service()
        taken = people.submit(send_them_all, world, service)
        for turn in range(_KILLS):
            with sender(world.env) as process:
                mailbox.waits_for_more(1 + turn % 7)
                process.kill()
            let_a_quarter_of_an_hour_pass(service)
        numbers = taken.result(MOST_SECONDS)
        with sender(world.env) as process:
            while left := counts(service).waiting:
                half = partial(at_most, service, left // 2)
                wait_for(half, "half of the messages to be sent")
        assert process.exitcode == 0
    assert (set(mailbox.numbers), mailbox.unknown) == (set(numbers), [])
    assert undone
    assert not set(undone) & set(mailbox.numbers)
    assert counts(service).sent == _MESSAGES
    copies = defaultdict(list)
    for number, mail in zip(mailbox.numbers, mailbox.mails, strict=True):
        copies[number].append(("可能重复" in mail.get_content(), mail["Message-ID"]))
    again = [marked for each in copies.values() for marked, _ in each[1:]]
    assert all(again)
    # Fifty kills that all hit another moment than the one that matters would show nothing.
    assert again or not _LONG
    assert {len({name for _, name in each}) for each in copies.values()} == {1}
