"""How far each consultation's comments have come, from the folded counts."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from comments_service.domain.reconciliation import State
from comments_service.store.comment_counts import Split
from comments_service.store.tables import comment_counts


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
    groups = (cell.policy, cell.split, cell.sealed, cell.state, cell.unchecked)
    query = select(*groups, func.sum(cell.number)).where(
        cell.policy.in_(policies), cell.split.in_((Split.WHOLE, Split.SUBMISSION))
    )
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    for policy, split, sealed, state, unchecked, number in connection.execute(
        query.group_by(*groups)
    ):
        counted = parts[policy]
        if split == Split.SUBMISSION:
            counted["submissions"] += number
        elif not sealed:
            counted["comments"] += number
            counted["unchecked"] += number if unchecked else 0
            if state in _PARTS:
                counted[_PARTS[state]] += number
    return {policy: Progress(**counted) for policy, counted in parts.items()}
