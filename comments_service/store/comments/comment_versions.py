"""The rows of comments and their versions: each change of what is said is another row.

The texts of clauses as they were then are kept once each.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from comments_service.domain.canonical import canonical_json
from comments_service.domain.comments.submission import (
    SAID,
    ClauseRef,
    StoredComment,
    StoredSubmission,
)
from comments_service.store.database.tables import clause_texts, comment_versions, comments, ledger
from comments_service.store.statements.prepared import Prepared
from comments_service.store.statements.streaming import streamed

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
# Nobody waits for who keeps the same text, but for the very first time.
_KEEP_TEXTS = {
    name: Prepared(keep(clause_texts).on_conflict_do_nothing(), ("digest", "text"))
    for name, keep in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_INSERT_COMMENT = Prepared(insert(comments), [each.name for each in comments.c])
_INSERT_VERSION = Prepared(
    insert(comment_versions), [each.name for each in _VERSION if each.name != "erased_at"]
)


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
    rows = connection.execute(_SAID_BEFORE, {"comment": comment_id}).all()
    return [EarlierVersion(*row) for row in rows[:-1]]


def add_comments(
    connection: Connection, submission: StoredSubmission, marks: Mapping[str, str]
) -> None:
    """Write the comments of a new submission, with the marks of their words by their ids."""
    keep_texts(connection, [comment.clause for comment in submission.comments])
    rows = [
        comment_row(submission.id, comment, marks.get(comment.id) or None)
        for comment in submission.comments
    ]
    _INSERT_COMMENT.run(connection, *rows)
    versions = [version_row(submission.entry, 1, comment) for comment in submission.comments]
    _INSERT_VERSION.run(connection, *versions)


def add_version(connection: Connection, comment: StoredComment, entry: int) -> None:
    """Append what a comment says from an entry on, and note which clause it is on now."""
    version = comment_versions.c
    last = select(func.max(version.number)).where(version.comment_id == comment.id)
    number = connection.execute(last).scalar_one() + 1
    _INSERT_VERSION.run(connection, version_row(entry, number, comment))
    keep_texts(connection, [comment.clause])
    mine = update(comments).where(comments.c.id == comment.id)
    connection.execute(mine.values(_clause_values(comment.clause)))


def add_comment(
    connection: Connection, submission_id: str, comment: StoredComment, entry: int
) -> None:
    """Add a comment to a submission, as of an entry."""
    keep_texts(connection, [comment.clause])
    _INSERT_COMMENT.run(connection, comment_row(submission_id, comment))
    _INSERT_VERSION.run(connection, version_row(entry, 1, comment))


def _clause_values(clause: ClauseRef) -> dict[str, Any]:
    """Return what the row of a comment says of its clause."""
    values = {**clause.columns(), "text_digest": clause.text_digest}
    del values["clause_text"]
    return values


def clause_of(row: Row[Any]) -> ClauseRef:
    """Return the clause of a comment from ``c_`` columns; ``ValueError``: its text is another."""
    text = kept_text(row.c_text_digest, row.c_text)
    return ClauseRef(row.c_wid, row.c_eid, row.c_citation, row.c_clause_digest, text)


@lru_cache(maxsize=4096)
def kept_text(digest: str, text: str) -> str:
    """Return the text of a clause as it is kept; ``ValueError``: it is not that of its digest."""
    if ClauseRef(None, None, "", "", text).text_digest != digest:
        message = f"the text of its clause is not the one of digest {digest}"
        raise ValueError(message)
    return text


def altered_texts(connection: Connection) -> Iterator[str]:
    """Yield the digests of texts that are not what they were."""
    for digest, words in streamed(connection, select(clause_texts.c.digest, clause_texts.c.text)):
        if ClauseRef(None, None, "", "", words).text_digest != digest:
            yield digest


def keep_texts(connection: Connection, clauses: Iterable[ClauseRef]) -> None:
    """Keep the texts of these clauses, before comments refer to them."""
    texts = {clause.text_digest: clause.text for clause in clauses}
    rows = [{"digest": digest, "text": words} for digest, words in sorted(texts.items())]
    _KEEP_TEXTS[connection.dialect.name].run(connection, *rows)


def comment_row(
    submission_id: str, comment: StoredComment, mark: str | None = None
) -> dict[str, Any]:
    """Return the row of a comment, with the mark of its words."""
    own = {"id": comment.id, "submission_id": submission_id, "position": comment.position}
    return {**own, **_clause_values(comment.clause), "text_mark": mark}


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
