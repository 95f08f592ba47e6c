"""Taking a submission: all of it, durably, inside its window, or nothing."""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from catalogue.citation import WHOLE_TEXT
from catalogue.model import Clause, ClauseSet, Policy, Version
from catalogue.window import Window, china_day
from comments_service.domain import receipt_number
from comments_service.domain.canonical import salted_digest
from comments_service.domain.errors import (
    FieldFault,
    IdempotencyConflict,
    Invalid,
    UnknownClause,
    WrongVersion,
)
from comments_service.domain.ledger import PUBLIC, Event
from comments_service.domain.participant import lookup_value
from comments_service.domain.reconciliation import State
from comments_service.domain.submission import (
    DECLARED,
    WEB,
    ClauseRef,
    NewComment,
    NewSubmission,
    StoredComment,
    StoredSubmission,
    comment_content,
)
from comments_service.domain.submission_entries import clause_ranks, received_body
from comments_service.domain.text_rules import many_lines
from comments_service.domain.window_rules import deciding_window
from comments_service.services.allowances import (
    NOBODY,
    Caller,
    note_submission,
    require_moderation,
    require_room,
    require_room_now,
)
from comments_service.services.keys import settle_keys
from comments_service.services.ledger import enter
from comments_service.services.service import Service
from comments_service.store import closings, participants, submissions

_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class _Text:
    """What is published under the version that the sender names."""

    policy: Policy
    version: Version | None
    clauses: ClauseSet | None


def submit(service: Service, new: NewSubmission, caller: Caller = NOBODY) -> StoredSubmission:
    """Take a submission and return it with its receipt number; it is on disk by then.

    The same idempotency key with the same content gives the first answer again, also
    after the window closed; with another content it is ``IdempotencyConflict``. Else
    ``UnknownPolicy``, ``NoWindow``, ``WindowNotOpen``, ``WindowClosed``, ``WrongVersion``,
    ``UnknownClause`` or ``Invalid`` (selected words that the clause does not hold), judged
    at the instant of writing; ``ClockUnsure`` where what time it is cannot be told, ``TooMany``
    where participant or address have reached a limit.
    ``KeyringError`` where the keys are not those that the
    database was written with.
    """
    with service.database.read() as connection:
        first = _earlier(service, connection, new)
        if first is not None:
            return first
        if caller.busy:
            raise caller.busy
        # Once more below, where it is exact; here a flood costs others no lock.
        require_room_now(service, connection, caller)
    # Read before the write lock is taken: a slow site must not hold up other people.
    text = _published(service, new)
    with service.database.write() as connection:
        first = _earlier(service, connection, new)
        if first is not None:
            return first
        taken = _take(service, connection, new, text)
        _count(service, connection, taken, caller)
        return taken


def _earlier(
    service: Service, connection: Connection, new: NewSubmission
) -> StoredSubmission | None:
    digests = service.keyring.lookup_digests(new.idempotency_key, "idempotency")
    found = submissions.earlier(connection, digests.values())
    if found is None:
        return None
    submission_id, fingerprint = found
    if not service.keyring.same_fingerprint(fingerprint, new.content()):
        raise IdempotencyConflict
    return submissions.by_id(connection, service.keyring, submission_id)


def _published(service: Service, new: NewSubmission) -> _Text:
    policy = service.published.policy(new.policy)
    for version in policy.versions:
        if version.id == new.version:
            return _Text(policy, version, service.published.clauses(policy, version.id))
    return _Text(policy, None, None)


def _take(
    service: Service, connection: Connection, new: NewSubmission, text: _Text
) -> StoredSubmission:
    now = service.clock.read(connection).sure()
    closed = closings.standing(connection, [text.policy.id])
    window = deciding_window(text.policy, new.version, now, closed)
    comments = _comments(new, text)
    settle_keys(connection, service.keyring)
    kind, personal = new.participant, new.personal
    value = lookup_value(
        kind,
        name=personal.name,
        phone=personal.phone,
        email=personal.email,
        organisation=personal.organisation,
        uscc=personal.uscc,
    )
    digests = service.keyring.lookup_digests(value)
    participant = participants.find_or_make(connection, kind, digests, now)
    require_moderation(service, connection, participant, now)
    number = _receipt_number(connection, now)
    ranks = clause_ranks(text.clauses)
    stored = _stored(new, text.policy, window, number, participant, now, comments)
    return _write(service, connection, new, stored, ranks)


