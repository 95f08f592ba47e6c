"""The register (台账): how far its comments are, what it is narrowed to, how it is sorted."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from catalogue.model import ClauseSet
from comments_service.domain.comments import receipt_number
from comments_service.domain.ledger.submission_entries import rank_by_number
from comments_service.domain.states.comment_state import WHOLE_DRAFT_RANK, Stage

WHOLE_DRAFT = "-"
"""Stands for the comments on the whole draft where a clause could be named."""
WAITING = "waiting"
"""待答复: every stage in which nothing was released yet."""
_NUMBER = re.compile(r"([0-9]{1,9})\s*[-\uff0d\u2014\u2013]\s*([0-9]{1,4})")

Key = tuple[int, int, int]
"""A comment's place in the register: (rank, serial, position)."""


class Order(StrEnum):
    """按条款, 按收到先后, 最新在前."""

    CLAUSE = "clause"
    RECEIVED = "received"
    NEWEST = "newest"


UNANSWERED = frozenset({Stage.UNCHECKED, Stage.STUDY, Stage.REVIEW})


class Hint(StrEnum):
    """疑似自动提交, 本人否认: what there is to be looked at, whatever was decided."""

    AUTOMATIC = "automatic"
    DISOWNED = "disowned"


@dataclass(frozen=True, slots=True)
class RankRange:
    """Ranks from ``first`` to ``last`` of comments sent in a window; None: in any."""

    window: str | None
    first: int
    last: int

    def holds(self, window: str, rank: int) -> bool:
        """Return whether a comment's clause lies in it."""
        return self.window in {None, window} and self.first <= rank <= self.last


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody typed into the search: a number, a receipt number, or words."""

    number: tuple[int, int] | None = None
    receipt: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What the register is narrowed to; empty: not by it. ``clause``: a wId or ``WHOLE_DRAFT``."""

    stage: str = ""
    clause: str = ""
    channel: str = ""
    kind: str = ""
    disposition: str = ""
    late: str = ""
    hint: str = ""
    q: str = ""

    @property
    def sought(self) -> Sought:
        """What ``q`` asks for."""
        number = _NUMBER.fullmatch(self.q.strip())
        if number:
            return Sought(number=(int(number[1]), int(number[2]) - 1))
        receipt = receipt_number.normalise(self.q)
        return Sought(receipt=receipt) if receipt else Sought(words=tuple(self.q.split()))

    @property
    def is_looked_for(self) -> bool:
        """Whether it names what is counted nowhere: words, or a hint."""
        return bool(self.q or self.hint)

    @property
    def is_of_groups(self) -> bool:
        """Whether it names anything that is counted, but a clause."""
        return any((self.stage, self.channel, self.kind, self.disposition, self.late))

    @property
    def stages(self) -> frozenset[Stage]:
        """The stages that it leaves."""
        if self.stage == WAITING:
            return UNANSWERED
        return frozenset({Stage(self.stage)} if self.stage in set(Stage) else Stage)


class ClausePlaces:
    """Places of clauses in the texts by window; before 0.2.0 ranks were made of their numbers."""

    def __init__(self, texts: Mapping[str, ClauseSet]) -> None:
        self._texts = texts

    def spans(self, wid: str) -> tuple[RankRange, ...]:
        """Return the ranks of a clause with all below it, in each window's text."""
        if wid == WHOLE_DRAFT:
            return (RankRange(None, WHOLE_DRAFT_RANK, WHOLE_DRAFT_RANK),)
        return tuple(dict.fromkeys(self._spans(wid)))

    def _spans(self, wid: str) -> Iterator[RankRange]:
        for window, text in self._texts.items():
            places = {clause.eid: place for place, clause in enumerate(text.clauses)}
            found = next((clause for clause in text.clauses if clause.wid == wid), None)
            if found:
                top = f"{found.eid}__"
                below = [place for eid, place in places.items() if f"{eid}__".startswith(top)]
                yield RankRange(window, min(below), max(below))
                first = rank_by_number(found.eid)
                yield RankRange(None, first, first + _width(first))


def _width(rank: int) -> int:
    """Return how many ranks made of numbers lie below a clause's own, which ends in noughts."""
    width = 1
    while rank % (width * 1000) == 0 and width < 1000**3:
        width *= 1000
    return width - 1
