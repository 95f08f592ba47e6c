"""How far each consultation's comments have come, from the folded counts."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from comments_service.domain.states.comment_state import CommentProgress
from comments_service.store.comments.comment_counts import Split
from comments_service.store.database.tables import comment_counts


@dataclass(frozen=True, slots=True)
class Progress:
    """来件 and comments, none sealed: by what is done (a partition), and by stage."""

    submissions: int = 0
    comments: int = 0
    undecided: int = 0
    proposed: int = 0
    released: int = 0
    withdrawn: int = 0
    stages: Counter[str] = field(default_factory=Counter)


_PARTS = {
    **dict.fromkeys(
        (
            CommentProgress.RECEIVED.value,
            CommentProgress.SORTED.value,
            CommentProgress.STUDIED.value,
        ),
        "undecided",
    ),
    CommentProgress.DECIDED.value: "proposed",
    CommentProgress.ANSWERED.value: "released",
    CommentProgress.WITHDRAWN.value: "withdrawn",
}


def by_policy(connection: Connection, policies: Collection[str]) -> dict[str, Progress]:
    """Return how far those policies are that have comments, by their id."""
    cell = comment_counts.c
    groups = (cell.policy, cell.split, cell.sealed, cell.state, cell.stage)
    query = select(*groups, func.sum(cell.number)).where(
        cell.policy.in_(policies), cell.split.in_((Split.WHOLE, Split.SUBMISSION))
    )
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    stages: dict[str, Counter[str]] = defaultdict(Counter)
    for policy, split, sealed, state, stage, number in connection.execute(query.group_by(*groups)):
        if split == Split.SUBMISSION:
            parts[policy]["submissions"] += number
        elif not sealed:
            parts[policy].update({"comments": number, _PARTS[state]: number})
            stages[policy][stage] += number
    return {policy: Progress(**counted, stages=stages[policy]) for policy, counted in parts.items()}
