"""Comments with one answer, counted together: what a report lists instead of every comment."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from catalogue.results import CARRYING, Disposition, ResultCounts
from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.domain.register.row import RegisterRow
from comments_service.exports.export_data import ExportError
from comments_service.exports.reports.report_words import carried_words

_LONGEST = 400
_MOST_CITATIONS = 3


@dataclass(slots=True)
class AnswerGroup:
    """Comments with one disposition, reason and carrying clause; the first of them is quoted."""

    disposition: Disposition
    said: str
    reason: str
    carried: str
    citations: list[str] = field(default_factory=list)
    more_citations: bool = False
    comments: int = 0

    def add(self, citation: str) -> None:
        """Count one more comment, on the clause of that citation."""
        self.comments += 1
        if citation not in self.citations:
            self.more_citations |= len(self.citations) == _MOST_CITATIONS
            self.citations += [citation] if len(self.citations) < _MOST_CITATIONS else []

    @property
    def about(self) -> str:
        """The clauses that the comments are on."""
        return "、".join(self.citations) + ("等" if self.more_citations else "")

    @property
    def elsewhere(self) -> str:
        """Where the comments are carried, unless that is the clause that they are on."""
        return "" if self.carried == carried_words(self.about, "") else self.carried


def answer_groups(rows: Iterable[RegisterRow], counts: ResultCounts) -> list[AnswerGroup]:
    """Group released answers, the largest first; ``ExportError`` where the counts say otherwise."""
    groups: dict[bytes, AnswerGroup] = {}
    found: Counter[Disposition] = Counter()
    for row in rows:
        if row.disposition in DISPOSITIONS and row.released and row.state != "withdrawn":
            disposition = Disposition(DISPOSITIONS[row.disposition])
            found[disposition] += 1
            groups.setdefault(_key(row), _group(row, disposition)).add(one_line(row.citation))
    for disposition, number in counts.by_disposition.items():
        if found[disposition] != number:
            message = f"rows that are {disposition}: {found[disposition]}, in the ledger: {number}"
            raise ExportError(message)
    return sorted(groups.values(), key=lambda group: -group.comments)


def of_dispositions(
    groups: Sequence[AnswerGroup], dispositions: Iterable[Disposition]
) -> list[AnswerGroup]:
    """Return the groups of these dispositions."""
    wanted = set(dispositions)
    return [group for group in groups if group.disposition in wanted]


def lacking(groups: Iterable[AnswerGroup]) -> list[str]:
    """Return what answers lack: the carrying clause of adopted ones, the others' reason."""
    pending = unexplained = 0
    for group in groups:
        pending += group.comments * (group.disposition in CARRYING and not group.carried)
        needs_reason = group.disposition is not Disposition.ADOPTED
        unexplained += group.comments * (needs_reason and not group.reason)
    numbers = (("采纳或部分采纳而未写明体现条款的", pending), ("未写明理由的", unexplained))
    return [f"{what}{number}条。" for what, number in numbers if number]


def one_line(text: str) -> str:
    """Return text without line breaks, and not more than a report quotes."""
    return " ".join(text[: 2 * _LONGEST].split())[:_LONGEST]


def _group(row: RegisterRow, disposition: Disposition) -> AnswerGroup:
    said = "" if row.withheld else one_line(row.summary or row.body or row.proposed_text)
    carried = one_line(carried_words(row.to_citation, row.later))
    return AnswerGroup(disposition, said, one_line(row.reason), carried)


def _key(row: RegisterRow) -> bytes:
    """Return what comments with one answer share; without a reason, the clause they are on."""
    shared = row.disposition, row.reason, row.to_citation, row.later
    whole = shared if row.reason else (*shared, row.citation)
    return hashlib.blake2b(repr(whole).encode("utf-8", "replace"), digest_size=16).digest()
