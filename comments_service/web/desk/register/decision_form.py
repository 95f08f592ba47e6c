"""The form of a decision as it was typed, for one comment or for several."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from comments_service.domain.comments.decision import CitedClauses, NewDecision, StoredDecision
from comments_service.domain.errors import FieldFault
from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.domain.text_rules import many_lines, one_line

LABELS = {
    "disposition": "采纳情况",
    "to_clause": "体现在哪一条",
    "later": "拟在后续文件中体现",
    "reason": "理由",
    "summary": "公开摘要",
}
MAIN = tuple(DISPOSITIONS)[:4]
NO_DECISION = NewDecision("", "")


def read_form(sent: Mapping[str, str]) -> NewDecision:
    """Return what was typed, as a decision on no comment yet."""
    return NewDecision(
        comment="",
        disposition=sent.get("disposition", ""),
        reason=many_lines(sent.get("reason", "")),
        summary=many_lines(sent.get("summary", "")),
        to_clause=one_line(sent.get("to_clause", "")).strip() or None,
        later=one_line(sent.get("later", "")).strip(),
    )


def typed(kept: StoredDecision) -> NewDecision:
    """Return a kept decision as if it were typed again."""
    words = kept.disposition, kept.reason, kept.summary, kept.to_citation, kept.later
    return NewDecision("", *words)


def says(new: NewDecision, kept: StoredDecision, cited: CitedClauses | None) -> bool:
    """Return whether a decision that is kept says the same as a new one."""
    names = ("disposition", "reason", "summary", "later")
    same = all(getattr(new, name) == getattr(kept, name) for name in names)
    clause = cited.find(new.to_clause) if cited and new.to_clause else None
    return same and (clause.wid if clause else new.to_clause) == kept.to_wid


def form_faults(faults: Iterable[FieldFault]) -> list[FieldFault]:
    """Return faults of decisions at the fields that all comments of the form share."""
    names = ((each, each.field.rpartition("].")[2]) for each in faults)
    return [replace(each, field=name if name in LABELS else "disposition") for each, name in names]
