"""A submission as a whole: who entered it, a second person's check, corrections before that."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from comments_service.domain.accounts.officer import Officer
from comments_service.domain.comments.judging import PublishedText, referred_clause
from comments_service.domain.comments.submission import NewComment, StoredComment, StoredSubmission
from comments_service.domain.errors import ChangedMeanwhile, Invalid, OwnEntry, UnknownComment
from comments_service.domain.intake.new_entry import NewPoint, correction, point_faults
from comments_service.domain.intake.scan import Scan
from comments_service.domain.ledger.desk_entries import SplitOff, SubmissionCorrected
from comments_service.domain.ledger.entries import PUBLIC, Occurrence
from comments_service.domain.ledger.submission_entries import (
    RECEIVED,
    SubmissionChecked,
    received_comment,
)
from comments_service.domain.states.comment_state import CommentProgress, CommentState
from comments_service.services.appending import enter
from comments_service.services.intake.entering import cited_clauses
from comments_service.services.ledger.recording import made_comment, published_text
from comments_service.services.service import Service
from comments_service.store.comments import (
    comment_states,
    comment_versions,
    histories,
    submissions,
    tally_counts,
)
from comments_service.store.comments import scan_rows as scans
from comments_service.store.comments.histories import Happening

RankedComment = tuple[StoredComment, int]
"""A comment with its clause's place in the text."""


@dataclass(frozen=True, slots=True)
class WholeSubmission:
    """A submission as staff see it, without sealed comments, nor scans that come with such.

    ``states`` are by comment; ``entered_by`` is a staff id, None where it came by the web.
    """

    stored: StoredSubmission
    states: dict[str, CommentState]
    scans: tuple[Scan, ...]
    is_partly_sealed: bool
    entered_by: str | None
    history: list[Happening]

    @property
    def number(self) -> int:
        """Its number: 17 of "17-1"."""
        return next(iter(self.states.values())).serial

    @property
    def is_unchecked(self) -> bool:
        """Whether a second person has yet to check it."""
        return any(each.unchecked for each in self.states.values())

    @property
    def standing(self) -> list[str]:
        """Its comments that nobody took back."""
        gone = CommentProgress.WITHDRAWN
        return [name for name, each in self.states.items() if each.state is not gone]

    @property
    def is_late(self) -> bool:
        """Whether it came too late."""
        return any(each.late for each in self.states.values())

    @property
    def seen(self) -> int:
        """The ledger's number of the last change to any of its comments."""
        return max(each.changed for each in self.states.values())


def whole_submission(
    service: Service, policy_id: str, submission_id: str
) -> WholeSubmission | None:
    """Return a submission of a policy; None where there is none, or all of it is sealed."""
    with service.database.read() as connection:
        stored = submissions.by_id(connection, service.keyring, submission_id)
        if stored is None or stored.policy != policy_id:
            return None
        every = comment_states.of_submission(connection, submission_id)
        states = {each.comment: each for each in every if not each.sealed}
        if not states:
            return None
        partly = len(states) < len(every)
        files = [] if partly else scans.of_submissions(connection, service.keyring, submission_id)
        history = histories.of_submission(connection, submission_id)
    shown = tuple(each for each in stored.comments if each.id in states)
    stored = replace(stored, comments=shown)
    return WholeSubmission(stored, states, tuple(files), partly, _entered_by(history), history)


def check_submission(
    service: Service, officer: Officer, policy_id: str, submission_id: str, seen: int
) -> None:
    """Enter that another compared it; ``OwnEntry``, ``UnknownComment``, ``ChangedMeanwhile``."""
    with service.database.write() as connection:
        states = _as_seen(connection, policy_id, submission_id, seen)
        if _entered_by(histories.of_submission(connection, submission_id)) == officer.id:
            raise OwnEntry
        body = SubmissionChecked(comments=tuple(each.comment for each in states))
        at = service.clock.read(connection).sure()
        enter(connection, at, Occurrence(policy_id, submission_id, officer.id, body))


def correct(
    service: Service, officer: Officer, found: WholeSubmission, seen: int,
    points: Sequence[NewPoint],
) -> None:  # fmt: skip
    """Put a transcription right that nobody checked; ``Invalid`` or as ``check_submission``."""
    stored = found.stored
    cited = cited_clauses(service, stored.policy, stored.version)
    kept = [each.kept() for each in points]
    Invalid.refuse(point_faults([each for each in kept if not each.is_empty], cited))
    change = correction(kept, stored.comments, cited)
    if change.is_nothing:
        service.database.require_durable()
        return
    text = published_text(service, stored.policy, stored.version)
    with service.database.write() as connection:
        states = _as_seen(connection, stored.policy, stored.id, seen)
        every = comment_states.of_submission(connection, stored.id)
        after = max(each.position for each in every) + 1
        made = [(comment, *_made(0, new, text)) for comment, new in change.changed]
        changed = [(replace(each, id=comment), rank) for comment, each, rank in made]
        added = [_made(after + place, new, text) for place, new in enumerate(change.added)]
        body = _corrected(changed, added, change.taken_back, states[0].comment)
        at = service.clock.read(connection).sure()
        with tally_counts.changing(connection, stored):
            entry = enter(connection, at, Occurrence(stored.policy, stored.id, officer.id, body))
            for each, _ in changed:
                comment_versions.add_version(connection, each, entry.id)
            for each, _ in added:
                comment_versions.add_comment(connection, stored.id, each, entry.id)


def _corrected(
    changed: list[RankedComment], added: list[RankedComment], taken_back: tuple[str, ...], of: str
) -> SubmissionCorrected:
    facts = [(received_comment(*each).model_dump(), each[0].position) for each in added]
    return SubmissionCorrected(
        changed=tuple(received_comment(*each) for each in changed),
        added=tuple(SplitOff(**new, beside=of, position=position) for new, position in facts),
        taken_back=taken_back,
    )


def _made(place: int, new: NewComment, text: PublishedText) -> RankedComment:
    clause, rank = referred_clause(place, new, text)
    return made_comment(place, new, clause), rank


def _as_seen(
    connection: Connection, policy_id: str, submission_id: str, seen: int
) -> list[CommentState]:
    """Return the comments that nobody has checked yet and that are as they were seen."""
    every = comment_states.of_submission(connection, submission_id)
    states = [each for each in every if each.policy == policy_id and not each.sealed]
    if not states:
        raise UnknownComment
    changed = [each for each in states if each.changed > seen or not each.unchecked]
    if changed:
        raise ChangedMeanwhile(*changed)
    return states


def _entered_by(history: list[Happening]) -> str | None:
    actors = (each.actor for each in history if each.type == RECEIVED)
    return next((actor for actor in actors if actor != PUBLIC), None)
