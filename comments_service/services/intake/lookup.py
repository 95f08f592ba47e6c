"""Looking up what became of a submission, by receipt number and query code."""

from dataclasses import dataclass
from datetime import datetime

from catalogue.window import CHINA
from comments_service.domain.comments.submission import StoredComment, StoredSubmission
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.services.intake.receipt_holder import ShownReceipt, require_holder
from comments_service.services.ledger.flood_limits import NOBODY, Caller
from comments_service.services.service import Service


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
    """Return the submission of a receipt; raises as ``require_holder``."""
    return SubmissionStatus(require_holder(service, ShownReceipt(number, code, caller)))


def received_at(submission: StoredSubmission) -> str:
    """Write the instant of receipt in Beijing time, always with milliseconds (RFC 3339)."""
    return received_text(submission.received_at)


def received_text(at: datetime) -> str:
    """Write the instant of a receipt like that of a submission."""
    return at.astimezone(CHINA).isoformat(timespec="milliseconds")
