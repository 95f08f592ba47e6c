"""What happens on the public's side, put into a database: each with its entry and its row."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from comments_service.domain.canonical import new_salt, salted_digest
from comments_service.domain.comments.attachment import StoredAttachment
from comments_service.domain.intake.scan import scan_content
from comments_service.domain.ledger.entries import PUBLIC, EntryBody, LedgerEntry, Occurrence
from comments_service.domain.ledger.public_entries import (
    AttachmentsReceived,
    CommentReleased,
    RequestAnswered,
    RequestMade,
)
from comments_service.domain.register.comment_release import CommentRelease, release_content
from comments_service.domain.register.submission_request import (
    RequestKind,
    RequestState,
    StoredRequest,
    answer_content,
    request_content,
)
from comments_service.domain.states.comment_state import CommentState
from comments_service.services.appending import enter
from comments_service.services.service import Service
from comments_service.store.comments import (
    attachment_rows,
    comment_states,
    release_rows,
    request_rows,
)

PDF = b"%PDF-1.7\nwords"


@contextmanager
def about(service: Service, comment: str) -> Iterator[tuple[Connection, CommentState, datetime]]:
    with service.database.write() as connection:
        state = comment_states.named(connection, [comment])[comment]
        yield connection, state, service.clock.now(connection)


def entered(
    connection: Connection, state: CommentState, at: datetime, body: EntryBody, by: str = PUBLIC
) -> LedgerEntry:
    subject = state.comment if isinstance(body, CommentReleased) else state.submission
    return enter(connection, at, Occurrence(state.policy, subject, by, body))


def attached_file(service: Service, comment: str, file_id: str = "f" * 32) -> StoredAttachment:
    """Attach a file to a comment."""
    salt, name = new_salt(), "附件：测算表.pdf"
    covered = scan_content(name, "application/pdf", hashlib.sha256(PDF).hexdigest())
    with about(service, comment) as (connection, state, at):
        file = StoredAttachment(
            file_id, state.policy, None, None, None, name, "application/pdf", len(PDF), salt,
            salted_digest(salt, covered),
        )  # fmt: skip
        attachment_rows.add(connection, service.keyring, file, PDF, at)
        attachment_rows.attach(connection, file.id, state.submission, comment, 0)
        body = AttachmentsReceived(attachments=((comment, file.digest),))
        entered(connection, state, at, body)
    return file


def open_request(service: Service, comment: str) -> StoredRequest:
    """Say that a comment is not one's own."""
    with about(service, comment) as (connection, state, at):
        made = StoredRequest(
            id=new_salt(), submission=state.submission, comment=comment, policy=state.policy,
            kind=RequestKind.NOT_MINE, words="这不是我写的。", made_at=at, entry=0,
            due_on=date(2018, 8, 10), salt=new_salt(), digest="",
        )  # fmt: skip
        made = replace(made, digest=salted_digest(made.salt or "", request_content(made)))
        asked = RequestMade(request=made.id, kind=made.kind, comment=comment, digest=made.digest)
        made = replace(made, entry=entered(connection, state, at, asked).id)
        request_rows.add(connection, service.keyring, made)
    return made


def answered_request(service: Service, comment: str, *, by: str) -> None:
    """Say that a comment is not one's own, and answer that."""
    made = open_request(service, comment)
    with about(service, comment) as (connection, state, at):
        salt = new_salt()
        done = replace(made, state=RequestState.GRANTED, answer="已作无效处理。", answer_salt=salt)
        done = replace(done, answered_by=by, answered_at=at)
        done = replace(done, answer_digest=salted_digest(salt, answer_content(done)))
        said = RequestAnswered(request=made.id, state=done.state, digest=done.answer_digest or "")
        entered(connection, state, at, said, by)
        request_rows.answer(connection, service.keyring, done)


def shown_comment(service: Service, comment: str, *, by: str) -> None:
    """Show a comment to the public, then no more."""
    for shown in (True, False):
        with about(service, comment) as (connection, state, at):
            release = CommentRelease(
                id=f"{shown:d}" * 32, comment=comment, policy=state.policy, version=1,
                shown=shown, redacted="{}", reason="有代表性", by=by, at=at, salt=new_salt(),
                digest="", entry=0,
            )  # fmt: skip
            digest = salted_digest(release.salt or "", release_content(release))
            release = replace(release, digest=digest)
            body = CommentReleased(release=release.id, shown=shown, digest=release.digest)
            entry = entered(connection, state, at, body, by)
            release_rows.add(connection, replace(release, entry=entry.id))
