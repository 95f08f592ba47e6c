"""The form of a decision as it was typed, for one comment or for several."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from comments_service.domain.code_words import DISPOSITIONS
from comments_service.domain.decision import NewDecision, StoredDecision
from comments_service.domain.decision_rules import CitedClauses
from comments_service.domain.errors import FieldFault
from comments_service.domain.text_rules import many_lines, one_line

LABELS = {
    "disposition": "采纳情况",
    "to_clause": "体现在哪一条",
    "later": "拟在后续文件中体现",
    "reason": "理由",
    "summary": "公开摘要",
}
MAIN = tuple(DISPOSITIONS)[:4]


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """What was typed; ``to_clause`` is a citation in an official's own words."""

    disposition: str = ""
    to_clause: str = ""
    later: str = ""
    reason: str = ""
    summary: str = ""

    def decision(self, comment: str, seen: int, clauses: CitedClauses | None) -> NewDecision:
        """Return it as a decision on one comment, the clause by its wId where there is one."""
        clause = clauses.find(self.to_clause) if clauses and self.to_clause else None
        named = clause.wid if clause else self.to_clause
        return NewDecision(
            comment, self.disposition, self.reason, self.summary, named or None, self.later, seen
        )


def read_form(sent: Mapping[str, str]) -> DecisionForm:
    """Read the fields of a decision from a form."""
    lines = {name: many_lines(sent.get(name, "")) for name in ("reason", "summary")}
    one = {name: one_line(sent.get(name, "")).strip() for name in ("to_clause", "later")}
    return DecisionForm(disposition=sent.get("disposition", ""), **one, **lines)


def typed(decision: StoredDecision) -> DecisionForm:
    """Return a kept decision as it would be typed."""
    return DecisionForm(
        decision.disposition,
        decision.to_citation,
        decision.later,
        decision.reason,
        decision.summary,
    )


def says(new: NewDecision, kept: StoredDecision) -> bool:
    """Tell whether a decision that is kept says the same as a new one."""
    names = ("disposition", "reason", "summary", "later")
    same = all(getattr(new, name) == getattr(kept, name) for name in names)
    return same and new.to_clause == kept.to_wid


def form_faults(faults: Iterable[FieldFault]) -> list[FieldFault]:
    """Return faults of decisions at the fields that all comments of the form share."""
    names = ((each, each.field.rpartition("].")[2]) for each in faults)
    return [replace(each, field=name if name in _NAMES else "disposition") for each, name in names]


_NAMES = {each.name for each in fields(DecisionForm)}
