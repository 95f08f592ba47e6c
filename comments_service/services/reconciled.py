"""Whether every comment that the ledger received stands in the rows, and no other."""

from collections.abc import Iterator

from sqlalchemy import Connection

from comments_service.domain.entry_types import body_of
from comments_service.domain.submission_entries import (
    RECEIVED,
    SubmissionReceived,
    SubmissionReceivedEarlier,
)
from comments_service.store import comment_states, ledger, submissions


class NotReconciledError(RuntimeError):
    """Rows and ledger do not agree, so no figures can be given; one line for each comment."""


def require_reconciled(connection: Connection, policy_id: str, log_size: int) -> None:
    """``NotReconciledError`` where a comment of the ledger lacks a row, or a row its entry.

    What the rows say, ``db check`` compares; here the question is only whether all are there.
    """
    found = list(_missing(connection, policy_id, log_size))
    if found:
        said = "rows and ledger do not reconcile; `db check` says more"
        raise NotReconciledError("\n".join([f"{policy_id}: {said}", *found]))


def _missing(connection: Connection, policy_id: str, log_size: int) -> Iterator[str]:
    told: dict[str, int] = {}
    for entry in ledger.of_stream(connection, policy_id, RECEIVED, log_size):
        body = body_of(entry)
        if isinstance(body, SubmissionReceived | SubmissionReceivedEarlier):
            told.update((each.id, entry.id) for each in body.comments)
    for comment in submissions.whole_rows(connection, policy_id, log_size):
        if told.pop(comment, None) is None:
            yield f"comment {comment}: in the rows, not in the ledger"
    states = comment_states.named(connection, told)
    for comment, number in told.items():
        name = f" ({states[comment].number})" if comment in states else ""
        yield f"comment {comment}{name}: entry {number} of the ledger has it, a row of it is gone"
