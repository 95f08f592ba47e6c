"""采纳情况反馈 from the register: the released answers as ``results.json`` carries them."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.results import (
    Correction,
    Disposition,
    Partition,
    Reconciliation,
    ResultCounts,
    ResultRow,
)
from comments_service.domain.comments.decision import StoredDecision
from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.domain.register.row import RegisterRow
from comments_service.domain.states.comment_state import CommentProgress

_ERASED = "（原文已依法删除）"
_SAME = ("citation", "reason", "channel", "to_wid", "later", "withheld")


@dataclass(frozen=True, slots=True)
class AnsweredComment:
    """A row with what it does not say; ``participant`` only tells two apart."""

    row: RegisterRow
    participant: Hashable
    window: str
    decision: StoredDecision | None = None
    corrections: tuple[Correction, ...] = ()

    @property
    def answer(self) -> Disposition | None:
        """The released disposition of a comment that nobody took back."""
        row = self.row
        released = (
            row.disposition if row.released and row.state != CommentProgress.WITHDRAWN else None
        )
        return Disposition(DISPOSITIONS[released]) if released else None


def reconciliation_of(found: Mapping[str, Any]) -> Reconciliation:
    """Return the partition as the outcome carries it, from what ``reconcile`` found."""
    comments, submissions = (Partition(**found[unit]) for unit in ("comments", "submissions"))
    return Reconciliation(comments, submissions, balanced=found["balanced"])


def result_counts(
    answers: Mapping[Disposition, int], reconciliation: Reconciliation, **people: int
) -> ResultCounts:
    """Count by released disposition; transferred are also those that may only be counted."""
    parts, letters = reconciliation.comments, reconciliation.submissions
    numbers = {each.name.lower(): answers.get(each, 0) for each in Disposition}
    away = numbers["invalid"] + numbers["petition"] + parts.withdrawn
    return ResultCounts(
        comments=parts.received,
        **numbers,
        withdrawn=parts.withdrawn,
        valid=parts.received - away,
        submissions=letters.received if letters else None,
        **people,
        transferred=parts.transferred,
    )


def public_text(row: RegisterRow) -> str:
    """Return what the public reads of a comment: the 公开摘要, else its own words."""
    if row.withheld:
        return ""
    proposed = f"建议修改为：{row.proposed_text}" if row.proposed_text else ""
    return row.summary or "\n".join(filter(None, [row.body, proposed])) or _ERASED


def result_row(comment: AnsweredComment, answer: Disposition) -> ResultRow:
    """Return how an answered comment is listed, in the words of a 公开摘要 if there is one."""
    row = comment.row
    to_version = (comment.decision.to_version if comment.decision else None) or ""
    same: dict[str, Any] = {name: getattr(row, name) for name in _SAME}
    return ResultRow(
        **same,
        clause=row.wid,
        masked_name=row.who,
        text=public_text(row),
        disposition=answer,
        summarised=bool(row.summary and not row.withheld),
        window=comment.window,
        to_version=to_version,
        to_citation="" if row.to_wid or not to_version else row.to_citation,
        corrections=comment.corrections,
    )
