"""Entries about submissions: received, and checked by a second person."""

import re
from collections.abc import Mapping
from datetime import date
from sys import intern

from pydantic import BaseModel, ConfigDict

from catalogue.window import china_day
from comments_service.domain.comments.submission import (
    StoredComment,
    StoredSubmission,
    personal_digest,
    pseudonym,
)
from comments_service.domain.ledger.entries import EntryBody, LedgerEntry, States
from comments_service.domain.states.comment_state import WHOLE_DRAFT_RANK, CommentState

RECEIVED = "submission.received"
# eIds are ordered by their numbers where the text is not at hand, a thousand to each level.
_LEVELS = 4
_OF_A_LEVEL = 1000
_NEW = tuple(CommentState._field_defaults.values())


class ReceivedComment(BaseModel):
    """One comment of a submission; ``digest`` is over salt and content of its first version."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    wid: str | None
    eid: str | None
    rank: int
    clause_digest: str
    digest: str


class SubmissionReceived(EntryBody, type_name=RECEIVED):
    """A submission came in, by a pseudonym within the policy; ``entered``: by staff; digests."""

    window: str
    version: str
    channel: str
    participant: str
    participant_kind: str
    assurance: str
    personal_digest: str
    posted_on: date | None
    received_on: date
    late: bool
    scans: tuple[str, ...]
    entered: bool
    comments: tuple[ReceivedComment, ...]

    def received(self) -> int:
        """Return the number of its comments."""
        return len(self.comments)

    def fold(self, entry: LedgerEntry, states: States) -> None:
        """Add its comments."""
        # Thousands of comments say the same of what is interned: it is kept once. In the order
        # of the fields, and past their names: of a million, each would take three times as long.
        policy, window, channel = intern(entry.stream), intern(self.window), intern(self.channel)
        kind, at, subject = intern(self.participant_kind), entry.id, entry.subject
        before = at, subject, policy, window, at
        after = channel, kind, self.received_on, self.late, at, self.entered, *_NEW
        states.put([
            tuple.__new__(
                CommentState,
                (comment.id, *before, position, comment.rank, wid and intern(wid), *after),
            )
            for position, comment in enumerate(self.comments)
            for wid in (comment.wid,)
        ])  # fmt: skip


class SubmissionChecked(EntryBody, type_name="submission.checked"):
    """A second person compared an entered submission with what came in."""

    comments: tuple[str, ...]

    def fold(self, entry: LedgerEntry, states: States) -> None:
        """Mark its comments as checked."""
        found = states.comments(self.comments).values()
        states.put(each._replace(unchecked=False, changed=entry.id) for each in found)


class CommentReceivedEarlier(BaseModel):
    """One comment, as releases before 0.2.0 wrote it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    wid: str | None
    eid: str | None
    clause_digest: str
    content_digest: str


class SubmissionReceivedEarlier(EntryBody, type_name=RECEIVED, schema=0):
    """What releases before 0.2.0 wrote of a submission."""

    receipt_no: str
    policy: str
    policy_title: str | None = None
    version: str
    window: str
    channel: str
    participant: str
    participant_kind: str
    assurance: str
    consent_publish_name: bool
    comments: tuple[CommentReceivedEarlier, ...]

    def received(self) -> int:
        """Return the number of its comments."""
        return len(self.comments)

    def fold(self, entry: LedgerEntry, states: States) -> None:
        """Add its comments."""
        self.as_now(entry).fold(entry, states)

    def as_now(self, entry: LedgerEntry) -> SubmissionReceived:
        """Return it in the form of today; what it does not say is empty."""
        same = set(SubmissionReceived.model_fields) - {"comments"}
        comments = (
            ReceivedComment(
                **each.model_dump(exclude={"content_digest"}),
                rank=rank_by_number(each.eid),
                digest=each.content_digest,
            )
            for each in self.comments
        )
        return SubmissionReceived(
            **self.model_dump(include=same),
            personal_digest="",
            posted_on=None,
            received_on=china_day(entry.at),
            late=False,
            scans=(),
            entered=False,
            comments=tuple(comments),
        )


def received_body(
    submission: StoredSubmission,
    ranks: Mapping[str | None, int],
    *,
    late: bool = False,
    scans: tuple[str, ...] = (),
    entered: bool = False,
) -> SubmissionReceived:
    """Return what the ledger says of a submission; ``ranks`` are places of clauses by eId."""
    same = ("window", "version", "channel", "assurance", "posted_on", "received_on")
    return SubmissionReceived(
        **{name: getattr(submission, name) for name in same},
        participant_kind=submission.participant,
        participant=pseudonym(submission.policy, submission.participant_id),
        personal_digest=personal_digest(submission),
        late=late,
        scans=scans,
        entered=entered,
        comments=tuple(
            received_comment(each, ranks[each.clause.eid]) for each in submission.comments
        ),
    )


def received_comment(comment: StoredComment, rank: int) -> ReceivedComment:
    """Return what the ledger says of a comment on the clause with that place."""
    clause = comment.clause
    return ReceivedComment(
        id=comment.id,
        wid=clause.wid,
        eid=clause.eid,
        rank=rank,
        clause_digest=clause.digest,
        digest=comment.content_digest,
    )


def rank_by_number(eid: str | None) -> int:
    """Return a place in the order of numbers for an eId: after every place in a text."""
    if eid is None:
        return WHOLE_DRAFT_RANK
    numbers = [int(each) for each in re.findall(r"[0-9]+", eid)] + [0] * _LEVELS
    place = 0
    for number in numbers[:_LEVELS]:
        place = place * _OF_A_LEVEL + min(number, _OF_A_LEVEL - 1)
    return int(_OF_A_LEVEL**_LEVELS) + place
