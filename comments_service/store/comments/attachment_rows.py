"""The rows of attachments: names and contents are encrypted, and nowhere else."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from comments_service.domain.comments.attachment import StoredAttachment, TextState
from comments_service.keyring import Keyring
from comments_service.store.database.tables import attachments

_SAME = ("id", "policy", "position", "media_type", "size", "salt", "digest")
_FACTS = tuple(column for column in attachments.c if column.name not in {"content", "text"})


def add(
    connection: Connection, keyring: Keyring, file: StoredAttachment, content: bytes, at: datetime
) -> None:
    """Write a file."""
    values = {
        **{name: getattr(file, name) for name in _SAME},
        "submission_id": file.submission,
        "comment_id": file.comment,
        "name": keyring.encrypt(file.name, _context(file.id, "name")),
        "content": keyring.encrypt_file(content, _context(file.id, "content")),
        "made_at": at,
        "text_state": TextState.PENDING,
    }
    connection.execute(insert(attachments), values)


def attach(connection: Connection, file_id: str, submission: str, comment: str, at: int) -> None:
    """Make an upload the ``at``-th file of a comment."""
    mine = update(attachments).where(attachments.c.id == file_id)
    connection.execute(mine.values(submission_id=submission, comment_id=comment, position=at))


def attached(connection: Connection, keyring: Keyring) -> Iterator[StoredAttachment]:
    """Yield those of all comments."""
    query = select(*_FACTS).where(attachments.c.comment_id.is_not(None))
    for row in connection.execute(query.order_by(attachments.c.comment_id, attachments.c.position)):
        name = keyring.decrypt(row.name, _context(row.id, "name"))
        same = {name: getattr(row, name) for name in _SAME}
        of = {"submission": row.submission_id, "comment": row.comment_id}
        yield StoredAttachment(name=name, **of, **same)


def content(connection: Connection, keyring: Keyring, file_id: str) -> bytes:
    """Return what an attachment that there is holds."""
    query = select(attachments.c.content).where(attachments.c.id == file_id)
    stored = connection.execute(query).scalar_one()
    return keyring.decrypt_file(bytes(stored), _context(file_id, "content"))


def _context(file_id: str, field: str) -> str:
    return f"attachments/{file_id}/{field}"
