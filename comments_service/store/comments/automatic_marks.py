"""By what comments look as if a program had sent them: a sign and a digest of their words."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, Connection, Select, bindparam, exists, false, select, update

from comments_service.domain.comments.automatic_signs import FROM_MANY, MANY, SENT_AT_ONCE
from comments_service.store.database.prepared import Prepared
from comments_service.store.database.tables import comment_states, comments, submissions

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
# Each sign is more than any digest.
_LOOKS_AUTOMATIC: ColumnElement[bool] = min(FROM_MANY, SENT_AT_ONCE) <= _MARK
# One inside the other, or SQLite would begin with the states, of which there are many.
_SHOWN = exists().where(
    comment_states.c.comment == comments.c.id,
    comment_states.c.policy == bindparam("policy"),
    comment_states.c.sealed == false(),
)
ANY_AUTOMATIC = exists().where(_LOOKS_AUTOMATIC, _SHOWN.correlate(comments))
"""Whether any comment on a ``policy`` that is not sealed looks automatic."""


def note(connection: Connection, marks: Mapping[str, str]) -> None:
    """Note sign and digest of comments, by their ids; empty where there is neither."""
    rows = [{"comment": comment, "mark": mark or None} for comment, mark in marks.items()]
    connection.execute(_NOTE, rows)


def said_by_many(connection: Connection, digests: Collection[str], participant: str) -> set[str]:
    """Return those of these words that many said, a participant among them.

    Who said them before gets the sign when it is many for the first time; no more is read then.
    """
    return {each for each in digests if _is_of_many(connection, each, participant)}


def _is_of_many(connection: Connection, digest: str, participant: str) -> bool:
    signed = f"{FROM_MANY}{digest}"
    if _KNOWN.all(connection, of_many=signed):
        return True
    before = {"unsigned": digest, "at_once": f"{SENT_AT_ONCE}{digest}"}
    senders = {each for (each,) in _OTHERS.all(connection, **before)} | {participant}
    if len(senders) < MANY:
        return False
    mine = update(comments).where(_MARK.in_(before.values()))
    connection.execute(mine.values(text_mark=signed))
    return True


def automatic_ones(_policy_id: str) -> Select[tuple[str]]:
    """Return the query for the comments that look automatic, of a policy and of others."""
    return select(comments.c.id).where(_LOOKS_AUTOMATIC)
