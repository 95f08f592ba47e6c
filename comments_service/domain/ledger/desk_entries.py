"""Entries about what staff do other than decide: corrections, scans opened, units asked."""

from datetime import date

from comments_service.domain.ledger.entries import EntryBody, LedgerEntry, States
from comments_service.domain.ledger.submission_entries import ReceivedComment
from comments_service.domain.states.comment_state import CommentProgress


class SplitOff(ReceivedComment):
    """A comment that was split from another one of its submission, ``beside``."""

    beside: str
    position: int


class SubmissionCorrected(EntryBody, type_name="submission.corrected"):
    """A transcription was put right: comments changed, split off or taken back by versions."""

    changed: tuple[ReceivedComment, ...]
    added: tuple[SplitOff, ...]
    taken_back: tuple[str, ...]

    def comments_added(self) -> int:
        """Return the number of those split off."""
        return len(self.added)

    def fold(self, entry: LedgerEntry, states: States) -> None:
        """Bring the comments up to date."""
        ids = {each.id for each in self.changed} | {each.beside for each in self.added}
        before = states.comments(sorted(ids | set(self.taken_back)))
        at, gone = entry.id, CommentProgress.WITHDRAWN
        after = [
            before[each.id]._replace(rank=each.rank, wid=each.wid, changed=at)
            for each in self.changed
        ]
        after += [
            before[each].unproposed(at, state=gone, disposition=None) for each in self.taken_back
        ]
        after += [
            before[each.beside].unproposed(
                at, comment=each.id, position=each.position, rank=each.rank, wid=each.wid,
                state=CommentProgress.RECEIVED, disposition=None, decision=None, released=None,
                answered=None, entry=at,
            )
            for each in self.added
        ]  # fmt: skip
        states.put(after)


class ScanOpened(EntryBody, type_name="scan.opened"):
    """Somebody opened the scan of a submission."""

    scan: str


class UnitAsked(EntryBody, type_name="unit.asked"):
    """A unit was asked for its opinion (征求意见函); ``digest`` covers its name and the day due."""

    digest: str


class UnitReplied(EntryBody, type_name="unit.replied"):
    """A unit that was asked replied: with a submission, or that it has no opinion (无意见)."""

    submission: str | None
    replied_on: date
