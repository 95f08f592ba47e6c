"""Who gets no more messages: by a link in each of them, which needs no number and no code."""

import hashlib
import re
from hmac import compare_digest

from sqlalchemy import Connection

from comments_service.services.service import Service
from comments_service.store.comments import message_rows

_LENGTH = 32
_TOKEN = re.compile(r"[0-9a-f]{64}")


def stop_token(connection: Connection, submission_id: str) -> str | None:
    """Return what shows that somebody got a message about a submission; None: nobody did.

    No key of ours is in it, so that it is good whatever key is taken away later: the id of the
    first message is chance, and the rows alone tell which submission it is of.
    """
    first = message_rows.first_id(connection, submission_id)
    if first is None:
        return None
    return submission_id + hashlib.sha256(f"yanlu/stop/{first}".encode()).hexdigest()[:_LENGTH]


def told_by(service: Service, token: str) -> str | None:
    """Return the submission of a token that this service made, else None.

    Of one that is gone nothing tells whether it did, and nothing can be done with it.
    """
    if not _TOKEN.fullmatch(token):
        return None
    submission_id = token[:_LENGTH]
    with service.database.read() as connection:
        own = stop_token(connection, submission_id)
        if own is None and message_rows.is_gone(connection, submission_id):
            return submission_id
    return submission_id if own and compare_digest(token, own) else None


def gets_messages(service: Service, submission_id: str) -> bool:
    """Return whether a submission's sender gets messages about it, and has not stopped them."""
    with service.database.read() as connection:
        return message_rows.gets_messages(connection, submission_id)


def stop_messages(service: Service, submission_id: str) -> None:
    """Send no more messages about a submission."""
    with service.database.write() as connection:
        message_rows.stop(connection, submission_id, service.clock.now(connection))
