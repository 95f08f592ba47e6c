"""The rows of comments that are shown to the public: appended, changed by an erasure alone."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    exists,
    false,
    func,
    insert,
    or_,
    select,
    true,
    tuple_,
)

from comments_service.domain.register.comment_release import CommentRelease, Decided
from comments_service.domain.register.filter import Key, RankRange
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.store.comments.request_rows import nobodys
from comments_service.store.database.tables import (
    comment_releases,
    comment_states,
    comment_versions,
)
from comments_service.store.statements.streaming import streamed

PublicKey = tuple[str, int, int]
"""The place of what is shown: (window, rank, entry of its release)."""


class ShownPart(NamedTuple):
    """The windows of a policy whose comments are asked for; ``ranks``: on these alone."""

    policy: str
    windows: Collection[str]
    ranks: Sequence[RankRange] | None


_COLUMNS = {
    each.name: "comment_id" if each.name == "comment" else each.name
    for each in fields(CommentRelease)
}
_R, _S, _V = comment_releases.c, comment_states.c, comment_versions.c
_LATER, _NEWER = comment_releases.alias(), comment_versions.alias()
_NEWEST = ~exists().where(
    _NEWER.c.comment_id == _V.comment_id, _NEWER.c.number > _V.number
).correlate(comment_versions)
_STANDS = and_(
    _R.shown == true(),
    ~exists()
    .where(_LATER.c.comment_id == _R.comment_id, _LATER.c.entry > _R.entry)
    .correlate(comment_releases),
    _V.comment_id == _R.comment_id,
    _V.number == _R.version,
    _NEWEST,
)
_PUBLIC_KEY = (_S.window, _S.rank, _R.entry)
_DECISION = (
    select(_R.shown)
    .where(_R.comment_id == _S.comment, _R.version == _V.number)
    .order_by(_R.entry.desc())
    .limit(1)
    .correlate(comment_states, comment_versions)
    .scalar_subquery()
)
_DECIDED: dict[Decided, ColumnElement[bool]] = {
    "": _DECISION.is_(None),
    "yes": _DECISION.is_(true()),
    "no": _DECISION.is_(false()),
}
_KEY = (_S.rank, _S.serial, _S.position)


def add(connection: Connection, release: CommentRelease) -> None:
    """Write that a comment is shown, or no more."""
    row = {column: getattr(release, name) for name, column in _COLUMNS.items()}
    connection.execute(insert(comment_releases), row)


def every(connection: Connection) -> Iterator[CommentRelease]:
    """Yield all of them in the order of the ledger."""
    return map(_release, streamed(connection, select(comment_releases).order_by(_R.entry)))


def last_of(connection: Connection, comment_id: str) -> CommentRelease | None:
    """Return what was decided last on a comment."""
    mine = select(comment_releases).where(_R.comment_id == comment_id)
    row = connection.execute(mine.order_by(_R.entry.desc()).limit(1)).first()
    return _release(row) if row else None


def newest_version(connection: Connection, comment_id: str) -> int:
    """Return the number of what a comment says now."""
    numbers = select(func.max(_V.number)).where(_V.comment_id == comment_id)
    return int(connection.execute(numbers).scalar_one())


def shown(
    connection: Connection, part: ShownPart, after: PublicKey | None, limit: int
) -> list[tuple[CommentRelease, PublicKey]]:
    """Return the releases that hold, of newest words that nobody disowns, in order after a key.

    Whether their comments may be seen by all, withdrawn ones say, is another question.
    """
    query = select(comment_releases, _S.window, _S.rank).where(_R.comment_id == _S.comment, _STANDS)
    query = query.where(_R.policy == part.policy, _S.window.in_(part.windows))
    query = query.where(_S.comment.not_in(nobodys(part.policy)))
    if part.ranks is not None:
        query = query.where(or_(false(), *(_within(each) for each in part.ranks)))
    if after is not None:
        query = query.where(tuple_(*_PUBLIC_KEY) > tuple_(*after))
    rows = connection.execute(query.order_by(*_PUBLIC_KEY).limit(limit))
    return [(_release(row), (row.window, row.rank, row.entry)) for row in rows]


def listed_by(
    connection: Connection, policy: str, decided: Decided, after: Key | None, limit: int
) -> list[tuple[str, Key]]:
    """Return (comment, key) of those by what is decided on them, after a key.

    What can be shown to nobody is left out: sealed, unchecked, withdrawn, confidential, erased,
    said not to be the sender's.
    """
    gone = CommentProgress.WITHDRAWN
    query = (
        select(_S.comment, *_KEY)
        .select_from(comment_states)
        .join(comment_versions, and_(_V.comment_id == _S.comment, _NEWEST))
        .where(_S.policy == policy, _S.sealed == false(), _S.unchecked == false())
        .where(_S.state != gone, _V.confidential == false(), _V.erased_at.is_(None))
        .where(_S.comment.not_in(nobodys(policy)), _DECIDED[decided])
    )
    if after is not None:
        query = query.where(tuple_(*_KEY) > tuple_(*after))
    rows = connection.execute(query.order_by(*_KEY).limit(limit))
    return [(row[0], (row[1], row[2], row[3])) for row in rows]


def _within(span: RankRange) -> ColumnElement[bool]:
    inside = _S.rank.between(span.first, span.last)
    return inside if span.window is None else and_(inside, _S.window == span.window)


def _release(row: Row[Any]) -> CommentRelease:
    return CommentRelease(**{name: getattr(row, column) for name, column in _COLUMNS.items()})
