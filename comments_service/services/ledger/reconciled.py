"""Whether rows and ledger agree on a policy, before anything about it leaves the house."""

from collections.abc import Iterator, Mapping
from itertools import islice

from sqlalchemy import Connection

from comments_service.domain.errors import NotReconciled
from comments_service.domain.ledger.entries import RebuiltStates
from comments_service.domain.ledger.entry_types import body_of
from comments_service.domain.ledger.submission_entries import RECEIVED
from comments_service.domain.states.comment_state import CommentState
from comments_service.store.comments import comment_states, submissions
from comments_service.store.ledger import ledger

# So many are named; `db check` names them all.
_NAMED = 10


def reconciled_counts(connection: Connection, policy_id: str, log_size: int) -> tuple[int, int]:
    """Count (submissions, comments) by the ledger alone; ``NotReconciled`` names other rows."""
    states = RebuiltStates()
    sent = comments = 0
    for entry in ledger.whole_stream(connection, policy_id):
        try:
            body = body_of(entry)
            body.fold(entry, states)
        except (ValueError, LookupError):
            _refuse([f"#{entry.id}"])
        if entry.id <= log_size:
            sent += entry.type == RECEIVED
            comments += body.comments_added()
    _refuse(list(islice(_faults(connection, policy_id, states.states), _NAMED)))
    return sent, comments


def _faults(
    connection: Connection, policy_id: str, right: Mapping[str, CommentState]
) -> Iterator[str]:
    """Name each comment of which a row is missing or stands otherwise, by number and id."""
    unlike, gone = set(right), set(right)
    for stored in comment_states.numbered(connection, policy_id):
        if right.get(stored.comment) == stored:
            unlike.discard(stored.comment)
        elif stored.comment not in right:
            yield _name(stored)
    for comment, decision in submissions.present(connection, policy_id):
        if comment in right and right[comment].decision == decision:
            gone.discard(comment)
    for each in sorted(unlike | gone, key=lambda id_: right[id_].entry):
        yield _name(right[each])


def _name(state: CommentState) -> str:
    return f"{state.number} ({state.comment})"


def _refuse(names: list[str]) -> None:
    if names:
        raise NotReconciled(names)
