"""Comments as the register reads them (台账), from the database: one by one, names masked."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from comments_service.domain.masking import mask_name
from comments_service.domain.register_row import RegisterRow
from comments_service.domain.submission import COMMERCIAL_SECRET, StoredComment, StoredSubmission
from comments_service.keyring import Keyring
from comments_service.store import submissions


@dataclass(frozen=True, slots=True)
class RegisterRows:
    """A policy's comments up to an entry, by receipt, none sealed; read anew each time."""

    connection: Connection
    keyring: Keyring
    policy_id: str
    log_size: int
    masked: bool

    def __iter__(self) -> Iterator[RegisterRow]:
        """Yield the rows."""
        for each in submissions.of_policy(
            self.connection, self.keyring, self.policy_id, self.log_size
        ):
            for comment in each.comments:
                yield register_row(each, comment, masked=self.masked)


def register_row(
    submission: StoredSubmission, comment: StoredComment, *, masked: bool
) -> RegisterRow:
    """Return a comment with its released decision."""
    clause, decision = comment.clause, comment.decision
    hidden = masked and comment.confidential
    return RegisterRow(
        comment=comment.id,
        number=f"{comment.serial}-{comment.position + 1}",
        changed=comment.changed,
        wid=clause.wid,
        citation=clause.citation,
        clause_text=clause.text,
        body="" if hidden else comment.body,
        proposed_text="" if hidden else comment.proposed_text,
        comment_reason="" if hidden else comment.reason,
        stance=comment.stance,
        who=masked_who(submission) if masked else _who(submission),
        kind=submission.participant,
        channel=submission.channel,
        posted_on=submission.posted_on,
        received_on=submission.received_on,
        late=comment.late,
        state=comment.state,
        disposition=decision.disposition if decision else None,
        released=decision is not None,
        reason=decision.reason if decision else "",
        summary=decision.summary if decision else "",
        to_wid=decision.to_wid if decision else None,
        to_citation=decision.to_citation if decision else "",
        later=decision.later if decision else "",
        withheld=COMMERCIAL_SECRET if hidden else "",
    )


def _who(submission: StoredSubmission) -> str:
    return submission.personal.organisation or submission.personal.name


def masked_who(submission: StoredSubmission) -> str:
    """Return how the public reads who sent it."""
    personal, consent = submission.personal, submission.consent_publish_name
    return mask_name(
        submission.participant, personal.name, personal.organisation, personal.place, consent
    )
