"""Messages to those who comment: what each is about, when it goes again and when no more."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class MessageKind(StrEnum):
    """A code that shows that an address is theirs; 已登记; 已反馈."""

    CODE = "code"
    RECEIPT = "receipt"
    OUTCOME = "outcome"


class DropReason(StrEnum):
    """Why a message is sent no more: 对方拒收, 过期, 本人停收, 不再需要."""

    REFUSED = "refused"
    EXPIRED = "expired"
    STOPPED = "stopped"
    MOOT = "moot"


# A code is good for so long.
_LIFE = {MessageKind.CODE: timedelta(minutes=10)}
_LONGEST_LIFE = timedelta(days=3)
_WAITS = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 240, 720))


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A message of the outbox; it belongs to a submission or to a contact code, by their ids.

    ``attempts`` were begun; nothing tells how that of ``tried_at`` ended, if there is one.
    """

    id: str
    kind: MessageKind
    language: str
    made_at: datetime
    attempts: int
    tried_at: datetime | None
    submission: str | None
    contact_code: str | None

    @property
    def expires_at(self) -> datetime:
        """When it is too late to send it."""
        return self.made_at + _LIFE.get(self.kind, _LONGEST_LIFE)

    def next_try(self, now: datetime) -> datetime:
        """Return when it goes again after an attempt that failed."""
        return now + _WAITS[min(self.attempts, len(_WAITS) - 1)]
