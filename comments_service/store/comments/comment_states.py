"""The stored states of comments, which entries are folded into; counted as they change."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from comments_service.domain.states.comment_state import CommentProgress, CommentState
from comments_service.store.comments import comment_counts
from comments_service.store.database.streaming import streamed
from comments_service.store.database.tables import comment_states

_NAMES = tuple(each.name for each in fields(CommentState))
# What a comment keeps for good; the indexes over it alone are not written again.
_KEPT = {
    "comment", "submission", "policy", "window", "serial", "position", "channel", "kind", "day",
    "entry",
}  # fmt: skip
# The stage follows from the others; the register is narrowed by it.
_WRITTEN = (*_NAMES, "stage")
_CHANGING = tuple(name for name in _WRITTEN if name not in _KEPT)
_AT_ONCE = 500
COLUMNS = tuple(comment_states.c[name] for name in _NAMES)
"""The columns in the order of ``CommentState``'s fields."""
_NAMED = select(*COLUMNS).where(comment_states.c.comment.in_(bindparam("ids", expanding=True)))
_OF_POLICY = (
    select(*COLUMNS)
    .where(comment_states.c.policy == bindparam("policy"))
    .order_by(comment_states.c.serial, comment_states.c.position)
)
_OF_SUBMISSION = (
    select(*COLUMNS)
    .where(comment_states.c.submission == bindparam("submission"))
    .order_by(comment_states.c.position)
)
_WAITING = (
    select(comment_states.c.comment)
    .where(comment_states.c.proposal.is_not(None))
    .order_by(comment_states.c.proposer, comment_states.c.serial, comment_states.c.position)
)
_INSERT = insert(comment_states)
_UPDATE = (
    update(comment_states)
    .where(comment_states.c.comment == bindparam("of_comment"))
    .values({name: bindparam(name) for name in _CHANGING})
)
_LAST_SERIAL = select(func.coalesce(func.max(comment_states.c.serial), 0)).where(
    comment_states.c.policy == bindparam("policy")
)


def state_of(row: Iterable[Any]) -> CommentState:
    """Return the state in a row of ``COLUMNS``."""
    values = dict(zip(_NAMES, row, strict=True))
    return CommentState(**{**values, "state": CommentProgress(values["state"])})


def named(connection: Connection, ids: Collection[str]) -> dict[str, CommentState]:
    """Return the states of those comments that there are, by id."""
    wanted, found = list(ids), {}
    for begin in range(0, len(wanted), _AT_ONCE):
        for row in connection.execute(_NAMED, {"ids": wanted[begin : begin + _AT_ONCE]}):
            state = state_of(row)
            found[state.comment] = state
    return found


def of_submission(connection: Connection, submission_id: str) -> list[CommentState]:
    """Return the states of a submission's comments in their order, sealed ones too."""
    found = connection.execute(_OF_SUBMISSION, {"submission": submission_id})
    return [state_of(row) for row in found]


def waiting(
    connection: Connection, policy_id: str, officer_id: str, most: int, *, own: bool
) -> list[str]:
    """Return comments whose proposal waits for its release, the officer's own or all others'."""
    proposer = comment_states.c.proposer
    query = _WAITING.where(comment_states.c.policy == policy_id).limit(most)
    # Others' are before and behind the own ones, of which there may be many.
    sides = [proposer == officer_id] if own else [proposer < officer_id, proposer > officer_id]
    found = [name for side in sides for name in connection.execute(query.where(side)).scalars()]
    return found[:most]


def every(connection: Connection) -> Iterator[tuple[CommentState, str]]:
    """Yield all states, each with its stage as it is kept, in no order."""
    rows = streamed(connection, select(*COLUMNS, comment_states.c.stage))
    return ((state_of(values), stage) for *values, stage in rows)


def numbered(connection: Connection, policy_id: str) -> Iterator[CommentState]:
    """Yield the states of a policy's comments, in the order of their numbers."""
    return map(state_of, streamed(connection, _OF_POLICY.params(policy=policy_id)))


class StoredStates:
    """The states in the database, within the caller's transaction under the write lock."""

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
        if new:
            self._connection.execute(_INSERT, new)
        if changed:
            rows = [{**_row(each, _CHANGING), "of_comment": each.comment} for each in changed]
            self._connection.execute(_UPDATE, rows)
        comment_counts.note(
            self._connection, [(self._before.pop(e.comment, None), e) for e in after]
        )

    def next_serial(self, policy: str) -> int:
        """Return the number that the next submission of a policy gets."""
        last = self._connection.execute(_LAST_SERIAL, {"policy": policy}).scalar_one()
        return int(last) + 1


def _row(state: CommentState, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(state, name) for name in names}
