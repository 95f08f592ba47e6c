"""By what comments look as if a program had sent them: a sign and a digest of their words."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, bindparam, exists, false, select, update

from comments_service.domain.comments.automatic_signs import FROM_MANY, MANY, SENT_AT_ONCE
from comments_service.store.comments.comment_versions import LATEST_VERSION
from comments_service.store.database.tables import (
    comment_states,
    comment_versions,
    comments,
    submissions,
)
from comments_service.store.statements.prepared import Prepared

_MARK = comments.c.text_mark
_NOTE = (
    update(comments)
    .where(comments.c.id == bindparam("comment"))
    .values(text_mark=bindparam("mark"))
)
_OTHERS = Prepared(
    select(submissions.c.participant_id)
    .join(comments, submissions.c.id == comments.c.submission_id)
    .where(_MARK.in_([bindparam("unsigned"), bindparam("at_once")]))
    .distinct()
)
_KNOWN = Prepared(select(_MARK).where(bindparam("of_many") == _MARK).limit(1))
# Each sign is more than any digest. Written out: of an unknown value PostgreSQL takes a third of
# all marks to be more, and for its generic plan, after some questions, reads all comments.
_LEAST_SIGN: ColumnElement[str] = bindparam(
    None, min(FROM_MANY, SENT_AT_ONCE), literal_execute=True
)
_LOOKS_AUTOMATIC: ColumnElement[bool] = _LEAST_SIGN <= _MARK
# One inside the other, or SQLite would begin with the states, of which there are many.
_SHOWN = exists().where(
    comment_states.c.comment == comments.c.id,
    comment_states.c.policy == bindparam("policy"),
    comment_states.c.sealed == false(),
)
ANY_AUTOMATIC = exists().where(_LOOKS_AUTOMATIC, _SHOWN.correlate(comments))
"""Whether any comment on a ``policy`` that is not sealed looks automatic."""


class MarkedComment(NamedTuple):
    """A comment with its mark and what it says: body, proposed wording and reason."""

    comment: str
    policy: str
    mark: str
    texts: tuple[str, ...]


def note(connection: Connection, marks: Mapping[str, str]) -> None:
    """Note sign and digest of comments, by their ids; empty where there is neither."""
    rows = [{"comment": comment, "mark": mark or None} for comment, mark in marks.items()]
    connection.execute(_NOTE, rows)


def said_by_many(connection: Connection, digests: Collection[str], participant: str) -> set[str]:
    """Return those of these words that many said, a participant among them.

    Who said them before gets the sign when it is many for the first time; no more is read then.
    """
    return {each for each in digests if _is_of_many(connection, each, participant)}


def _is_of_many(connection: Connection, digest: str, *senders: str) -> bool:
    signed = f"{FROM_MANY}{digest}"
    if _KNOWN.all(connection, of_many=signed):
        return True
    before = {"unsigned": digest, "at_once": f"{SENT_AT_ONCE}{digest}"}
    found = {each for (each,) in _OTHERS.all(connection, **before)}
    if len(found | {*senders}) < MANY:
        return False
    _sign(connection, digest)
    return True


def marked(connection: Connection, after: str, most: int) -> list[MarkedComment]:
    """Return comments that have a mark, by id, after an id."""
    texts = (comment_versions.c[name] for name in ("body", "proposed_text", "reason"))
    query = (
        select(comments.c.id, submissions.c.policy, _MARK, *texts)
        .join(submissions, submissions.c.id == comments.c.submission_id)
        .join(comment_versions, LATEST_VERSION)
        .where(_MARK.is_not(None), comments.c.id > after)
        .order_by(comments.c.id)
        .limit(most)
    )
    return [
        MarkedComment(row.id, row.policy, row.text_mark, tuple(each or "" for each in row[3:]))
        for row in connection.execute(query)
    ]


def replace(connection: Connection, marks: Mapping[tuple[str, str], str]) -> None:
    """Note other marks, by comment and the mark that it still has."""
    rows = [
        {"comment": comment, "was": was, "mark": mark} for (comment, was), mark in marks.items()
    ]
    if rows:
        connection.execute(_NOTE.where(bindparam("was") == _MARK), rows)


def sign_all(connection: Connection, marks: Collection[str]) -> None:
    """Sign all comments with the words of any of these marks, where many said them."""
    many = {mark.removeprefix(FROM_MANY) for mark in marks if mark.startswith(FROM_MANY)}
    unsigned = (mark for mark in marks if not mark.startswith(FROM_MANY))
    few = {mark.removeprefix(SENT_AT_ONCE) for mark in unsigned} - many - {""}
    many |= {each for each in few if _is_of_many(connection, each)}
    for digest in many - {""}:
        _sign(connection, digest)


def automatic_ones(_policy_id: str) -> Select[tuple[str]]:
    """Return the query for the comments that look automatic, of a policy and of others."""
    return select(comments.c.id).where(_LOOKS_AUTOMATIC)


def _sign(connection: Connection, digest: str) -> None:
    unsigned = update(comments).where(_MARK.in_(_unsigned({digest})))
    connection.execute(unsigned.values(text_mark=f"{FROM_MANY}{digest}"))


def _unsigned(digests: Collection[str]) -> list[str]:
    return [f"{sign}{each}" for each in digests for sign in ("", SENT_AT_ONCE)]
