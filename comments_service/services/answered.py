"""The comments of a policy with their released answers and what was corrected in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from catalogue.results import Correction, Disposition
from comments_service.domain.code_words import DISPOSITIONS
from comments_service.domain.comment_state import CommentState
from comments_service.domain.outcome import AnsweredComment
from comments_service.domain.submission import StoredComment, StoredSubmission
from comments_service.keyring import Keyring
from comments_service.services.decisions import superseded
from comments_service.services.register_rows import masked_who, register_row
from comments_service.store import comment_states, submissions


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
