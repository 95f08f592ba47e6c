"""The signs by which a submission looks automatic, kept with it."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from comments_service.domain.comments.automatic_signs import (
    AT_ONCE,
    DIGEST_LENGTH,
    FROM_MANY,
    SENT_AT_ONCE,
    Signs,
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


def signs_of(
    service: Service,
    connection: Connection,
    new: NewSubmission,
    digests: Mapping[str, str],
    made: StoredSubmission,
) -> Signs:
    """Return the signs of a submission that is about to be written, with its digests of words."""
    began = given_out(service, new)
    after = made.received_at - began if began is not None else None
    at_once = after is not None and after < AT_ONCE
    marks = _marks(connection, made, digests, at_once=at_once)
    return Signs(None if after is None else int(after.total_seconds()), marks)


def mark_words(
    service: Service,
    connection: Connection,
    sent: StoredSubmission,
    comments: Iterable[StoredComment],
) -> None:
    """Keep the signs of these comments of a submission by what they say now."""
    digests = words_digests(service.keyring, sent.policy, comments)
    automatic_marks.note(connection, _marks(connection, sent, digests))


def _marks(
    connection: Connection,
    sent: StoredSubmission,
    digests: Mapping[str, str],
    *,
    at_once: bool = False,
) -> dict[str, str]:
    said = {each for each in digests.values() if each}
    many = automatic_marks.said_by_many(connection, said, sent.participant_id)
    otherwise = SENT_AT_ONCE if at_once else ""
    return {name: f"{FROM_MANY if it in many else otherwise}{it}" for name, it in digests.items()}


def words_digests(
    keyring: Keyring, policy: str, comments: Iterable[StoredComment]
) -> dict[str, str]:
    """Return by what the same words of others are found, by the ids of comments."""
    return {
        each.id: words_digest(keyring, policy, each.body, each.proposed_text, each.reason)
        for each in comments
    }


def words_digest(keyring: Keyring, policy: str, *texts: str) -> str:
    """Return by what the same words of others are found; empty where they are too few."""
    words = alike_words(*texts)
    digests = keyring.lookup_digests(f"{policy}/{words}", Lookup.WORDS)
    return next(iter(digests.values()))[:DIGEST_LENGTH] if words else ""
