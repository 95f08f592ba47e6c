"""Sealed comments (检举控告), for the inspector."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, true

from comments_service.domain.accounts.officer import Officer
from comments_service.domain.comments.attachment import AttachmentText
from comments_service.domain.comments.submission import StoredComment, StoredSubmission
from comments_service.domain.intake.scan import Scan
from comments_service.domain.states.comment_state import CommentState
from comments_service.services.service import Service
from comments_service.store.comments import (
    attachment_rows,
    comment_versions,
    histories,
    submissions,
)
from comments_service.store.comments import scan_rows as scans
from comments_service.store.comments.comment_states import COLUMNS, state_of
from comments_service.store.comments.comment_versions import EarlierVersion
from comments_service.store.comments.histories import SenderChange
from comments_service.store.database.tables import comment_states as states
from comments_service.store.database.tables import decisions as rows


@dataclass(frozen=True, slots=True)
class SealedComment:
    """A sealed comment, whole: what it came with, its scans and files, why it was sealed.

    ``changes`` are the sender's, ``earlier`` is what it said before.
    """

    comment: StoredComment
    submission: StoredSubmission
    state: CommentState
    scans: tuple[Scan, ...]
    files: tuple[AttachmentText, ...]
    reason: str
    changes: tuple[SenderChange, ...]
    earlier: list[EarlierVersion]


def sealed_comments(service: Service, officer: Officer) -> list[SealedComment]:
    """Return the sealed comments of the policies that concern the officer, by their numbers."""
    with service.database.read() as connection:
        return list(_whole(service, connection, _concerned(connection, officer)))


def changed_of_late(service: Service, officer: Officer, now: datetime) -> int:
    """Count the sealed comments that their senders changed or withdrew within seven days."""
    with service.database.read() as connection:
        ids = [each.comment for each in _concerned(connection, officer)]
        changes = histories.by_sender(connection, ids)
    return len({each.comment for each in changes if each.at > now - _LATE})


_LATE = timedelta(days=7)
_SEALED = (
    select(*COLUMNS)
    .where(states.c.sealed == true())
    .order_by(states.c.policy, states.c.serial, states.c.position)
)
_REASONS = (
    select(rows.c.comment_id, rows.c.reason)
    .where(rows.c.comment_id.in_(bindparam("ids", expanding=True)))
    .order_by(rows.c.entry)
)


def _concerned(connection: Connection, officer: Officer) -> list[CommentState]:
    found = map(state_of, connection.execute(_SEALED))
    return [each for each in found if officer.concerns(each.policy)]


def _whole(
    service: Service, connection: Connection, found: list[CommentState]
) -> Iterator[SealedComment]:
    ids = [each.comment for each in found]
    lines = submissions.lines(connection, service.keyring, ids, sealed=True)
    whole = {state.comment: sent for sent, state, *_ in lines}
    submitted = {each.submission for each in found}
    files = scans.of_submissions(connection, service.keyring, *submitted)
    attached = list(attachment_rows.of_comments(connection, service.keyring, ids))
    # Of several reasons the last one says why it is sealed.
    reasons = {row.comment_id: row.reason for row in connection.execute(_REASONS, {"ids": ids})}
    changes = histories.by_sender(connection, ids)
    for state in found:
        sent = whole[state.comment]
        own = tuple(each for each in files if each.submission == sent.id)
        told = tuple(each for each in attached if each.file.comment == state.comment)
        changed = tuple(each for each in changes if each.comment == state.comment)
        earlier = comment_versions.earlier_of(connection, state.comment) if changed else []
        why = reasons.get(state.comment, "")
        yield SealedComment(sent.comments[0], sent, state, own, told, why, changed, earlier)
