"""The rows of comments that are shown to the public: appended, never changed."""

from collections.abc import Iterator
from dataclasses import fields

from sqlalchemy import Connection, insert, select

from comments_service.domain.register.comment_release import CommentRelease
from comments_service.store.database.streaming import streamed
from comments_service.store.database.tables import comment_releases

_COLUMNS = {
    each.name: "comment_id" if each.name == "comment" else each.name
    for each in fields(CommentRelease)
}


def add(connection: Connection, release: CommentRelease) -> None:
    """Write that a comment is shown, or no more."""
    row = {column: getattr(release, name) for name, column in _COLUMNS.items()}
    connection.execute(insert(comment_releases), row)


def every(connection: Connection) -> Iterator[CommentRelease]:
    """Yield all of them in the order of the ledger."""
    for row in streamed(connection, select(comment_releases).order_by(comment_releases.c.entry)):
        yield CommentRelease(**{name: getattr(row, column) for name, column in _COLUMNS.items()})
