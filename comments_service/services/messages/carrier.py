"""What carries messages to people: the place where another way than e-mail is added."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol


class OutgoingMessage(NamedTuple):
    """One message as it goes out: ``to`` an address, ``stop`` a link that stops them, or "".

    ``id`` is the same each time that it is sent, ``attempt`` counts these from 1.
    """

    to: str
    subject: str
    text: str
    language: str
    id: str
    attempt: int
    at: datetime
    stop: str = ""


class DeliveryEnd(StrEnum):
    """How giving a message away ended; only after the last one the carrier is not asked again.

    TAKEN: it is with somebody who answers for it. REFUSED: for this address that will never be.
    LATER: not now; nothing was taken. UNKNOWN: it may have been taken or not.
    UNREACHABLE: nothing was taken, and neither would be another one now.
    """

    TAKEN = "taken"
    REFUSED = "refused"
    LATER = "later"
    UNKNOWN = "unknown"
    UNREACHABLE = "unreachable"


class Delivery(NamedTuple):
    """How it ended, and by what: words for the log, which name no person."""

    end: DeliveryEnd
    cause: str = ""


class MessageCarrier(Protocol):
    """Takes messages one after the other, in one thread; an e-mail server, an SMS gateway.

    It must answer within ten minutes: after a quarter of an hour another process may try.
    """

    def send(self, message: OutgoingMessage) -> Delivery:
        """Hand a message over; it raises nothing for what happens on the way."""

    def close(self) -> None:
        """End a connection; the next message opens another one."""
