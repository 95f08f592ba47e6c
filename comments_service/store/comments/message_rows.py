"""The outbox: a row for each message, written in the transaction that causes it.

A row names no address. ``words`` are encrypted, and gone once the message is sent.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, exists, false, func, insert, select, update

from comments_service.domain.comments.message import DropReason, MessageKind, StoredMessage
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.keyring import Keyring
from comments_service.store.database.encrypted_columns import CODE_ADDRESS, MESSAGE_WORDS
from comments_service.store.database.tables import (
    comment_states,
    contact_codes,
    message_stops,
    messages,
    submissions,
)

_C = messages.c
_SAME = ("id", "language", "made_at", "attempts", "tried_at")
_INSERT = insert(messages)
_WAITING = and_(_C.sent_at.is_(None), _C.dropped.is_(None))
_SOUGHT = messages.alias()
# Any word of the outcome would tell of a sealed comment that it has none.
_TOLD = and_(
    comment_states.c.state != CommentProgress.WITHDRAWN, comment_states.c.sealed == false()
)
# Somebody waits for a code: it goes before whatever else is due.
_AHEAD = timedelta(days=30)


class OutboxCounts(NamedTuple):
    """How many messages wait, since when the first of them, and what became of the others."""

    waiting: int
    oldest: datetime | None
    sent: int
    dropped: dict[str, int]


def add(  # noqa: PLR0913 - what, in which language, when, and whose
    connection: Connection,
    keyring: Keyring,
    *,
    kind: MessageKind,
    language: str,
    at: datetime,
    due_at: datetime | None = None,
    submission: str | None = None,
    contact_code: str | None = None,
    words: str = "",
) -> str:
    """Keep a message about a submission or a code, and return its id.

    It is sent once the transaction has ended, and not before ``due_at``. ``words`` is the code
    itself in one of kind CODE.
    """
    made = uuid.uuid4().hex
    whose = {"submission_id": submission, "contact_code_id": contact_code}
    held = MESSAGE_WORDS.encrypt(keyring, made, words) if words else None
    row = {"id": made, **_new(kind, language, at), **whose, "words": held}
    first = at - _AHEAD if kind is MessageKind.CODE else at
    connection.execute(_INSERT, {**row, "due_at": due_at or first})
    return made


def add_outcomes(connection: Connection, policy_id: str, at: datetime) -> None:
    """Keep a message on the outcome for all who got one on the receipt, and had none on it yet.

    Not for those who stopped them, whose submission is restricted or erased, or all of whose
    comments are withdrawn or sealed.
    """
    own = _C.submission_id
    told = exists().where(_SOUGHT.c.submission_id == own, _SOUGHT.c.kind == MessageKind.OUTCOME)
    left = exists().where(comment_states.c.submission == own, _TOLD)
    query = (
        select(own, _C.language)
        .join(submissions, submissions.c.id == own)
        .where(submissions.c.policy == policy_id, submissions.c.restricted_at.is_(None))
        .where(submissions.c.erased_at.is_(None), _C.kind == MessageKind.RECEIPT, left, ~told)
        .where(~exists().where(message_stops.c.submission_id == own))
    )
    rows = [
        {"id": uuid.uuid4().hex, **_new(MessageKind.OUTCOME, tag, at), "submission_id": submission}
        for submission, tag in connection.execute(query)
    ]
    if rows:
        connection.execute(_INSERT, rows)


def has_outcome(connection: Connection, submission_id: str) -> bool:
    """Return whether any comment of a submission is one that its message on the outcome is of."""
    found = exists().where(comment_states.c.submission == submission_id, _TOLD)
    return bool(connection.scalar(select(found)))


def any_due(connection: Connection, at: datetime) -> bool:
    """Return whether any message is to be sent now."""
    return bool(connection.scalar(select(exists().where(_WAITING, _C.due_at <= at))))


def first_due(connection: Connection, at: datetime) -> StoredMessage | None:
    """Return the message that is due for the longest time, None where none is."""
    query = select(messages).where(_WAITING, _C.due_at <= at).order_by(_C.due_at).limit(1)
    row = connection.execute(query).first()
    if row is None:
        return None
    return StoredMessage(
        **{name: getattr(row, name) for name in _SAME},
        kind=MessageKind(row.kind),
        submission=row.submission_id,
        contact_code=row.contact_code_id,
    )


def words_of(connection: Connection, keyring: Keyring, message_id: str) -> str:
    """Return the words that a message waits with."""
    stored = connection.execute(select(_C.words).where(_C.id == message_id)).scalar_one()
    return MESSAGE_WORDS.decrypt(keyring, message_id, stored)


def change(connection: Connection, message_id: str, **values: Any) -> None:
    """Write what became of a message; one that is gone by now stays so."""
    connection.execute(update(messages).where(_C.id == message_id).values(**values))


def doubt_all(connection: Connection) -> None:
    """Note of all that wait that they may have been sent: the database was put back."""
    doubted = func.coalesce(_C.tried_at, _C.made_at)
    connection.execute(update(messages).where(_WAITING).values(tried_at=doubted))


def code_address(connection: Connection, keyring: Keyring, code_id: str) -> str:
    """Return the address that a contact code goes to."""
    query = select(contact_codes.c.address).where(contact_codes.c.id == code_id)
    stored = connection.execute(query).scalar_one()
    return CODE_ADDRESS.decrypt(keyring, code_id, stored)


def first_id(connection: Connection, submission_id: str) -> str | None:
    """Return the id of the message on the receipt of a submission, None where there is none."""
    receipt = _C.submission_id == submission_id, _C.kind == MessageKind.RECEIPT
    return connection.scalar(select(_C.id).where(*receipt))


def is_gone(connection: Connection, submission_id: str) -> bool:
    """Return whether there is no such submission, or it was erased."""
    there = exists().where(submissions.c.id == submission_id, submissions.c.erased_at.is_(None))
    return not connection.scalar(select(there))


def gets_messages(connection: Connection, submission_id: str) -> bool:
    """Return whether a submission's sender gets messages about it, and has not stopped them."""
    stopped = exists().where(message_stops.c.submission_id == submission_id)
    first = exists().where(_C.submission_id == submission_id, _C.kind == MessageKind.RECEIPT)
    return bool(connection.scalar(select(and_(first, ~stopped))))


