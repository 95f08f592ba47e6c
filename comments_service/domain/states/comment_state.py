"""The state of each comment: a projection of the ledger, rebuilt from it at any time."""

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

WHOLE_DRAFT_RANK = -1
_ASIDE = frozenset({"referred", "petition", "invalid"})
"""Dispositions, once released, of what is handled elsewhere or not at all."""


class CommentProgress(StrEnum):
    """How far a comment has come; withdrawn is final."""

    RECEIVED = "received"  # 登记
    SORTED = "sorted"  # 梳理
    STUDIED = "studied"  # 研究
    DECIDED = "decided"  # disposition given
    ANSWERED = "answered"  # 集中反馈
    WITHDRAWN = "withdrawn"  # 撤回


class Stage(StrEnum):
    """待核对 待研究 待审核 已审核, and what is handled elsewhere or not at all; a partition."""

    UNCHECKED = "unchecked"
    STUDY = "study"
    REVIEW = "review"
    REVIEWED = "reviewed"
    ASIDE = "aside"


class CommentState(NamedTuple):
    """One comment's standing; ids unless said.

    ``serial`` is its submission's number (17 of "17-1"), which is that of the entry by which
    it came; ``position`` counts from 0. ``rank`` is its clause's place in the text (-1: the
    whole draft).
    ``disposition`` is the code proposed, else the one released; ``proposal`` the decision
    that waits for its release, ``proposer`` who made it, ``decision`` the one released and
    ``released`` the code that it gave; ``answered`` is the entry of the last release.
    ``entry`` and ``changed`` are the ledger's numbers of its receipt and its last change.

    A tuple, because exports fold a million of them; to be made by names.
    """

    comment: str
    changed: int
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
    entry: int
    unchecked: bool
    sealed: bool = False
    state: CommentProgress = CommentProgress.RECEIVED
    disposition: str | None = None
    proposer: str | None = None
    released: str | None = None
    answered: int | None = None
    proposal: str | None = None
    decision: str | None = None

    def unproposed(self, changed: int, **other: Any) -> "CommentState":
        """Return the state without a proposal that waits, as of the entry that changed it."""
        return self._replace(proposal=None, proposer=None, changed=changed, **other)

    @property
    def number(self) -> str:
        """The number that staff and sheets go by: 17-1."""
        return f"{self.serial}-{self.position + 1}"

    @property
    def stage(self) -> Stage:
        """How far it is; what is only proposed counts as 待审核."""
        if self.state is CommentProgress.WITHDRAWN:
            return Stage.ASIDE
        if self.state is CommentProgress.ANSWERED:
            return Stage.ASIDE if self.disposition in _ASIDE else Stage.REVIEWED
        if self.unchecked:
            return Stage.UNCHECKED
        return Stage.REVIEW if self.state is CommentProgress.DECIDED else Stage.STUDY


SHARED = ("submission", "policy", "channel", "kind")
"""The fields that all comments of a submission have in common, as long as they live."""
COMPARED = (
    "comment", "changed", "answered", "proposal", "decision", "day",
    "serial", "window", "position", "rank", "wid", "late", "entry",
    "unchecked", "sealed", "state", "disposition", "proposer", "released",
)  # fmt: skip
"""The other fields in the order in which rows are held against the ledger."""
