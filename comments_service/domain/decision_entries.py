"""Entries about decisions on comments: proposed, released; sealed and unsealed; published."""

from dataclasses import replace
from typing import ClassVar

from comments_service.domain.comment_state import CommentState
from comments_service.domain.ledger import EntryBody, LedgerEntry, States
from comments_service.domain.reconciliation import DISCIPLINE, State

_AT_ONCE = 2_000


class DecisionProposed(EntryBody):
    """A disposition is proposed in place of one that waited; ``digest`` covers its words."""

    type: ClassVar[str] = "decision.proposed"

    decision: str
    comment: str
    disposition: str
    digest: str
    replaces: str | None
    correction: bool

    def fold(self, entry: LedgerEntry, states: States) -> None:
        """Let it wait for its release; what is released already stays so."""
        before = states.comments([self.comment])[self.comment]
        after = replace(
            before,
            state=before.state if before.decision else State.DECIDED,
            proposal=self.decision,
            disposition=self.disposition,
            proposer=entry.actor,
            changed=entry.id,
        )
        states.put([after])


class DecisionsReleased(EntryBody):
    """Decisions became public together: (comment, decision) of each."""

    type: ClassVar[str] = "decisions.released"

    decisions: tuple[tuple[str, str], ...]

    def fold(self, entry: LedgerEntry, states: States) -> None:
        """Answer the comments, of thousands some at a time."""
        for begin in range(0, len(self.decisions), _AT_ONCE):
            part = dict(self.decisions[begin : begin + _AT_ONCE])
            before = states.comments(part)
            states.put(
                replace(
                    before[comment],
                    state=State.ANSWERED,
                    proposal=None,
                    proposer=None,
                    decision=decision,
                    released=before[comment].disposition,
                    changed=entry.id,
                )
                for comment, decision in part.items()
            )


class CommentSealed(EntryBody):
    """Comments accuse somebody (检举控告); ``digest`` covers the reason, kept as a decision."""

    type: ClassVar[str] = "comment.sealed"

    comments: tuple[str, ...]
    digest: str

    def fold(self, entry: LedgerEntry, states: States) -> None:
        """Seal them; a proposal that waited is void."""
        found = states.comments(self.comments).values()
        states.put(_sealed(each, entry.id) for each in found)


class CommentUnsealed(EntryBody):
    """Sealed comments are handled like any other again; ``digest`` covers the reason."""

    type: ClassVar[str] = "comment.unsealed"

    comments: tuple[str, ...]
    digest: str

    def fold(self, entry: LedgerEntry, states: States) -> None:
        """Begin anew with them."""
        found = states.comments(self.comments).values()
        states.put(
            replace(each, sealed=False, disposition=None, changed=entry.id) for each in found
        )


class OutcomePublished(EntryBody):
    """``results.json`` was written, cut at a size of the log; ``digest`` is the file's."""

    type: ClassVar[str] = "outcome.published"

    digest: str
    log_size: int
    correction: bool


class NameRevealed(EntryBody):
    """A real name was shown on request; ``digest`` covers the reason."""

    type: ClassVar[str] = "name.revealed"

    comment: str
    digest: str


def _sealed(before: CommentState, entry: int) -> CommentState:
    return replace(
        before,
        sealed=True,
        state=State.RECEIVED,
        proposal=None,
        proposer=None,
        decision=None,
        released=None,
        disposition=DISCIPLINE,
        changed=entry,
    )


ENTRY_TYPES = (
    DecisionProposed, DecisionsReleased, CommentSealed, CommentUnsealed,
    OutcomePublished, NameRevealed,
)  # fmt: skip
