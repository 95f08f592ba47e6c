"""Recording what was judged: the one way a submission gets into the database."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

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
from comments_service.domain.errors import IdempotencyConflict, Refusal, WrongVersion
from comments_service.domain.ledger.entries import PUBLIC, Occurrence
from comments_service.domain.ledger.submission_entries import received_body
from comments_service.domain.row_id import make_row_id
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.keyring import Lookup
from comments_service.services.appending import enter
from comments_service.services.ledger.flood_limits import require_moderation
from comments_service.services.ledger.keys import record_keys
from comments_service.services.service import Service
from comments_service.store.comments import participants, submissions
from comments_service.store.comments.comment_versions import keep_texts
from comments_service.store.comments.submissions import SealedColumns
from comments_service.store.database.encrypted_columns import FINGERPRINT, QUERY_CODE
from comments_service.store.ledger import standing_closings
from comments_service.store.locks.writer_locks import hold
from comments_service.store.statements.gathered_counts import asked_once
from comments_service.store.statements.prepared import together


class KnownBy(NamedTuple):
    """By what a repeated request is found; ``keyed``: by releases before 0.2.0."""

    digest: str
    keyed: Collection[str]


@dataclass(frozen=True, slots=True)
class ReadySubmission:
    """A submission with all that can be made of it before its turn to be written comes.

    ``senders`` are digests of who sent it by key id. ``comments`` are None where judging will
    refuse one.
    """

    text: PublishedText
    new: NewSubmission
    id: str
    query_code: str
    senders: Mapping[str, str]
    known_by: KnownBy
    columns: SealedColumns
    comments: tuple[StoredComment, ...] | None


def made_ready(service: Service, text: PublishedText, new: NewSubmission) -> ReadySubmission:
    """Make of a submission what takes time and needs no turn to write."""
    keyring, name, known_by = service.keyring, make_row_id(), known_by_key(service, new)
    code = receipt_number.make_query_code()
    who = lookup_value(new.participant, new.personal)
    columns = SealedColumns(
        idempotency=known_by.digest,
        fingerprint=keyring.fingerprint(new.content(), FINGERPRINT.context(name)),
        query_code=QUERY_CODE.encrypt(keyring, name, code),
        personal=submissions.sealed_personal(keyring, name, new.personal),
    )
    return ReadySubmission(
        text=text,
        new=new,
        id=name,
        query_code=code,
        senders=keyring.lookup_digests(who, Lookup.PARTICIPANT),
        known_by=known_by,
        columns=columns,
        comments=_made_comments(text, new),
    )


def _made_comments(text: PublishedText, new: NewSubmission) -> tuple[StoredComment, ...] | None:
    try:
        clauses = [referred_clause(*each, text)[0] for each in enumerate(new.comments)]
    except Refusal:
        # It is judged where it is taken, after what says more.
        return None
    return tuple(
        made_comment(position, comment, clause)
        for position, (comment, clause) in enumerate(zip(new.comments, clauses, strict=True))
    )


def hold_sender(connection: Connection, ready: ReadySubmission) -> None:
    """Let the same participant send nothing else meanwhile, the same once more neither.

    Nobody else waits for it. To be done first in the transaction that takes it.
    """
    hold(connection, ready.senders.values())


def keep_words(service: Service, ready: ReadySubmission) -> None:
    """Keep the texts of the clauses that a submission is on, in a transaction of their own.

    On PostgreSQL whoever comments on the same clause next would wait for its commit otherwise.
    """
    if service.database.on_sqlite or ready.comments is None:
        return
    clauses = [each.clause for each in ready.comments]
    if {each.text_digest for each in clauses} - service.database.kept_texts:
        service.database.transact(lambda connection: keep_texts(connection, clauses))
        service.database.kept_texts |= {each.text_digest for each in clauses}


def known_by_key(service: Service, new: NewSubmission) -> KnownBy:
    """Return by what a submission is found again: a chance key needs no key of ours."""
    digest = hashlib.sha256(f"yanlu/idempotency{new.idempotency_key}".encode()).hexdigest()
    keyed = service.keyring.lookup_digests(new.idempotency_key, Lookup.IDEMPOTENCY)
    return KnownBy(digest, keyed.values())


def earlier(
    service: Service, connection: Connection, new: NewSubmission, known_by: KnownBy
) -> StoredSubmission | None:
    """Return what was recorded under the same idempotency key, as it was; None: nothing was."""
    found = submissions.earlier(connection, *known_by)
    if found is None:
        return None
    submission_id, fingerprint = found
    content, context = new.content(), FINGERPRINT.context(submission_id)
    # Nothing is left to compare with of one that was erased.
    if not fingerprint or not service.keyring.same_fingerprint(fingerprint, content, context):
        raise IdempotencyConflict
    return submissions.by_id(connection, service.keyring, submission_id, as_sent=True)


def take(
    service: Service,
    connection: Connection,
    intake: Intake,
    ready: ReadySubmission,
    *,
    signs_of: Callable[[StoredSubmission], Signs] = lambda _made: NO_SIGNS,
) -> StoredSubmission:
    """Judge a submission at this instant, while its sender is held, and record it with its signs.

    Raises as ``judge``; ``TooMany``, ``KeyringError``.
    """
    new = ready.new
    # The works of one turn are of one instant; no window is closed meanwhile.
    now = asked_once(connection, "clock", lambda: service.clock.read(connection)).sure()
    closed = asked_once(
        connection,
        ("closings", new.policy),
        lambda: standing_closings.standing(connection, [new.policy]),
    )
    accepted = judge(intake, ready.text, new, now, closed)
    record_keys(connection, service)
    sender = participants.find_or_make(connection, new.participant, ready.senders, now)
    if intake.entered_by is None:
        require_moderation(service, connection, sender.id, now)
    made = _stored(accepted, ready, _receipt_number(connection, now), sender.id)
    ranks = {clause.eid: rank for clause, rank in accepted.clauses}
    how = {"late": accepted.late, "entered": intake.entered_by is not None}
    body = received_body(made, ranks, scans=intake.scans, **how)
    event = Occurrence(made.policy, made.id, intake.entered_by or PUBLIC, body)
    signs = signs_of(made)
    with together(connection):
        numbered = replace(made, entry=enter(connection, now, event).id)
        submissions.add(connection, numbered, ready.columns, signs, is_first=sender.is_new)
    return numbered


def published_text(service: Service, policy_id: str, version_id: str) -> PublishedText:
    """Return what is published under a version; to be read before a lock is taken."""
    policy = service.published.policy(policy_id)
    for version in policy.versions:
        if version.id == version_id:
            return PublishedText(policy, version, service.published.clauses(policy, version.id))
    return PublishedText(policy, None, None)


def _receipt_number(connection: Connection, now: datetime) -> str:
    while True:
        number = receipt_number.make(china_day(now))
        if not submissions.receipt_taken(connection, number):
            return number


def _stored(
    accepted: Accepted, ready: ReadySubmission, number: str, participant: str
) -> StoredSubmission:
    new, now = accepted.new, accepted.now
    if ready.comments is None:
        # It was refused before it was judged, and is not now: its text is another one.
        raise WrongVersion
    return StoredSubmission(
        id=ready.id,
        receipt_no=number,
        query_code=ready.query_code,
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
        comments=ready.comments,
        notice_version=new.notice_version or None,
        language=new.language or None,
    )


def made_comment(position: int, comment: NewComment, clause: ClauseRef) -> StoredComment:
    """Return a comment with an id, a salt and its digest, as it will be kept."""
    salt = new_salt()
    return StoredComment(
        id=make_row_id(),
        position=position,
        clause=clause,
        **{name: getattr(comment, name) for name in SAID},
        state=CommentProgress.RECEIVED,
        content_salt=salt,
        content_digest=salted_digest(salt, comment_content(clause, comment)),
    )
