"""Recording what was judged: the one way a submission gets into the database."""

import hashlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from catalogue.window import china_day
from comments_service.domain.canonical import new_salt, salted_digest
from comments_service.domain.comments import receipt_number
from comments_service.domain.comments.automatic_signs import NO_SIGNS, Signs
from comments_service.domain.comments.judging import (
    Accepted,
    Intake,
    PublishedText,
    judge,
    referred_clause,
)
from comments_service.domain.comments.participant import lookup_value
from comments_service.domain.comments.submission import (
    SAID,
    ClauseRef,
    NewComment,
    NewSubmission,
    StoredComment,
    StoredSubmission,
    comment_content,
)
from comments_service.domain.errors import IdempotencyConflict, Refusal
from comments_service.domain.ledger.entries import PUBLIC, Occurrence
from comments_service.domain.ledger.submission_entries import received_body
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.keyring import Lookup
from comments_service.services.appending import enter
from comments_service.services.ledger.flood_limits import require_moderation
from comments_service.services.ledger.keys import record_keys
from comments_service.services.service import Service
from comments_service.store.comments import participants, submissions
from comments_service.store.comments.comment_versions import keep_texts
from comments_service.store.comments.submissions import ResentKey
from comments_service.store.database.encrypted_columns import FINGERPRINT
from comments_service.store.database.writer_locks import hold
from comments_service.store.ledger import standing_closings


def hold_sender(service: Service, connection: Connection, new: NewSubmission) -> None:
    """Let the same participant send nothing else meanwhile, the same once more neither.

    Nobody else waits for it. To be done first in the transaction that takes it.
    """

    def digests() -> Iterator[str]:
        who = lookup_value(new.participant, new.personal)
        yield from service.keyring.lookup_digests(who, Lookup.PARTICIPANT).values()

    # They are made where there is anything to wait for.
    hold(connection, digests())


def keep_words(service: Service, text: PublishedText, new: NewSubmission) -> None:
    """Keep the texts of the clauses that a submission is on, in a transaction of their own.

    On PostgreSQL whoever comments on the same clause next would wait for its commit otherwise.
    """
    if service.database.on_sqlite:
        return
    try:
        clauses = [referred_clause(*each, text)[0] for each in enumerate(new.comments)]
    except Refusal:
        # It is judged where it is taken.
        return
    if {each.text_digest for each in clauses} - service.database.kept_texts:
        service.database.transact(lambda connection: keep_texts(connection, clauses))
        service.database.kept_texts |= {each.text_digest for each in clauses}


def earlier(
    service: Service, connection: Connection, new: NewSubmission
) -> StoredSubmission | None:
    """Return what was recorded under the same idempotency key, as it was; None: nothing was."""
    # Releases before 0.2.0 kept a keyed digest.
    keyed = service.keyring.lookup_digests(new.idempotency_key, Lookup.IDEMPOTENCY)
    found = submissions.earlier(connection, _idempotency(new), keyed.values())
    if found is None:
        return None
    submission_id, fingerprint = found
    # Nothing is left to compare with of one that was erased.
    context = FINGERPRINT.context(submission_id)
    if not fingerprint or not service.keyring.same_fingerprint(fingerprint, new.content(), context):
        raise IdempotencyConflict
    return submissions.by_id(connection, service.keyring, submission_id, as_sent=True)


def take(  # noqa: PLR0913 - what is signed, and by whom it is, is known in it alone
    service: Service,
    connection: Connection,
    intake: Intake,
    text: PublishedText,
    new: NewSubmission,
    *,
    signs_of: Callable[[StoredSubmission], Signs] = lambda _made: NO_SIGNS,
) -> StoredSubmission:
    """Judge a submission at this instant, while its sender is held, and record it with its signs.

    Raises as ``judge``; ``TooMany``, ``KeyringError``.
    """
    now = service.clock.read(connection).sure()
    closed = standing_closings.standing(connection, [new.policy])
    accepted = judge(intake, text, new, now, closed)
    record_keys(connection, service)
    keyring = service.keyring
    who = lookup_value(new.participant, new.personal)
    digests = keyring.lookup_digests(who, Lookup.PARTICIPANT)
    participant = participants.find_or_make(connection, new.participant, digests, now)
    if intake.entered_by is None:
        require_moderation(service, connection, participant, now)
    made = _stored(accepted, _receipt_number(connection, now), participant)
    ranks = {clause.eid: rank for clause, rank in accepted.clauses}
    how = {"late": accepted.late, "entered": intake.entered_by is not None}
    body = received_body(made, ranks, scans=intake.scans, **how)
    event = Occurrence(made.policy, made.id, intake.entered_by or PUBLIC, body)
    numbered = replace(made, entry=enter(connection, now, event).id)
    fingerprint = keyring.fingerprint(new.content(), FINGERPRINT.context(made.id))
    resent = ResentKey(_idempotency(new), fingerprint)
    submissions.add(connection, keyring, numbered, resent, signs_of(made))
    return numbered


def published_text(service: Service, policy_id: str, version_id: str) -> PublishedText:
    """Return what is published under a version; to be read before a lock is taken."""
    policy = service.published.policy(policy_id)
    for version in policy.versions:
        if version.id == version_id:
            return PublishedText(policy, version, service.published.clauses(policy, version.id))
    return PublishedText(policy, None, None)


def _idempotency(new: NewSubmission) -> str:
    """Return by what a repeated request is found: a chance key needs no key of ours."""
    return hashlib.sha256(f"yanlu/idempotency{new.idempotency_key}".encode()).hexdigest()


def _receipt_number(connection: Connection, now: datetime) -> str:
    while True:
        number = receipt_number.make(china_day(now))
        if not submissions.receipt_taken(connection, number):
            return number


def _stored(accepted: Accepted, number: str, participant: str) -> StoredSubmission:
    new, now = accepted.new, accepted.now
    return StoredSubmission(
        id=uuid.uuid4().hex,
        receipt_no=number,
        query_code=receipt_number.make_query_code(),
        policy=accepted.policy.id,
        policy_title=accepted.policy.title,
        version=new.version,
        window=accepted.window.id,
        channel=accepted.intake.channel,
        participant_id=participant,
        participant=new.participant,
        personal=new.personal,
        personal_salt=new_salt(),
        assurance=accepted.intake.assurance,
        consent_notice_at=now,
        consent_publish_name=new.consent_publish_name,
        received_at=now,
        posted_on=accepted.intake.posted_on,
        received_on=accepted.received_on,
        entry=0,
        comments=tuple(
            made_comment(position, comment, accepted.clauses[position][0])
            for position, comment in enumerate(new.comments)
        ),
        notice_version=new.notice_version or None,
        language=new.language or None,
    )


def made_comment(position: int, comment: NewComment, clause: ClauseRef) -> StoredComment:
    """Return a comment with an id, a salt and its digest, as it will be kept."""
    salt = new_salt()
    stored = StoredComment(
        id=uuid.uuid4().hex,
        position=position,
        clause=clause,
        **{name: getattr(comment, name) for name in SAID},
        state=CommentProgress.RECEIVED,
        content_salt=salt,
        content_digest="",
    )
    return replace(stored, content_digest=salted_digest(salt, comment_content(stored)))
