"""The rows of comments and their versions: each change of what is said is another row."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update

from comments_service.domain.canonical import canonical_json
from comments_service.domain.comments.submission import SAID, StoredComment, StoredSubmission
from comments_service.store.database.tables import comment_versions, comments, ledger

_ANOTHER = comment_versions.alias()
LATEST_VERSION = and_(
    comment_versions.c.comment_id == comments.c.id,
    comment_versions.c.number
    == select(func.max(_ANOTHER.c.number))
    .where(_ANOTHER.c.comment_id == comments.c.id)
    .scalar_subquery(),
)
"""Joins ``comments`` with what each of them says now."""
_VERSION = comment_versions.c
_SAID_BEFORE = (
    select(
        *(_VERSION.number, ledger.c.at, _VERSION.stance, _VERSION.body),
        *(_VERSION.proposed_text, _VERSION.reason, _VERSION.confidential),
    )
    .select_from(comment_versions.join(ledger, ledger.c.id == _VERSION.entry))
    .where(_VERSION.comment_id == bindparam("comment"))
    .order_by(_VERSION.number)
)
_INSERT_COMMENT, _INSERT_VERSION = insert(comments), insert(comment_versions)


class EarlierVersion(NamedTuple):
    """What a comment said from an instant on, until it was changed; None where it was erased."""

    number: int
    at: datetime
    stance: str
    body: str | None
    proposed_text: str | None
    reason: str | None
    confidential: bool


def earlier_of(connection: Connection, comment_id: str) -> list[EarlierVersion]:
    """Return what a comment said before it was changed, in order."""
    rows = connection.execute(_SAID_BEFORE.params(comment=comment_id)).all()
    return [EarlierVersion(*row) for row in rows[:-1]]


def add_comments(connection: Connection, submission: StoredSubmission) -> None:
    """Write the comments of a new submission."""
    rows = [comment_row(submission.id, comment) for comment in submission.comments]
    connection.execute(_INSERT_COMMENT, rows)
    versions = [version_row(submission.entry, 1, comment) for comment in submission.comments]
    connection.execute(_INSERT_VERSION, versions)


def add_version(connection: Connection, comment: StoredComment, entry: int) -> None:
    """Append what a comment says from an entry on, and note which clause it is on now."""
    version = comment_versions.c
    last = select(func.max(version.number)).where(version.comment_id == comment.id)
    number = connection.execute(last).scalar_one() + 1
    connection.execute(_INSERT_VERSION, version_row(entry, number, comment))
    mine = update(comments).where(comments.c.id == comment.id)
    connection.execute(mine.values(comment.clause.columns()))


def add_comment(
    connection: Connection, submission_id: str, comment: StoredComment, entry: int
) -> None:
    """Add a comment to a submission, as of an entry."""
    connection.execute(_INSERT_COMMENT, comment_row(submission_id, comment))
    connection.execute(_INSERT_VERSION, version_row(entry, 1, comment))


def comment_row(submission_id: str, comment: StoredComment) -> dict[str, Any]:
    """Return the row of a comment."""
    own = {"id": comment.id, "submission_id": submission_id, "position": comment.position}
    return {**own, **comment.clause.columns()}


def version_row(entry: int, number: int, comment: StoredComment) -> dict[str, Any]:
    """Return the row of what a comment says from an entry on, as its version of this number."""
    selector = comment.selector
    return {
        "comment_id": comment.id,
        "number": number,
        **{name: getattr(comment, name) for name in SAID},
        "stance": comment.stance.value,
        "selector": canonical_json(asdict(selector)) if selector else None,
        "salt": comment.content_salt,
        "digest": comment.content_digest,
        "entry": entry,
    }
