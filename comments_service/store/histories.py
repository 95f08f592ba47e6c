"""What happened to one comment, as the ledger tells it, with the decisions made on the way."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, insert, literal, or_, select

from comments_service.domain.decision import StoredDecision
from comments_service.domain.decision_entries import DecisionProposed, DecisionsReleased
from comments_service.store.decisions import DECISION, decision_of
from comments_service.store.tables import comment_states, decisions, ledger, name_views, staff

_SUBJECTS = select(ledger.c.id).where(
    ledger.c.subject.in_([bindparam("comment"), bindparam("submission")])
)
_ANSWERED = select(comment_states.c.answered).where(
    comment_states.c.comment == bindparam("comment")
)
# A release names all of its comments; it is an entry about the policy. The last is known, and
# others are looked for where there is a second decision: else this type is none.
_IF_SEVERAL = (
    select(literal(DecisionsReleased.type))
    .where(decisions.c.comment_id == bindparam("comment"))
    .offset(1)
    .limit(1)
    .scalar_subquery()
)
_RELEASES = select(ledger.c.id).where(
    ledger.c.stream == bindparam("policy"),
    ledger.c.type == _IF_SEVERAL,
    ledger.c.id > bindparam("entry"),
    ledger.c.body.contains(bindparam("comment")),
)
_HISTORY = (
    select(ledger.c.at, ledger.c.type, ledger.c.actor, staff.c.name, name_views.c.reason, *DECISION)
    .select_from(
        ledger.outerjoin(staff, staff.c.id == ledger.c.actor)
        .outerjoin(
            decisions,
            and_(decisions.c.entry == ledger.c.id, decisions.c.comment_id == bindparam("comment")),
        )
        .outerjoin(name_views, name_views.c.entry == ledger.c.id)
    )
    .where(ledger.c.id.in_(_SUBJECTS.union_all(_ANSWERED, _RELEASES)))
    .where(or_(ledger.c.type != DecisionProposed.type, decisions.c.id.is_not(None)))
    .order_by(ledger.c.id)
)


class Happening(NamedTuple):
    """An entry about a comment, by an id and a name; ``why`` a real name was looked at."""

    at: datetime
    type: str
    actor: str
    name: str
    why: str
    decision: StoredDecision | None


def history(
    connection: Connection, policy: str, submission: str, comment: str, entry: int
) -> list[Happening]:
    """Return what happened to a comment since its entry, the first first."""
    values = {"policy": policy, "submission": submission, "comment": comment, "entry": entry}
    return [
        Happening(
            row.at,
            row.type,
            row.actor,
            row.name or "",
            row.reason or "",
            decision_of(row) if row.d_id else None,
        )
        for row in connection.execute(_HISTORY, values)
    ]


_INSERT = insert(name_views)


def note_view(connection: Connection, entry: int, comment_id: str, reason: str, salt: str) -> None:
    """Write down why a real name was looked at; that it was, and by whom, the entry says."""
    values = {"entry": entry, "comment_id": comment_id, "reason": reason, "salt": salt}
    connection.execute(_INSERT, values)
