"""采纳情况反馈: the published outcome of a consultation, as ``results.json`` carries it.

Today the head is read, which says that and when the outcome was published; other keys
of the file are passed over.
"""

from dataclasses import dataclass
from datetime import date

RESULTS_SCHEMA = "yanlu-results/1"


@dataclass(frozen=True, slots=True)
class ResultCounts:
    """条数: comments received, adopted in whole or part, and not adopted."""

    comments: int
    adopted: int
    partly_adopted: int
    not_adopted: int


@dataclass(frozen=True, slots=True)
class Results:
    """The outcome of one policy's consultation."""

    policy: str
    published_on: date
    counts: ResultCounts
    schema: str = RESULTS_SCHEMA
