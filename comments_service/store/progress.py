"""How far each consultation's comments have come, from the folded counts."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from comments_service.domain.reconciliation import State
from comments_service.store.tables import comment_counts, comment_states


@dataclass(frozen=True, slots=True)
class Progress:
    """来件 and comments (none sealed): unchecked, undecided, proposed, released."""

    submissions: int = 0
    comments: int = 0
    unchecked: int = 0
    undecided: int = 0
    proposed: int = 0
    released: int = 0


_PARTS = {
    **dict.fromkeys((State.RECEIVED.value, State.SORTED.value, State.STUDIED.value), "undecided"),
    State.DECIDED.value: "proposed",
    State.ANSWERED.value: "released",
}


def by_policy(connection: Connection, policies: Collection[str]) -> dict[str, Progress]:
    """Return how far those policies are that have comments, by their id."""
    cell = comment_counts.c
    # Submissions are numbered within their policy.
    last = select(func.max(comment_states.c.serial)).where(comment_states.c.policy == cell.policy)
    # In the order of an index, so that it is read once and nothing is sorted.
    groups = (cell.policy, cell.sealed, cell.state, cell.disposition, cell.unchecked)
    query = select(*groups, func.sum(cell.number), last.scalar_subquery())
    rows = connection.execute(query.where(cell.policy.in_(policies)).group_by(*groups))
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    for policy, sealed, state, _, unchecked, number, submissions in rows:
        counted = parts[policy]
        counted["submissions"] = submissions or 0
        if not sealed:
            counted["comments"] += number
            counted["unchecked"] += number if unchecked else 0
            if state in _PARTS:
                counted[_PARTS[state]] += number
    return {policy: Progress(**counted) for policy, counted in parts.items()}
