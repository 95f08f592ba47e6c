"""Who gets no more messages: by a link in each of them, which needs no number and no code."""

from hmac import compare_digest

from comments_service.keyring import Keyring
from comments_service.services.service import Service
from comments_service.store.comments import message_rows

_PURPOSE = "stop"
_LENGTH = 32


def stop_token(keyring: Keyring, submission_id: str) -> str:
    """Return what shows that somebody got a message about a submission."""
    return submission_id + _signatures(keyring, submission_id)[0]


def told_by(service: Service, token: str) -> str | None:
    """Return the submission of a token that this service made, under any of its keys, else None."""
    submission_id, signature = token[:_LENGTH], token[_LENGTH:].encode()
    own = (each.encode() for each in _signatures(service.keyring, submission_id))
    return submission_id if any(compare_digest(signature, each) for each in own) else None


def gets_messages(service: Service, submission_id: str) -> bool:
    """Return whether a submission's sender gets messages about it, and has not stopped them."""
    with service.database.read() as connection:
        return message_rows.gets_messages(connection, submission_id)


def stop_messages(service: Service, submission_id: str) -> None:
    """Send no more messages about a submission."""
    with service.database.write() as connection:
        message_rows.stop(connection, submission_id, service.clock.now(connection))


def _signatures(keyring: Keyring, submission_id: str) -> list[str]:
    return [each[:_LENGTH] for each in keyring.lookup_digests(submission_id, _PURPOSE).values()]
