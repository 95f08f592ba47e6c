"""What happened to a comment or a submission, as the ledger tells it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, bindparam, insert, or_, select

from comments_service.domain.comments.decision import StoredDecision
from comments_service.domain.ledger.decision_entries import DecisionProposed, DecisionsReleased
from comments_service.domain.ledger.public_entries import CommentRevised, CommentWithdrawn
from comments_service.domain.states.comment_state import CommentState
from comments_service.store.comments.decision_rows import DECISION, decision_of
from comments_service.store.database.tables import (
    comment_states,
    decisions,
    ledger,
    name_views,
    staff,
)

_SUBJECTS = select(ledger.c.id).where(
    ledger.c.subject.in_([bindparam("comment"), bindparam("submission")])
)
_ANSWERED = select(comment_states.c.answered).where(
    comment_states.c.comment == bindparam("comment")
)
# A release names all of its comments; it is an entry about the policy. The last is known, and
# others are looked for where there is a second decision: else this is no policy.
_IF_SEVERAL = (
    select(decisions.c.policy)
    .where(decisions.c.comment_id == bindparam("comment"))
    .offset(1)
    .limit(1)
    .scalar_subquery()
)
_RELEASES = select(ledger.c.id).where(
    ledger.c.stream == _IF_SEVERAL,
    ledger.c.type == DecisionsReleased.type,
    ledger.c.id > bindparam("entry"),
    ledger.c.body.contains(bindparam("comment")),
)
_TOLD = (
    select(ledger.c.at, ledger.c.type, ledger.c.actor, staff.c.name, name_views.c.reason, *DECISION)
    .select_from(
        ledger.outerjoin(staff, staff.c.id == ledger.c.actor)
        .outerjoin(
            decisions,
            and_(decisions.c.entry == ledger.c.id, decisions.c.comment_id == bindparam("comment")),
        )
        .outerjoin(name_views, name_views.c.entry == ledger.c.id)
    )
    .order_by(ledger.c.id)
)
_OF_COMMENT = _TOLD.where(
    ledger.c.id.in_(_SUBJECTS.union_all(_ANSWERED, _RELEASES)),
    or_(ledger.c.type != DecisionProposed.type, decisions.c.id.is_not(None)),
)
_OF_SUBMISSION = _TOLD.where(ledger.c.subject == bindparam("submission"))
_BY_SENDER = (
    select(ledger.c.subject, ledger.c.at, ledger.c.type)
    .where(ledger.c.subject.in_(bindparam("comments", expanding=True)))
    .where(ledger.c.type.in_([CommentRevised.type, CommentWithdrawn.type]))
    .order_by(ledger.c.id)
)


class Happening(NamedTuple):
    """An entry, by whom (id and name); of a comment ``why`` a real name was looked at."""

    at: datetime
    type: str
    actor: str
    name: str
    why: str
    decision: StoredDecision | None


class SenderChange(NamedTuple):
    """A comment was changed or withdrawn by whoever sent it."""

    comment: str
    at: datetime
    type: str


def of_comment(connection: Connection, state: CommentState) -> list[Happening]:
    """Return what happened to a comment and its submission, the first first."""
    values = {"submission": state.submission, "comment": state.comment}
    return _happenings(connection, _OF_COMMENT, entry=state.entry - 1, **values)


def of_submission(connection: Connection, submission: str) -> list[Happening]:
    """Return what was entered about a submission itself, in order."""
    return _happenings(connection, _OF_SUBMISSION, submission=submission, comment="")


def by_sender(connection: Connection, comments: Collection[str]) -> list[SenderChange]:
    """Return what senders changed of these comments, in order."""
    rows = connection.execute(_BY_SENDER, {"comments": list(comments)})
    return [SenderChange(*row) for row in rows]


def _happenings(connection: Connection, query: Select[Any], **values: Any) -> list[Happening]:
    found = []
    for row in connection.execute(query, values):
        decision = decision_of(row) if row.d_id else None
        who = row.actor, row.name or ""
        found.append(Happening(row.at, row.type, *who, row.reason or "", decision))
    return found


def note_view(connection: Connection, entry: int, comment_id: str, reason: str, salt: str) -> None:
    """Write down why a real name was looked at; that it was, and by whom, the entry says."""
    values = {"entry": entry, "comment_id": comment_id, "reason": reason, "salt": salt}
    connection.execute(insert(name_views), values)
