"""Sealed comments (检举控告), for the inspector."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, true

from comments_service.domain.comment_state import CommentState
from comments_service.domain.scan import Scan
from comments_service.domain.staff import Officer
from comments_service.domain.submission import StoredComment, StoredSubmission
from comments_service.services.service import Service
from comments_service.store import scans, submissions
from comments_service.store.comment_states import COLUMNS, state_of
from comments_service.store.tables import comment_states as states
from comments_service.store.tables import decisions as rows


@dataclass(frozen=True, slots=True)
class SealedComment:
    """A sealed comment, whole: what it came with, its scans, why it was sealed."""

    comment: StoredComment
    submission: StoredSubmission
    state: CommentState
    scans: tuple[Scan, ...]
    reason: str


def sealed_comments(service: Service, officer: Officer) -> list[SealedComment]:
    """Return the sealed comments of the policies that concern the officer, by their numbers."""
    query = select(*COLUMNS).where(states.c.sealed == true())
    with service.database.read() as connection:
        found = [state_of(row) for row in connection.execute(query.order_by(*_ORDER))]
        concerned = [each for each in found if officer.concerns(each.policy)]
        return [_whole(service, connection, each) for each in concerned]


_ORDER = states.c.policy, states.c.serial, states.c.position


def _whole(service: Service, connection: Connection, state: CommentState) -> SealedComment:
    stored = submissions.by_id(connection, service.keyring, state.submission)
    comment = next(each for each in stored.comments if each.id == state.comment) if stored else None
    if stored is None or comment is None:
        raise LookupError(state.comment)
    files = scans.of_submission(connection, service.keyring, stored.id)
    reason = (
        connection.execute(
            select(rows.c.reason)
            .where(rows.c.comment_id == comment.id)
            .order_by(rows.c.entry.desc())
        )
        .scalars()
        .first()
    )
    return SealedComment(comment, stored, state, tuple(files), reason or "")
