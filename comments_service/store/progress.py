"""How far each consultation's comments have come, from the folded counts."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, case, false, func, select

from comments_service.domain.reconciliation import State
from comments_service.store.tables import comment_counts, comment_states


@dataclass(frozen=True, slots=True)
class Progress:
    """Submissions (件) and comments (条), sealed ones not among the comments.

    ``unchecked`` were entered and wait for another's check; of the comments ``undecided``
    have no decision, ``proposed`` wait for release, ``released`` are answered.
    """

    submissions: int = 0
    comments: int = 0
    unchecked: int = 0
    undecided: int = 0
    proposed: int = 0
    released: int = 0


_UNDECIDED = (State.RECEIVED.value, State.SORTED.value, State.STUDIED.value)


def by_policy(connection: Connection, policies: Collection[str]) -> dict[str, Progress]:
    """Return how far those policies are that have comments, by their id."""
    cell, state = comment_counts.c, comment_counts.c.state
    # Submissions are numbered within their policy.
    last = select(func.max(comment_states.c.serial)).where(comment_states.c.policy == cell.policy)
    query = (
        select(
            cell.policy,
            last.scalar_subquery(),
            _sum(cell.sealed == false()),
            _sum(and_(cell.sealed == false(), cell.unchecked)),
            _sum(and_(cell.sealed == false(), state.in_(_UNDECIDED))),
            _sum(and_(cell.sealed == false(), state == State.DECIDED.value)),
            _sum(and_(cell.sealed == false(), state == State.ANSWERED.value)),
        )
        .where(cell.policy.in_(policies))
        .group_by(cell.policy)
    )
    return {row[0]: Progress(*row[1:]) for row in connection.execute(query)}


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    number = case((condition, comment_counts.c.number), else_=0)
    return func.coalesce(func.sum(number), 0)