def _count(
    service: Service, connection: Connection, taken: StoredSubmission, caller: Caller
) -> None:
    """Count what was written for its address, unless that is too much: then nothing was."""
    require_room(service, connection, caller, taken.received_at)
    note_submission(service, connection, caller, taken.received_at)


def _write(
    service: Service,
    connection: Connection,
    new: NewSubmission,
    stored: StoredSubmission,
    ranks: Mapping[str | None, int],
) -> StoredSubmission:
    keyring = service.keyring
    digests = keyring.lookup_digests(new.idempotency_key, "idempotency")
    current = next(iter(digests.values()))
    fingerprint = keyring.fingerprint(new.content())
    event = Event(stored.policy, stored.id, PUBLIC, received_body(stored, ranks))
    numbered = replace(stored, entry=enter(connection, stored.received_at, event).id)
    submissions.add(connection, keyring, numbered, current, fingerprint)
    return numbered


def _receipt_number(connection: Connection, now: datetime) -> str:
    while True:
        number = receipt_number.make(china_day(now))
        if not submissions.receipt_taken(connection, number):
            return number


def _stored(  # noqa: PLR0913, PLR0917 - what was sent and the six things that were found out
    new: NewSubmission,
    policy: Policy,
    window: Window,
    number: str,
    participant: str,
    now: datetime,
    comments: tuple[StoredComment, ...],
) -> StoredSubmission:
    return StoredSubmission(
        id=uuid.uuid4().hex,
        receipt_no=number,
        query_code=receipt_number.make_query_code(),
        policy=policy.id,
        policy_title=policy.title,
        version=new.version,
        window=window.id,
        channel=WEB,
        participant_id=participant,
        participant=new.participant,
        personal=new.personal,
        personal_salt=secrets.token_bytes(_SALT_BYTES).hex(),
        assurance=DECLARED,
        consent_notice_at=now,
        consent_publish_name=new.consent_publish_name,
        received_at=now,
        posted_on=None,
        received_on=china_day(now),
        entry=0,
        comments=comments,
    )


def _comments(new: NewSubmission, text: _Text) -> tuple[StoredComment, ...]:
    return tuple(
        _comment(position, comment, _clause(position, comment, text))
        for position, comment in enumerate(new.comments)
    )


def _clause(position: int, comment: NewComment, text: _Text) -> ClauseRef:
    if text.version is None or text.clauses is None:
        raise WrongVersion
    if comment.clause is None:
        return ClauseRef(None, None, WHOLE_TEXT, text.version.digest, "")
    clause = text.clauses.resolve(comment.clause)
    if clause is None:
        raise UnknownClause(position, comment.clause)
    _require_words(position, comment, clause)
    return ClauseRef(clause.wid, clause.eid, clause.citation, clause.digest, clause.wording)


def _require_words(position: int, comment: NewComment, clause: Clause) -> None:
    # Of the page or of the source, with the line ends that are kept.
    texts = (many_lines(clause.words), many_lines(clause.heading + clause.text))
    if comment.selector and not any(comment.selector.exact in text for text in texts):
        field = f"comments[{position}].selector.exact"
        raise Invalid(FieldFault(field, "选定的文字不在这一条款中"))


def _comment(position: int, comment: NewComment, clause: ClauseRef) -> StoredComment:
    salt = secrets.token_bytes(_SALT_BYTES)
    stored = StoredComment(
        id=uuid.uuid4().hex,
        position=position,
        clause=clause,
        stance=comment.stance,
        body=comment.body,
        proposed_text=comment.proposed_text,
        reason=comment.reason,
        confidential=comment.confidential,
        selector=comment.selector,
        state=State.RECEIVED,
        content_salt=salt.hex(),
        content_digest="",
    )
    return replace(stored, content_digest=salted_digest(salt, comment_content(stored)))
