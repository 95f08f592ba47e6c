"""The rows of attachments: names, contents and words are encrypted, and nowhere else."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from comments_service.domain.comments.attachment import (
    AttachmentText,
    StoredAttachment,
    TextState,
)
from comments_service.keyring import Keyring
from comments_service.store.database.encrypted_columns import (
    ATTACHMENT_CONTENT,
    ATTACHMENT_NAME,
    ATTACHMENT_WORDS,
)
from comments_service.store.database.tables import attachments, comments, submissions
from comments_service.store.statements.streaming import rows_of, streamed

_C = attachments.c
_SAME = ("id", "policy", "position", "media_type", "size", "salt", "digest", "text_state")
_FACTS = tuple(column for column in _C if column.name not in {"content", "text"})
# What is restricted is the sender's to see, and nobody else's.
_RESTRICTED = exists().where(
    submissions.c.id == _C.submission_id, submissions.c.restricted_at.is_not(None)
)
_IN_USE = ~_RESTRICTED.correlate(attachments)
HAS_FILES = exists().where(_C.comment_id == comments.c.id, _IN_USE).correlate(comments)
"""Whether a comment has any that the office may use."""
_IN_ORDER = select(*_FACTS).order_by(_C.submission_id, _C.position)
_OF_SUBMISSION = _IN_ORDER.where(_C.submission_id == bindparam("submission"))
# Whoever claimed one and has not written its words by then is gone.
_CLAIMED = timedelta(minutes=1)


def add(
    connection: Connection, keyring: Keyring, file: StoredAttachment, content: bytes, at: datetime
) -> None:
    """Write a file."""
    values = {
        **{name: getattr(file, name) for name in _SAME},
        "submission_id": file.submission,
        "comment_id": file.comment,
        "name": ATTACHMENT_NAME.encrypt(keyring, file.id, file.name),
        "content": ATTACHMENT_CONTENT.encrypt_file(keyring, file.id, content),
        "made_at": at,
    }
    connection.execute(insert(attachments), values)


def attach(connection: Connection, file_id: str, submission: str, comment: str, at: int) -> bool:
    """Make an upload the ``at``-th file of a comment; false where it is another's by now."""
    free = update(attachments).where(_C.id == file_id, _C.submission_id.is_(None))
    values = {"submission_id": submission, "comment_id": comment, "position": at}
    return connection.execute(free.values(values)).rowcount == 1


def waiting(
    connection: Connection, keyring: Keyring, policy: str, ids: Collection[str], since: datetime
) -> list[StoredAttachment]:
    """Return those of these uploads for a policy that are new enough and of no comment yet."""
    mine = _C.policy == policy, _C.submission_id.is_(None), _C.made_at > since
    return list(_found(connection, keyring, _C.id.in_(ids), *mine)) if ids else []


def named(
    connection: Connection, keyring: Keyring, file_id: str, since: datetime
) -> StoredAttachment | None:
    """Return a file of a comment, or an upload that is new enough; None where there is none."""
    kept = or_(_C.submission_id.is_not(None), _C.made_at > since)
    return next(_found(connection, keyring, _C.id == file_id, kept), None)


def waiting_size(connection: Connection) -> int:
    """Return how many bytes all uploads have that are of no comment yet."""
    query = select(func.coalesce(func.sum(_C.size), 0)).where(_C.submission_id.is_(None))
    return int(connection.execute(query).scalar_one())


def attached(connection: Connection, keyring: Keyring) -> Iterator[StoredAttachment]:
    """Yield those of all comments."""
    return _found(connection, keyring, _C.comment_id.is_not(None))


def of_submission(
    connection: Connection, keyring: Keyring, submission: str
) -> list[StoredAttachment]:
    """Return the files of a submission in order."""
    rows = connection.execute(_OF_SUBMISSION, {"submission": submission})
    return [_file(keyring, row) for row in rows]