def stop(connection: Connection, submission_id: str, at: datetime) -> None:
    """Send its sender no more messages about a submission."""
    if gets_messages(connection, submission_id):
        connection.execute(insert(message_stops), {"submission_id": submission_id, "at": at})
        waiting = update(messages).where(_WAITING, _C.submission_id == submission_id)
        connection.execute(waiting.values(dropped=DropReason.STOPPED))


def waiting_since(connection: Connection, before: datetime) -> int:
    """Count the messages that have waited since before an instant."""
    query = select(func.count()).select_from(messages).where(_WAITING, _C.made_at < before)
    return connection.execute(query).scalar_one()


def counted(connection: Connection) -> OutboxCounts:
    """Count all messages by what became of them."""
    waiting = func.count().filter(_WAITING)
    query = select(waiting, func.min(_C.made_at).filter(_WAITING), func.count(_C.sent_at))
    of_each = select(_C.dropped, func.count()).where(_C.sent_at.is_(None), _C.dropped.is_not(None))
    dropped = {str(why): number for why, number in connection.execute(of_each.group_by(_C.dropped))}
    number, oldest, sent = connection.execute(query).one()
    return OutboxCounts(number, oldest, sent, dropped)


def _new(kind: MessageKind, language: str, at: datetime) -> dict[str, Any]:
    return {"kind": kind, "language": language, "made_at": at, "due_at": at, "attempts": 0}
