"""Decisions on comments (采纳情况): as entered, as kept, and what keeps one from being taken."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from catalogue.model import Clause, ClauseSet
from catalogue.references import Finder, read_citation
from catalogue.results import CARRYING, Disposition
from comments_service.domain.canonical import canonical_json
from comments_service.domain.errors import FieldFault
from comments_service.domain.states.reconciliation import DISPOSITION_CODES
from comments_service.domain.text_rules import is_blank, many_lines, text_faults

LONGEST = {"reason": 10_000, "summary": 10_000, "to_clause": 200, "later": 500}
"""Characters that each text of a decision may have."""
WITHDRAWN_WORDS = "意见%(number)s已撤回、并入他条或登记有误，不再拟办"
_CARRYING = {each.name.lower() for each in CARRYING}
_ADOPTED = Disposition.ADOPTED.name.lower()
# 第2段 is said for 第2自然段.
_SHORT = re.compile("(?<!自然)段")


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What the office decides on one comment; ``disposition`` is a code.

    ``to_clause`` names the clause that carries the comment, in the policy's newest text, by its
    wId, its eId or a citation as it was typed; ``later`` says in which later document it will be
    carried. ``seen`` is the ledger's number of the comment's last change that whoever decides
    has seen.
    """

    comment: str
    disposition: str
    reason: str = ""
    summary: str = ""
    to_clause: str | None = None
    later: str = ""
    seen: int = 0

    def kept(self) -> "NewDecision":
        """Return it with its texts as they are kept."""
        texts: dict[str, Any] = {
            name: many_lines(getattr(self, name)) for name in ("reason", "summary", "later")
        }
        return replace(self, **texts)


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A decision as kept; ``digest`` is over the salt and ``decision_content``."""

    id: str
    comment: str
    policy: str
    disposition: str
    reason: str
    summary: str
    to_wid: str | None
    to_version: str | None
    to_citation: str
    later: str
    by: str
    at: datetime
    salt: str
    digest: str
    entry: int


def decision_content(decision: StoredDecision) -> str:
    """Return the canonical JSON of what was decided: what the digest covers."""
    names = (
        "comment", "policy", "disposition", "reason", "summary", "to_wid", "to_version",
        "to_citation", "later", "by",
    )  # fmt: skip
    return canonical_json({name: getattr(decision, name) for name in names})


class CitedClauses:
    """Finds the clause of one version that an official's words name."""

    def __init__(self, text: ClauseSet) -> None:
        self.text = text
        self._found: dict[str, Clause | None] = {}

    def find(self, words: str) -> Clause | None:
        """Return the clause that a citation, a wId or an eId names; None where none certainly."""
        if words not in self._found:
            self._found[words] = self._find(words.strip())
        return self._found[words]

    def _find(self, words: str) -> Clause | None:
        parts = read_citation(_SHORT.sub("自然段", words))
        cited = self._by_citation.get(words) or (self._finder.resolve(parts) if parts else None)
        return cited or self.text.resolve(words)

    @cached_property
    def _by_citation(self) -> dict[str, Clause]:
        return {clause.citation: clause for clause in reversed(self.text.clauses)}

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self.text.clauses)


def decision_faults(new: NewDecision, clauses: CitedClauses | None) -> Iterator[FieldFault]:
    """Yield what keeps a decision from being taken, by the names of its fields.

    ``clauses`` are those of the policy's newest text, ``to_clause`` may be as it was typed. A
    reason is required for all but 采纳. 采纳 and 部分采纳 may name the clause that carries the
    comment, or a later document; without either they stay pending.
    """
    if new.disposition not in DISPOSITION_CODES:
        yield FieldFault("disposition", "请从给定的选项中选择")
        return
    if new.disposition != _ADOPTED and is_blank(new.reason):
        yield FieldFault("reason", "除“采纳”外，须写明理由")
    yield from _carrying_faults(new, clauses)
    for field, longest in LONGEST.items():
        yield from text_faults(field, getattr(new, field) or "", longest)


def _carrying_faults(new: NewDecision, clauses: CitedClauses | None) -> Iterator[FieldFault]:
    named = [field for field in ("to_clause", "later") if not is_blank(getattr(new, field) or "")]
    if named and new.disposition not in _CARRYING:
        yield FieldFault(named[0], "只有“采纳”和“部分采纳”才写体现在哪里，其他请留空")
    elif len(named) > 1:
        yield FieldFault("later", "已写体现的条款，不能再写“拟在后续文件中体现”")
    elif named == ["to_clause"] and not (clauses and clauses.find(new.to_clause or "")):
        words = new.to_clause or ""
        yield FieldFault("to_clause", "文本中没有条款“%(clause)s”", {"clause": words[:60]})
