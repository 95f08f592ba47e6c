"""Whether every comment that the ledger says came in is there, and no other."""

from sqlalchemy import Connection

from comments_service.domain.entry_types import body_of
from comments_service.domain.submission_entries import (
    RECEIVED,
    SubmissionReceived,
    SubmissionReceivedEarlier,
)
from comments_service.exports.data import ExportError
from comments_service.store import ledger, submissions

_MOST_NAMED = 5


def require_every_comment(connection: Connection, policy_id: str, log_size: int) -> None:
    """``ExportError`` that names the comments that are missing, or that nobody received."""
    kept = set(submissions.comment_ids(connection, policy_id, log_size))
    missing = []
    for entry in ledger.of_stream(connection, policy_id, RECEIVED, log_size):
        body = body_of(entry)
        if isinstance(body, SubmissionReceived | SubmissionReceivedEarlier):
            here = [each.id for each in body.comments]
            missing += [f"{each} (entry {entry.id})" for each in here if each not in kept]
            kept -= set(here)
    faults = [f"the ledger has comment {each}, the tables have not" for each in missing]
    faults += [f"the tables have comment {each}, the ledger has not" for each in sorted(kept)]
    more = [f"{len(faults) - _MOST_NAMED} more"] if len(faults) > _MOST_NAMED else []
    if faults:
        raise ExportError("; ".join([f"{policy_id}: {faults[0]}", *faults[1:_MOST_NAMED], *more]))
