"""The outbox: messages come into it in the transaction that causes them, and leave by a carrier.

Before a message is given away, it is committed that it will be; so each goes at least once, and
one that goes again because nothing tells how that ended says so. Several processes may send:
whoever has begun with a message has it for a quarter of an hour.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from comments_service.domain.comments.message import DropReason, MessageKind, StoredMessage
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.logs import error_facts
from comments_service.services.messages.carrier import (
    Delivery,
    DeliveryEnd,
    MessageCarrier,
    OutgoingMessage,
)
from comments_service.services.messages.message_stops import stop_token
from comments_service.services.messages.message_text import MessageLinks, code_text, submission_text
from comments_service.services.service import Service
from comments_service.store.comments import message_rows, submissions
from comments_service.store.database.database_faults import FAILURES
from interface.language import LANGUAGES, language

_HELD = timedelta(minutes=15)
_LATE = timedelta(hours=1)
_LOG = logging.getLogger(__name__)


def queue_receipt(service: Service, connection: Connection, taken: StoredSubmission) -> None:
    """Keep a message about what was just taken, where it gives an e-mail address."""
    if service.mail and taken.personal.email:
        message_rows.add(
            connection,
            service.keyring,
            kind=MessageKind.RECEIPT,
            language=taken.language or LANGUAGES[0],
            at=taken.received_at,
            submission=taken.id,
        )


def queue_outcomes(service: Service, connection: Connection, policy: str, at: datetime) -> None:
    """Keep a message on the outcome for all whom one on the receipt was for."""
    if service.mail:
        message_rows.add_outcomes(connection, policy, at)


@dataclass(slots=True)
class Outbox:
    """Sends what is due; ``own`` is where the service answers, with a final slash.

    ``is_reached``: the carrier was there when it was asked last.
    """

    service: Service
    carrier: MessageCarrier
    own: str
    is_reached: bool = True

    def send_due(self, is_stopped: Callable[[], bool] = lambda: False) -> int:
        """Send messages one by one until none is due; return how many were taken.

        It ends early where the carrier cannot be reached, and after a message where it is to.
        """
        number, self.is_reached = 0, True
        with self.service.database.read() as connection:
            # While nothing is due, nobody waits for a lock.
            if not message_rows.any_due(connection, self.service.clock.now(connection)):
                return number
        try:
            while self.is_reached and not is_stopped() and (begun := self._begin()):
                message, outgoing = begun
                ended = self._given(outgoing)
                self._end(message, ended)
                number += ended.end is DeliveryEnd.TAKEN
                self.is_reached = ended.end is not DeliveryEnd.UNREACHABLE
        finally:
            self.carrier.close()
        return number

    def _begin(self) -> tuple[StoredMessage, OutgoingMessage] | None:
        """Commit that a message will be given away, and return it; None where none is due."""
        service = self.service
        with service.database.write() as connection:
            now = service.clock.read(connection).sure()
            while found := message_rows.first_due(connection, now):
                outgoing, values = self._prepared(connection, found, now)
                message_rows.change(connection, found.id, **values)
                if outgoing:
                    return found, outgoing
        return None

    def _prepared(
        self, connection: Connection, message: StoredMessage, now: datetime
    ) -> tuple[OutgoingMessage | None, dict[str, Any]]:
        """Return a message as it goes out, None where it does not now; and what to write of it."""
        begun = {"attempts": message.attempts + 1}
        if now > message.expires_at:
            return None, {"dropped": DropReason.EXPIRED, "words": None}
        try:
            outgoing = self._outgoing(connection, message, now)
        except FAILURES:
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one message
            # What is damaged, or under a key that is gone, holds up no other message.
            facts = {"facts": error_facts(error)}
            _LOG.error("message %s: %s", message.id, type(error).__name__, extra=facts)
            return None, {**begun, "due_at": message.next_try(now)}
        if outgoing is None:
            return None, {"dropped": DropReason.MOOT, "words": None}
        return outgoing, {**begun, "tried_at": now, "due_at": now + _HELD}

    def _given(self, outgoing: OutgoingMessage) -> Delivery:
        """Return how it ended to give a message away; one by which that fails holds up no other."""
        try:
            return self.carrier.send(outgoing)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one message
            self.carrier.close()
            return Delivery(DeliveryEnd.UNKNOWN, type(error).__name__)

    def _end(self, message: StoredMessage, ended: Delivery) -> None:
        if ended.end is not DeliveryEnd.TAKEN:
            _LOG.warning("message %s: %s: %s", message.id, ended.end.value, ended.cause)
        with self.service.database.write() as connection:
            now = self.service.clock.now(connection)
            again = {"due_at": message.next_try(now)}
            values: dict[DeliveryEnd, dict[str, Any]] = {
                DeliveryEnd.TAKEN: {"sent_at": now, "words": None},
                DeliveryEnd.REFUSED: {"dropped": DropReason.REFUSED, "words": None},
                # How an earlier attempt ended stays unknown, though that of this one is known.
                DeliveryEnd.LATER: {**again, "tried_at": message.tried_at},
                DeliveryEnd.UNREACHABLE: {**again, "tried_at": message.tried_at},
                DeliveryEnd.UNKNOWN: again,
            }
            message_rows.change(connection, message.id, **values[ended.end])

    def _outgoing(
        self, connection: Connection, message: StoredMessage, now: datetime
    ) -> OutgoingMessage | None:
        """Return a message as it goes out; None where there is nobody to send it to any more."""
        keyring, translate = self.service.keyring, language(message.language).translate
        made = OutgoingMessage("", "", "", message.language, message.id, message.attempts + 1, now)
        if message.contact_code:
            to = message_rows.code_address(connection, keyring, message.contact_code)
            code = message_rows.words_of(connection, keyring, message.id)
            subject, text = code_text(message, code, translate)
            return made._replace(to=to, subject=subject, text=text)
        about = submissions.by_id(connection, keyring, message.submission or "")
        if about is None or not about.in_use.email or _is_withdrawn(about):
            return None
        outcome = message.kind is MessageKind.OUTCOME
        if outcome and not message_rows.has_outcome(connection, about.id):
            return None
        token = stop_token(connection, about.id) or ""
        links = MessageLinks(self.own, message.language, about.receipt_no, token)
        subject, text = submission_text(message, about, links, translate)
        return made._replace(to=about.personal.email, subject=subject, text=text, stop=links.stop)


def _is_withdrawn(about: StoredSubmission) -> bool:
    return all(each.state == CommentProgress.WITHDRAWN for each in about.comments)


def waiting_too_long(service: Service, connection: Connection) -> int:
    """Count the messages that have waited for more than an hour."""
    return message_rows.waiting_since(connection, service.clock.now(connection) - _LATE)
