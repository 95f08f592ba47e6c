"""What is checked of the public's side: attachments, requests, comments shown, erasures."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, select

from comments_service.domain.canonical import salted_digest
from comments_service.domain.intake.scan import scan_content
from comments_service.domain.ledger.entries import EntryBody, LedgerEntry
from comments_service.domain.ledger.public_entries import (
    AttachmentsReceived,
    CommentReleased,
    ContactVerified,
    NameConsentWithdrawn,
    RequestAnswered,
    RequestMade,
    SubmissionErased,
    SubmissionRestricted,
)
from comments_service.domain.register.comment_release import release_content
from comments_service.domain.register.submission_request import answer_content, request_content
from comments_service.keyring import Keyring
from comments_service.store.comments import attachment_rows, release_rows, request_rows
from comments_service.store.database.tables import submission_requests, submissions

ToldRow = tuple[str, object, Mapping[str, Any]]
"""(kind, name, values by field) of a row. A field that ends in ``digest`` covers what is hidden."""
KINDS = ("attachment", "request", "comment release")


def of_public(entry: LedgerEntry, body: EntryBody) -> Iterator[ToldRow]:
    """Yield the rows that an entry tells of."""
    if isinstance(body, AttachmentsReceived):
        for position, (comment, digest) in enumerate(body.attachments):
            at = {"policy": entry.stream, "submission": entry.subject, "position": position}
            yield "attachment", digest, {**at, "comment": comment, "content_digest": digest}
    if isinstance(body, RequestMade):
        of = {"policy": entry.stream, "submission": entry.subject, "comment": body.comment}
        made = {"kind": body.kind, "made_at": entry.at, "entry": entry.id}
        digests = {"digest": body.digest, "content_digest": body.digest}
        no_answer = {"state": "open", "answered_by": None, "answered_at": None}
        no_answer |= {"answer_digest": None, "answer_content_digest": None}
        yield "request", body.request, {**of, **made, **digests, **no_answer}
    if isinstance(body, RequestAnswered):
        given = {"state": body.state, "answered_by": entry.actor, "answered_at": entry.at}
        digests = {"answer_digest": body.digest, "answer_content_digest": body.digest}
        yield "request", body.request, {**given, **digests}
    if isinstance(body, CommentReleased):
        at = {"comment": entry.subject, "policy": entry.stream, "shown": body.shown}
        made = {"by": entry.actor, "at": entry.at, "entry": entry.id}
        digests = {"digest": body.digest, "content_digest": body.digest}
        yield "comment release", body.release, {**at, **made, **digests}


def of_sender(entry: LedgerEntry, body: EntryBody) -> Mapping[str, Any]:
    """Return what an entry changes of the row of its submission."""
    if isinstance(body, NameConsentWithdrawn):
        return {"consent_publish_name": False, "personal_digest": body.personal_digest}
    if isinstance(body, ContactVerified):
        return {"assurance": body.assurance}
    if isinstance(body, SubmissionRestricted):
        return {"restricted_at": entry.at}
    if isinstance(body, SubmissionErased):
        return {"erased_at": entry.at, "consent_publish_name": False, "personal_digest": ""}
    return {}


def values_of(stored: Any) -> dict[str, Any]:
    """Return what a stored row holds by name; none of it is copied, as ``asdict`` would."""
    return {each.name: getattr(stored, each.name) for each in fields(stored)}


def public_rows(connection: Connection, keyring: Keyring) -> Iterator[ToldRow]:
    """Yield the rows as they are stored."""
    for file in attachment_rows.attached(connection, keyring):
        content = attachment_rows.content(connection, keyring, file.id)
        covered = scan_content(file.name, file.media_type, hashlib.sha256(content).hexdigest())
        digest = salted_digest(file.salt, covered) if len(content) == file.size else ""
        yield "attachment", file.digest, {**values_of(file), "content_digest": digest}
    asked = submissions.c.id.in_(select(submission_requests.c.submission_id))
    erased = select(submissions.c.id).where(submissions.c.erased_at.is_not(None), asked)
    gone = set(connection.scalars(erased))
    for each in request_rows.every(connection, keyring):
        empty = each.submission in gone
        own = _digest(each.salt, request_content(each), each.digest, erased=empty)
        said = _digest(each.answer_salt, answer_content(each), each.answer_digest, erased=empty)
        digests = {"content_digest": own, "answer_content_digest": said}
        yield "request", each.id, {**values_of(each), **digests}
    for shown in release_rows.every(connection):
        empty = shown.erased_at is not None
        left = _digest(shown.salt, release_content(shown), shown.digest, erased=empty)
        yield "comment release", shown.id, {**values_of(shown), "content_digest": left}


def _digest(salt: str | None, content: str, kept: str | None, *, erased: bool) -> str | None:
    """Return the digest of a content; of one that was erased the one that is kept of it."""
    if salt is None:
        return kept if erased else None
    return salted_digest(salt, content)
