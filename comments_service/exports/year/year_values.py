"""What the year's sheet over all consultations is made from: plain values and their sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

COUNTED = (
    "consultations", "submissions", "comments", "participants", "departments",
    "adopted", "partly_adopted", "valid", "due", "on_time",
)  # fmt: skip
"""The figures of a row that can be summed."""


@dataclass(frozen=True, slots=True)
class YearRow:
    """A consultation in a year, or a sum; days are of the last round, None in sums or unknown."""

    issuer: str
    policy: str = ""
    title: str = ""
    last_day: date | None = None
    outcome_due: date | None = None
    published_on: date | None = None
    consultations: int = 1
    submissions: int = 0
    comments: int = 0
    participants: int = 0
    departments: int = 0
    adopted: int = 0
    partly_adopted: int = 0
    valid: int = 0
    due: int = 0
    on_time: int = 0


@dataclass(frozen=True, slots=True)
class YearData:
    """A year's consultations as of an aware instant, one row each."""

    year: int
    as_of: datetime
    rows: Sequence[YearRow]

    def by_issuer(self) -> list[YearRow]:
        """Return the sum of each issuer, in the order of their names."""
        issuers = sorted({row.issuer for row in self.rows})
        return [
            total((row for row in self.rows if row.issuer == issuer), issuer) for issuer in issuers
        ]


def total(rows: Iterable[YearRow], issuer: str) -> YearRow:
    """Return the sum of rows; people who took part in several consultations count in each."""
    listed = list(rows)
    sums = {name: sum(getattr(row, name) for row in listed) for name in COUNTED}
    return replace(YearRow(issuer), **sums)
