"""What a decision on a comment must hold, before it can be proposed."""

from collections.abc import Iterator

from catalogue.model import ClauseSet
from catalogue.results import Disposition
from comments_service.domain.decision import NewDecision
from comments_service.domain.errors import FieldFault
from comments_service.domain.reconciliation import DISPOSITION_CODES
from comments_service.domain.text_rules import cannot_be_kept, is_blank

LONGEST_TEXT = 10_000
ADOPTED = Disposition.ADOPTED.name.lower()
CARRYING = (ADOPTED, Disposition.PARTLY_ADOPTED.name.lower())
"""Codes of those for which a clause carries the comment, now or later, or is pending."""


def decision_faults(new: NewDecision, clauses: ClauseSet | None) -> tuple[FieldFault, ...]:
    """Return the faults by field; ``clauses`` are those of the policy's newest text."""
    return tuple(_faults(new, clauses))


def _faults(new: NewDecision, clauses: ClauseSet | None) -> Iterator[FieldFault]:
    if new.disposition not in DISPOSITION_CODES:
        yield FieldFault("disposition", "请从给定的选项中选择")
    elif new.disposition != ADOPTED and is_blank(new.reason):
        yield FieldFault("reason", "除采纳外，请填写理由")
    if new.to_clause and not (clauses and clauses.resolve(new.to_clause)):
        yield FieldFault("to_clause", "最新文本中没有这一条款")
    for name in ("reason", "summary", "later"):
        text = getattr(new, name)
        if cannot_be_kept(text):
            yield FieldFault(name, "含有无法保存的字符")
        if len(text) > LONGEST_TEXT:
            yield FieldFault(name, "不能超过 %(max_length)s 个字符", {"max_length": LONGEST_TEXT})
