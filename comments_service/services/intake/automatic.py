"""The signs by which a submission looks automatic, kept with it."""

from collections.abc import Iterable

from sqlalchemy import Connection

from comments_service.domain.comments.automatic_signs import (
    AT_ONCE,
    DIGEST_LENGTH,
    FROM_MANY,
    SENT_AT_ONCE,
    alike_words,
)
from comments_service.domain.comments.submission import (
    NewSubmission,
    StoredComment,
    StoredSubmission,
)
from comments_service.keyring import Keyring, Lookup
from comments_service.services.intake.challenges import given_out
from comments_service.services.service import Service
from comments_service.store.comments import automatic_marks


def mark(
    service: Service, connection: Connection, taken: StoredSubmission, new: NewSubmission
) -> None:
    """Keep how long after its token a submission came, and the signs of its comments."""
    began = given_out(service, new)
    if began is not None:
        seconds = int((taken.received_at - began).total_seconds())
        automatic_marks.note_seconds(connection, taken.id, seconds)
    at_once = began is not None and taken.received_at - began < AT_ONCE
    mark_words(service, connection, taken, taken.comments, at_once=at_once)


def mark_words(
    service: Service,
    connection: Connection,
    sent: StoredSubmission,
    comments: Iterable[StoredComment],
    *,
    at_once: bool = False,
) -> None:
    """Keep the signs of these comments of a submission by what they say now."""
    digests = {
        each.id: words_digest(
            service.keyring, sent.policy, each.body, each.proposed_text, each.reason
        )
        for each in comments
    }
    said = {each for each in digests.values() if each}
    many = automatic_marks.said_by_many(connection, said, sent.participant_id)
    otherwise = SENT_AT_ONCE if at_once else ""
    marks = {name: f"{FROM_MANY if it in many else otherwise}{it}" for name, it in digests.items()}
    automatic_marks.note(connection, marks)


def words_digest(keyring: Keyring, policy: str, *texts: str) -> str:
    """Return by what the same words of others are found; empty where they are too few."""
    words = alike_words(*texts)
    digests = keyring.lookup_digests(f"{policy}/{words}", Lookup.WORDS)
    return next(iter(digests.values()))[:DIGEST_LENGTH] if words else ""
