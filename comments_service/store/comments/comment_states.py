"""The stored states of comments, which entries are folded into; counted as they change."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, false, func, insert, select, update

from comments_service.domain.states.comment_state import CommentProgress, CommentState
from comments_service.store.comments import comment_counts
from comments_service.store.database.tables import comment_states, ledger
from comments_service.store.statements.prepared import Prepared, together
from comments_service.store.statements.streaming import rows_of, streamed

_NAMES = CommentState._fields
_PROGRESS = _NAMES.index("state")
# What never changes of a comment; the indexes over it alone are not written again.
_KEPT = {
    "comment", "submission", "policy", "window", "serial", "position", "channel", "kind", "day",
    "entry",
}  # fmt: skip
# The stage follows from the others; the register is narrowed by it.
_WRITTEN = (*_NAMES, "stage")
_CHANGING = tuple(name for name in _WRITTEN if name not in _KEPT)
COLUMNS = tuple(comment_states.c[name] for name in _NAMES)
"""The columns in the order of ``CommentState``'s fields."""
_INSERT = Prepared(insert(comment_states), _WRITTEN)
_ONE = Prepared(select(*COLUMNS).where(comment_states.c.comment == bindparam("of_comment")))
_OF_SUBMISSION = Prepared(
    select(*COLUMNS)
    .where(comment_states.c.submission == bindparam("of_submission"))
    .order_by(comment_states.c.position)
)
_UPDATE = Prepared(
    update(comment_states)
    .where(comment_states.c.comment == bindparam("of_comment"))
    .values({name: bindparam(name) for name in _CHANGING})
)
_RELEASED_BY = Prepared(
    select(ledger.c.actor, func.count())
    .join(comment_states, comment_states.c.answered == ledger.c.id)
    .where(comment_states.c.policy == bindparam("of_policy"))
    .where(comment_states.c.decision.is_not(None), comment_states.c.sealed == false())
    .group_by(ledger.c.actor)
)


def state_of(row: Iterable[Any]) -> CommentState:
    """Return the state in a row of ``COLUMNS``."""
    values = list(row)
    values[_PROGRESS] = CommentProgress(values[_PROGRESS])
    return CommentState._make(values)


def named(connection: Connection, ids: Collection[str]) -> dict[str, CommentState]:
    """Return the states of those comments that there are, by id."""
    rows: Iterable[Any]
    if len(ids) == 1:
        # Nearly always it is one.
        rows = _ONE.all(connection, of_comment=next(iter(ids)))
    else:
        rows = rows_of(connection, select(*COLUMNS), comment_states.c.comment, ids)
    return {state.comment: state for state in map(state_of, rows)}


def of_submission(connection: Connection, submission_id: str) -> list[CommentState]:
    """Return the states of a submission's comments in their order, sealed ones too."""
    return [*map(state_of, _OF_SUBMISSION.all(connection, of_submission=submission_id))]


def waiting(
    connection: Connection, policy_id: str, officer_id: str, most: int, *, own: bool
) -> list[str]:
    """Return comments whose proposal waits for its release, the officer's own or all others'."""
    states, proposer = comment_states.c, comment_states.c.proposer
    query = select(states.comment).where(states.policy == policy_id, states.proposal.is_not(None))
    query = query.order_by(proposer, states.serial, states.position).limit(most)
    # Others' are before and after the own ones, of which there may be many.
    sides = [proposer == officer_id] if own else [proposer < officer_id, proposer > officer_id]
    found = [name for side in sides for name in connection.execute(query.where(side)).scalars()]
    return found[:most]


def released_by(connection: Connection, policy_id: str) -> Counter[str]:
    """Count the decisions in force that are released, none sealed, by who released them."""
    return Counter(dict(_RELEASED_BY.all(connection, of_policy=policy_id)))


def every(connection: Connection) -> Iterator[tuple[CommentState, str]]:
    """Yield all states, each with its stage as it is kept, in no order."""
    rows = streamed(connection, select(*COLUMNS, comment_states.c.stage))
    return ((state_of(values), stage) for *values, stage in rows)


def numbered(connection: Connection, policy_id: str) -> Iterator[CommentState]:
    """Yield the states of a policy's comments, in the order of their numbers."""
    query = select(*COLUMNS).where(comment_states.c.policy == policy_id)
    query = query.order_by(comment_states.c.serial, comment_states.c.position)
    return map(state_of, streamed(connection, query))


class StoredStates:
    """The states in the database, within the caller's writing transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._before: dict[str, CommentState] = {}

    def comments(self, ids: Collection[str]) -> Mapping[str, CommentState]:
        """Return the states of these comments; ``LookupError`` where one is missing."""
        found = named(self._connection, ids)
        for each in ids:
            if each not in found:
                raise LookupError(f"comment {each} has no state")
        self._before.update(found)
        return found

    def put(self, states: Iterable[CommentState]) -> None:
        """Write new states, and those changed that were asked for before."""
        after = list(states)
        new = [_row(each, _WRITTEN) for each in after if each.comment not in self._before]
        changed = [each for each in after if each.comment in self._before]
        rows = [{**_row(each, _CHANGING), "of_comment": each.comment} for each in changed]
        with together(self._connection):
            _INSERT.run(self._connection, *new)
            _UPDATE.run(self._connection, *rows)
            comment_counts.note(
                self._connection, [(self._before.pop(e.comment, None), e) for e in after]
            )


def _row(state: CommentState, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(state, name) for name in names}
