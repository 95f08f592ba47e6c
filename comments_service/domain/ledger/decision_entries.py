"""Entries about decisions on comments: proposed, released; sealed and unsealed; published."""

from dataclasses import replace

from comments_service.domain.ledger.entries import EntryBody, LedgerEntry, States
from comments_service.domain.states.comment_state import CommentState
from comments_service.domain.states.reconciliation import DISCIPLINE, CommentProgress

_AT_ONCE = 2_000


class DecisionProposed(EntryBody, type_name="decision.proposed"):
    """A disposition is proposed in place of one that waited; ``digest`` covers its words."""

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
            state=before.state if before.decision else CommentProgress.DECIDED,
            proposal=self.decision,
            disposition=self.disposition,
            proposer=entry.actor,
            changed=entry.id,
        )
        states.put([after])


class DecisionsReleased(EntryBody, type_name="decisions.released"):
    """Decisions became public together: (comment, decision) of each."""

    decisions: tuple[tuple[str, str], ...]

    def fold(self, entry: LedgerEntry, states: States) -> None:
        """Answer the comments, of thousands some at a time."""
        for begin in range(0, len(self.decisions), _AT_ONCE):
            part = dict(self.decisions[begin : begin + _AT_ONCE])
            before = states.comments(part)
            states.put(
                replace(
                    before[comment],
                    state=CommentProgress.ANSWERED,
                    proposal=None,
                    proposer=None,
                    decision=decision,
                    released=before[comment].disposition,
                    answered=entry.id,
                    changed=entry.id,
                )
                for comment, decision in part.items()
            )


class CommentSealed(EntryBody, type_name="comment.sealed"):
    """Comments accuse somebody (检举控告); ``digest`` covers the reason, kept as a decision."""

    comments: tuple[str, ...]
    digest: str

    def fold(self, entry: LedgerEntry, states: States) -> None:
        """Seal them; a proposal that waited is void."""
        found = states.comments(self.comments).values()
        states.put(_sealed(each, entry.id) for each in found)


class CommentUnsealed(EntryBody, type_name="comment.unsealed"):
    """Sealed comments are handled like any other again; ``digest`` covers the reason."""

    comments: tuple[str, ...]
    digest: str

    def fold(self, entry: LedgerEntry, states: States) -> None:
        """Begin anew with them."""
        found = states.comments(self.comments).values()
        states.put(
            replace(each, sealed=False, disposition=None, changed=entry.id) for each in found
        )


class OutcomePublished(EntryBody, type_name="outcome.published"):
    """``results.json`` was written, cut at a size of the log; ``digest`` is the file's."""

    digest: str
    log_size: int
    correction: bool


class NameRevealed(EntryBody, type_name="name.revealed"):
    """A real name was shown on request; ``digest`` covers the reason."""

    comment: str
    digest: str


def _sealed(before: CommentState, entry: int) -> CommentState:
    return replace(
        before,
        sealed=True,
        state=before.state
        if before.state is CommentProgress.WITHDRAWN
        else CommentProgress.RECEIVED,
        proposal=None,
        proposer=None,
        decision=None,
        released=None,
        disposition=DISCIPLINE,
        changed=entry,
    )
