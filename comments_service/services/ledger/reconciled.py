"""Whether rows and ledger agree on a policy, before anything about it leaves the house."""

from collections.abc import Iterator, Mapping
from itertools import islice

from comments_service.domain.errors import NotReconciled
from comments_service.domain.ledger.entries import RebuiltStates
from comments_service.domain.ledger.entry_types import body_of
from comments_service.domain.ledger.submission_entries import RECEIVED
from comments_service.domain.states.comment_state import CommentState
from comments_service.store.comments import comment_states, submissions
from comments_service.store.ledger import ledger
from comments_service.store.ledger.ledger import PolicyCut

# At most so many are named; `db check` names them all.
_NAMED = 10


def reconciled_counts(cut: PolicyCut) -> tuple[int, int]:
    """Count (submissions, comments) by the ledger alone; ``NotReconciled`` names other rows."""
    states = RebuiltStates()
    sent = comments = 0
    for entry in ledger.whole_stream(cut.connection, cut.policy):
        try:
            body = body_of(entry)
            body.fold(entry, states)
        except (ValueError, LookupError):
            _refuse([f"#{entry.id}"])
        sent += entry.type == RECEIVED
        comments += body.comments_added()
    _refuse(list(islice(_faults(cut, states.states), _NAMED)))
    return sent, comments


def _faults(cut: PolicyCut, right: Mapping[str, CommentState]) -> Iterator[str]:
    """Yield each comment of which a row is missing or differs, by number and id."""
    unlike, gone = set(right), set(right)
    for stored in comment_states.numbered(cut.connection, cut.policy):
        if right.get(stored.comment) == stored:
            unlike.discard(stored.comment)
        elif stored.comment not in right:
            yield _name(stored)
    for comment, decision in submissions.present(cut.connection, cut.policy):
        if comment in right and right[comment].decision == decision:
            gone.discard(comment)
    for each in sorted(unlike | gone, key=lambda id_: right[id_].entry):
        yield _name(right[each])


def _name(state: CommentState) -> str:
    return f"{state.number} ({state.comment})"


def _refuse(names: list[str]) -> None:
    if names:
        raise NotReconciled(names)
