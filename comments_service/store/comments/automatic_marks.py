"""By what comments look as if a program had sent them: a sign and a digest of their words."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, Connection, Select, bindparam, exists, false, select, update

from comments_service.domain.comments.automatic_signs import FROM_MANY, MANY, SENT_AT_ONCE
from comments_service.store.database.tables import comment_states, comments, submissions

_MARK = comments.c.text_mark
_NOTE = (
    update(comments)
    .where(comments.c.id == bindparam("comment"))
    .values(text_mark=bindparam("mark"))
)
_SENDERS = (
    select(_MARK, submissions.c.participant_id)
    .join(submissions, submissions.c.id == comments.c.submission_id)
    .where(_MARK.in_(bindparam("marks", expanding=True)))
    .distinct()
)
_KNOWN = select(_MARK).where(_MARK.in_(bindparam("marks", expanding=True))).distinct()
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


def note_seconds(connection: Connection, submission_id: str, seconds: int) -> None:
    """Note how long after its token was given out a submission came."""
    mine = update(submissions).where(submissions.c.id == submission_id)
    connection.execute(mine.values(filled_seconds=seconds))


def note(connection: Connection, marks: Mapping[str, str]) -> None:
    """Note sign and digest of comments, by their ids; empty where there is neither."""
    rows = [{"comment": comment, "mark": mark or None} for comment, mark in marks.items()]
    connection.execute(_NOTE, rows)


def said_by_many(connection: Connection, digests: Collection[str], participant: str) -> set[str]:
    """Return those of these words that many said, a participant among them.

    Who said them before gets the sign when it is many for the first time; no more is read then.
    """
    if not digests:
        return set()
    signed = [f"{FROM_MANY}{each}" for each in digests]
    found = connection.execute(_KNOWN, {"marks": signed}).scalars()
    many = {mark.removeprefix(FROM_MANY) for mark in found}
    senders: dict[str, set[str]] = defaultdict(set)
    for mark, sender in connection.execute(_SENDERS, {"marks": _unsigned(set(digests) - many)}):
        senders[mark.removeprefix(SENT_AT_ONCE)] |= {sender, participant}
    for digest in (each for each, who in senders.items() if len(who) >= MANY):
        before = update(comments).where(_MARK.in_(_unsigned({digest})))
        connection.execute(before.values(text_mark=f"{FROM_MANY}{digest}"))
        many.add(digest)
    return many


def automatic_ones(_policy_id: str) -> Select[tuple[str]]:
    """Return the query for the comments that look automatic, of a policy and of others."""
    return select(comments.c.id).where(_LOOKS_AUTOMATIC)


def _unsigned(digests: Collection[str]) -> list[str]:
    return [f"{sign}{each}" for each in digests for sign in ("", SENT_AT_ONCE)]
