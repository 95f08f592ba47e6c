"""Looking up what became of a submission, by receipt number and query code."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from catalogue.window import CHINA, china_day
from comments_service.domain.comments import receipt_number
from comments_service.domain.comments.submission import StoredComment, StoredSubmission
from comments_service.domain.errors import UnknownReceipt
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.services.ledger.flood_limits import (
    NOBODY,
    Caller,
    note_wrong_lookup,
    require_room,
)
from comments_service.services.service import Service
from comments_service.store.accounts.address_turns import Deed
from comments_service.store.comments import submissions
from comments_service.store.ledger import restorations


@dataclass(frozen=True, slots=True)
class SubmissionStatus:
    """A submission as its sender may see it."""

    submission: StoredSubmission

    @property
    def state(self) -> str:
        """How far the whole has come: as its slowest comment; withdrawn where all are."""
        states = {each.state for each in self.submission.comments}
        return str(next(each for each in CommentProgress if each in states))

    @property
    def answers(self) -> tuple[StoredComment, ...]:
        """What was published of it so far, in the order of the comments."""
        return tuple(each for each in self.submission.comments if each.decision)


def look_up(service: Service, number: str, code: str, caller: Caller = NOBODY) -> SubmissionStatus:
    """Return the submission of a receipt; ``UnknownReceipt`` where number or code is wrong.

    Both are read as people type them: with or without hyphens and spaces. An unknown number
    costs the same work as a known one with a wrong code, so that the time tells nothing:
    one query, one decryption, one comparison. ``TooMany`` where too many wrong ones came
    from the address.
    """
    try:
        return _found(service, number, code, caller)
    except UnknownReceipt:
        note_wrong_lookup(service, caller)
        raise


def _found(service: Service, number: str, code: str, caller: Caller) -> SubmissionStatus:
    written = receipt_number.normalise(number)
    with service.database.read() as connection:
        require_room(service, connection, Deed.WRONG_LOOKUP, caller)
        if written is None:
            raise UnknownReceipt
        submission_id, kept = submissions.query_code(connection, service.keyring, written)
        right = receipt_number.same_query_code(code, kept)
        if not right or submission_id is None:
            raise UnknownReceipt(_lost_span(connection, written))
        submission = submissions.by_id(connection, service.keyring, submission_id)
    if submission is None:
        raise UnknownReceipt
    return SubmissionStatus(submission)


def _lost_span(connection: Connection, number: str) -> tuple[datetime, datetime] | None:
    """Return the span lost with an earlier database that the day of a number lies in."""
    day = receipt_number.day_of(number)
    for each in restorations.every(connection):
        if china_day(each.lost_from) <= day <= china_day(each.lost_to):
            return each.lost_from, each.lost_to
    return None


def received_at(submission: StoredSubmission) -> str:
    """Write the instant of receipt in Beijing time, always with milliseconds (RFC 3339)."""
    return submission.received_at.astimezone(CHINA).isoformat(timespec="milliseconds")
