"""Comments and their answers as outcomes and reports read them, from the database."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from catalogue.results import Correction, Disposition, Reconciliation, ResultCounts
from comments_service.domain.comments.masking import mask_name
from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.comments.submission import (
    COMMERCIAL_SECRET,
    StoredComment,
    StoredSubmission,
)
from comments_service.domain.outcome.outcome import (
    AnsweredComment,
    reconciliation_of,
    result_counts,
)
from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.domain.register.row import RegisterRow
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.domain.states.reconciliation import Standing, reconcile
from comments_service.services.ledger.reconciled import reconciled_counts, standings
from comments_service.services.register.deciding import superseded
from comments_service.store.comments import attachment_rows, submissions, tally_counts
from comments_service.store.ledger.ledger import PolicyCut
from interface.command_line import said
from interface.long_work import reported

_TOLD = ("reason", "summary", "to_citation", "later")


@dataclass(frozen=True, slots=True)
class RegisterRows:
    """A policy's comments up to a cut, by receipt, none sealed; read again each time."""

    cut: PolicyCut
    masked: bool

    def __iter__(self) -> Iterator[RegisterRow]:
        """Yield the rows, with their files where nothing is masked."""
        read = self.cut.connection, self.cut.keyring
        attached = set() if self.masked else attachment_rows.of_policy(read[0], self.cut.policy)
        for each in _of_policy(self.cut):
            for comment in each.comments:
                row = register_row(each, comment, masked=self.masked)
                if comment.id in attached:
                    row = replace(
                        row, files=tuple(attachment_rows.of_comments(*read, [row.comment]))
                    )
                yield row


def _of_policy(cut: PolicyCut) -> Iterator[StoredSubmission]:
    return reported(submissions.of_policy(cut), said("submissions read"), cut.progress)


def register_row(
    submission: StoredSubmission, comment: StoredComment, *, masked: bool
) -> RegisterRow:
    """Return a comment with its released decision."""
    clause, decision, person = comment.clause, comment.decision, submission.in_use
    hidden = masked and comment.confidential
    gone = hidden or (masked and comment.state == CommentProgress.WITHDRAWN)
    return RegisterRow(
        comment=comment.id,
        number=f"{comment.serial}-{comment.position + 1}",
        changed=comment.changed,
        wid=clause.wid,
        citation=clause.citation,
        clause_text=clause.text,
        body="" if gone else comment.body,
        proposed_text="" if gone else comment.proposed_text,
        comment_reason="" if gone else comment.reason,
        stance=comment.stance,
        who=masked_who(submission) if masked else person.organisation or person.name,
        kind=submission.participant,
        channel=submission.channel,
        posted_on=submission.posted_on,
        received_on=submission.received_on,
        late=comment.late,
        state=comment.state,
        disposition=comment.disposition,
        released=decision is not None,
        to_wid=decision.to_wid if decision else None,
        # Without a decision these are empty.
        **{name: getattr(decision, name, "") for name in _TOLD},
        withheld=COMMERCIAL_SECRET if hidden else "",
        files=(),
    )


def masked_who(submission: StoredSubmission) -> str:
    """Return how the public reads who sent it."""
    who, consent = submission.in_use, submission.consent_publish_name
    return mask_name(submission.participant, who.name, who.organisation, who.place, consent)


def masked_names(cut: PolicyCut) -> set[str]:
    """Return the names of those who sent comments that the public may not read."""
    return {
        name.strip()
        for each in _of_policy(cut)
        for name in (each.in_use.name, each.in_use.organisation)
        if name.strip() not in {"", masked_who(each)}
    }


def answered_comments(cut: PolicyCut) -> Iterator[AnsweredComment]:
    """Yield comments in order of receipt, none sealed, as the caller's snapshot has them."""
    corrections = _corrections(cut)
    for submission in _of_policy(cut):
        for comment in submission.comments:
            row = register_row(submission, comment, masked=True)
            if comment.decision is None:
                row = replace(row, disposition=comment.proposed)
            sent = submission.participant_id, submission.window
            corrected = corrections.get(comment.id, ())
            yield AnsweredComment(row, *sent, comment.decision, corrected)


def _corrections(cut: PolicyCut) -> dict[str, tuple[Correction, ...]]:
    """Return by comment what was released before what is released now, the oldest first."""
    found: dict[str, tuple[Correction, ...]] = {}
    for each in superseded(cut):
        word = Disposition(DISPOSITIONS[each.before.disposition])
        correction = Correction(each.on, word, each.before.reason)
        found[each.comment] = (*found.get(each.comment, ()), correction)
    return found


def result_figures(cut: PolicyCut) -> tuple[ResultCounts, Reconciliation]:
    """Count by disposition and by bucket; ``NotReconciled`` where rows and ledger do not agree."""
    received = reconciled_counts(cut)
    answers: Counter[str | None] = Counter()
    counted = _counted(standings(cut), answers)
    found = reconciliation_of(reconcile(counted, received=received))
    released = {Disposition(word): answers[code] for code, word in DISPOSITIONS.items()}
    tally = tally_counts.of_policy(cut.connection, cut.policy)
    figures = tally.counts()
    people = {name: figures[name] for name in ("participants", "departments")}
    people["department_comments"] = tally.of_kind(ParticipantKind.DEPARTMENT)["comments"]
    return result_counts(released, found, **people), found


def _counted(found: Iterable[Standing], answers: Counter[str | None]) -> Iterator[Standing]:
    for standing in found:
        if standing[1] != CommentProgress.WITHDRAWN:
            answers[standing[2]] += 1
        yield standing
