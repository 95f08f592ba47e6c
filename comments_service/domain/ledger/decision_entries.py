"""Entries about decisions on comments: proposed, released; sealed and unsealed; published."""

from comments_service.domain.ledger.entries import EntryBody, LedgerEntry, States
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.domain.states.reconciliation import DISCIPLINE

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
        """Keep it until its release; what is released already stays so."""
        before = states.comments([self.comment])[self.comment]
        after = before._replace(
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
                before[comment].unproposed(
                    entry.id,
                    state=CommentProgress.ANSWERED,
                    decision=decision,
                    released=before[comment].disposition,
                    answered=entry.id,
                )
                for comment, decision in part.items()
            )


class CommentSealed(EntryBody, type_name="comment.sealed"):
    """Comments accuse somebody (检举控告); ``digest`` covers the reason, kept as a decision."""

    comments: tuple[str, ...]
    digest: str

    def fold(self, entry: LedgerEntry, states: States) -> None:
        """Seal them; a proposal that waited is void."""
        void = {"decision": None, "released": None, "disposition": DISCIPLINE}
        for each in states.comments(self.comments).values():
            withdrawn = each.state is CommentProgress.WITHDRAWN
            state = each.state if withdrawn else CommentProgress.RECEIVED
            states.put([each.unproposed(entry.id, sealed=True, state=state, **void)])


class CommentUnsealed(EntryBody, type_name="comment.unsealed"):
    """Sealed comments are handled like any other again; ``digest`` covers the reason."""

    comments: tuple[str, ...]
    digest: str

    def fold(self, entry: LedgerEntry, states: States) -> None:
        """Begin again with them."""
        found = states.comments(self.comments).values()
        states.put(each.unproposed(entry.id, sealed=False, disposition=None) for each in found)


class OutcomePublished(EntryBody, type_name="outcome.published"):
    """``results.json`` was written, cut at a size of the log; ``digest`` is the file's."""

    digest: str
    log_size: int
    correction: bool


class NameRevealed(EntryBody, type_name="name.revealed"):
    """A real name was shown on request; ``digest`` covers the reason."""

    comment: str
    digest: str
