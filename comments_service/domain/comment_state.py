"""Where each comment stands now: a projection of the ledger, rebuilt from it at any time."""

from dataclasses import dataclass
from datetime import date

from comments_service.domain.reconciliation import State

WHOLE_DRAFT_RANK = -1


@dataclass(frozen=True, slots=True)
class CommentState:
    """One comment's standing; ids unless said.

    ``serial`` is its submission's number within the policy (17 of "17-1"), ``position``
    counts from 0. ``rank`` is its clause's place in the text (-1: the whole draft).
    ``disposition`` is the code proposed, else the one released; ``proposal`` the decision
    that waits for its release, ``proposer`` who made it, ``decision`` the one released.
    ``entry`` and ``changed`` are the ledger's numbers of its receipt and its last change.
    """

    comment: str
    submission: str
    policy: str
    window: str
    serial: int
    position: int
    rank: int
    wid: str | None
    channel: str
    kind: str
    day: date
    late: bool
    unchecked: bool
    sealed: bool
    state: State
    proposal: str | None
    disposition: str | None
    proposer: str | None
    decision: str | None
    entry: int
    changed: int

    @property
    def number(self) -> str:
        """The number that staff and sheets go by: 17-1."""
        return f"{self.serial}-{self.position + 1}"
