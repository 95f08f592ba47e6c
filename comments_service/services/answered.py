"""The comments of a policy with their released answers and what was corrected in them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from sqlalchemy import Connection

from catalogue.results import Correction, Disposition
from catalogue.window import china_day
from comments_service.domain.code_words import DISPOSITIONS
from comments_service.domain.comment_state import CommentState
from comments_service.domain.decision_entries import DecisionsReleased
from comments_service.domain.entry_types import body_of
from comments_service.domain.errors import NotReconciled
from comments_service.domain.outcome import AnsweredComment
from comments_service.domain.submission import StoredComment, StoredSubmission
from comments_service.keyring import Keyring
from comments_service.services.register_rows import masked_who, register_row
from comments_service.store import comment_states, decisions, ledger, submissions


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
    released: dict[str, list[tuple[str, int]]] = defaultdict(list)
    days = {}
    for entry in ledger.of_stream(connection, policy_id, DecisionsReleased.type, log_size):
        body, days[entry.id] = body_of(entry), china_day(entry.at)
        for comment, decision in body.decisions if isinstance(body, DecisionsReleased) else ():
            released[comment].append((decision, entry.id))
    earlier = {comment: own for comment, own in released.items() if len(own) > 1}
    kept = decisions.named(connection, [each for own in earlier.values() for each, _ in own])
    corrections: dict[str, tuple[Correction, ...]] = {}
    for comment, own in earlier.items():
        for (old, _), (_, until) in pairwise(own):
            if old not in kept:
                raise NotReconciled([comment])
            word, reason = DISPOSITIONS[kept[old].disposition], kept[old].reason
            correction = Correction(days[until], Disposition(word), reason)
            corrections[comment] = (*corrections.get(comment, ()), correction)
    return corrections


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
