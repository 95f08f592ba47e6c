"""Comments and their answers as outcomes and reports read them, from the database."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from catalogue.results import Correction, Disposition
from comments_service.domain.code_words import DISPOSITIONS
from comments_service.domain.comment_state import CommentState
from comments_service.domain.masking import mask_name
from comments_service.domain.outcome import AnsweredComment
from comments_service.domain.register_row import RegisterRow
from comments_service.domain.submission import COMMERCIAL_SECRET, StoredComment, StoredSubmission
from comments_service.keyring import Keyring
from comments_service.services.decisions import superseded
from comments_service.store import comment_states, submissions


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
        to_wid=decision.to_wid if decision else None,
        reason=decision.reason if decision else "",
        summary=decision.summary if decision else "",
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


@dataclass(slots=True)
class Answered:
    """What there is: all states, comments that are not sealed, names that are masked in public."""

    states: dict[str, CommentState]
    comments: list[AnsweredComment] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


def answered_comments(
    connection: Connection, keyring: Keyring, policy_id: str, log_size: int
) -> Answered:
    """Return them as the caller's snapshot has them, in order of receipt, where all are there."""
    found = Answered(comment_states.of_policy(connection, policy_id))
    corrections = _corrections(connection, policy_id, log_size)
    for submission in submissions.of_policy(connection, keyring, policy_id, log_size):
        found.names.update(_masked_names(submission))
        for comment in submission.comments:
            state = found.states[comment.id]
            found.comments.append(_answered(submission, comment, state, corrections))
    return found


def _corrections(
    connection: Connection, policy_id: str, log_size: int
) -> dict[str, tuple[Correction, ...]]:
    """Return by comment what was released before what is released now, the oldest first."""
    found: dict[str, tuple[Correction, ...]] = {}
    for each in superseded(connection, policy_id, log_size):
        word = Disposition(DISPOSITIONS[each.before.disposition])
        correction = Correction(each.on, word, each.before.reason)
        found[each.comment] = (*found.get(each.comment, ()), correction)
    return found


def _masked_names(submission: StoredSubmission) -> Iterator[str]:
    """Yield the names of a submission that the public may not read."""
    shown = masked_who(submission)
    for name in (submission.personal.name, submission.personal.organisation):
        if name.strip() and name.strip() != shown:
            yield name.strip()


def _answered(
    submission: StoredSubmission,
    comment: StoredComment,
    state: CommentState,
    corrections: dict[str, tuple[Correction, ...]],
) -> AnsweredComment:
    decision = comment.decision
    row = register_row(submission, comment, masked=True)
    if decision is None:
        row = replace(row, disposition=state.disposition)
    # Thousands of comments on one clause would hold its text as often.
    row = replace(row, clause_text="")
    version = (decision.to_version if decision else "") or ""
    who = submission.participant_id
    return AnsweredComment(row, who, submission.window, version, corrections.get(comment.id, ()))
