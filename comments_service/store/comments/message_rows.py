"""The outbox: a row for each message, written in the transaction that causes it.

A row names no address. ``words`` are encrypted, and gone once the message is sent.
"""

import uuid
from datetime import datetime

from sqlalchemy import Connection, insert

from comments_service.domain.comments.message import MessageKind
from comments_service.keyring import Keyring
from comments_service.store.database.tables import messages

_INSERT = insert(messages)


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
    values = {
        "id": made,
        "kind": kind,
        "language": language,
        "made_at": at,
        "due_at": due_at or at,
        "attempts": 0,
        "submission_id": submission,
        "contact_code_id": contact_code,
        "words": keyring.encrypt(words, _context(made)) if words else None,
    }
    connection.execute(_INSERT, values)
    return made


def _context(message_id: str) -> str:
    return f"messages/{message_id}/words"