def of_comments(
    connection: Connection, keyring: Keyring, ids: Collection[str]
) -> Iterator[AttachmentText]:
    """Yield the files of these comments in order, with their words, none that is restricted."""
    query = select(*_FACTS, _C.text).where(_IN_USE).order_by(_C.comment_id, _C.position)
    for row in rows_of(connection, query, _C.comment_id, ids):
        yield AttachmentText(_file(keyring, row), _words(keyring, row))


def saying(
    connection: Connection, keyring: Keyring, policy: str, words: Collection[str]
) -> dict[str, list[str]]:
    """Return for each of these words the comments on a policy whose files say it."""
    found: dict[str, list[str]] = {word: [] for word in words}
    read = _C.policy == policy, _C.text_state == TextState.READ, _IN_USE
    query = select(_C.id, _C.comment_id, _C.text).where(*read)
    for row in streamed(connection, query):
        text = _words(keyring, row).casefold()
        for word, saying_it in found.items():
            if word.casefold() in text:
                saying_it.append(row.comment_id)
    return found


def of_policy(connection: Connection, policy: str) -> set[str]:
    """Return the comments on a policy that have files which the office may use."""
    mine = _C.policy == policy, _C.comment_id.is_not(None), _IN_USE
    query = select(_C.comment_id).where(*mine)
    return {row.comment_id for row in connection.execute(query)}


def content(connection: Connection, keyring: Keyring, file_id: str) -> bytes:
    """Return what an attachment that there is holds."""
    stored = connection.execute(select(_C.content).where(_C.id == file_id)).scalar_one()
    return ATTACHMENT_CONTENT.decrypt_file(keyring, file_id, bytes(stored))


def claim(connection: Connection, at: datetime) -> tuple[str, str] | None:
    """Claim the oldest file whose words are to be taken out; return its id and type."""
    free = or_(_C.claimed_at.is_(None), _C.claimed_at < at - _CLAIMED)
    pending = _C.text_state == TextState.PENDING, _C.comment_id.is_not(None), free
    query = select(_C.id, _C.media_type).where(*pending).order_by(_C.made_at).limit(1)
    found = connection.execute(query).first()
    if found is None:
        return None
    connection.execute(update(attachments).where(_C.id == found.id).values(claimed_at=at))
    return found.id, found.media_type


def any_pending(connection: Connection) -> bool:
    """Return whether the words of any file are still to be taken out."""
    pending = _C.text_state == TextState.PENDING, _C.comment_id.is_not(None)
    return connection.execute(select(_C.id).where(*pending).limit(1)).first() is not None


def note_text(
    connection: Connection, keyring: Keyring, file_id: str, state: TextState, words: str
) -> None:
    """Keep the words of a file, or why there are none; one that was erased stays so."""
    text = ATTACHMENT_WORDS.encrypt_file(keyring, file_id, words.encode())
    mine = update(attachments).where(_C.id == file_id)
    connection.execute(mine.values(text_state=state, text=text))


def forget(connection: Connection, before: datetime) -> None:
    """Delete uploads made before an instant that belong to no comment."""
    old = _C.submission_id.is_(None), _C.made_at <= before
    connection.execute(delete(attachments).where(*old))


def _found(
    connection: Connection, keyring: Keyring, *which: ColumnElement[bool]
) -> Iterator[StoredAttachment]:
    for row in connection.execute(_IN_ORDER.where(*which)):
        yield _file(keyring, row)


def _file(keyring: Keyring, row: Any) -> StoredAttachment:
    name = ATTACHMENT_NAME.decrypt(keyring, row.id, row.name)
    of = {"submission": row.submission_id, "comment": row.comment_id}
    same = {name: getattr(row, name) for name in _SAME}
    return StoredAttachment(name=name, **of, **same | {"text_state": TextState(row.text_state)})


def _words(keyring: Keyring, row: Any) -> str:
    if not row.text:
        return ""
    return ATTACHMENT_WORDS.decrypt_file(keyring, row.id, bytes(row.text)).decode()
