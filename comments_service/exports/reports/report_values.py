"""What the reports of one consultation are made from: plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from catalogue.results import Disposition, Reconciliation, ResultCounts
from catalogue.window import Window
from comments_service.domain.register.row import RegisterRow


class ReportPart(StrEnum):
    """The reports, in their order in one file."""

    ONE_PAGE = "page"  # 领导一页纸
    STATEMENT = "statement"  # 征求意见及采纳情况的说明
    TABLE = "table"  # 意见采纳情况汇总表


@dataclass(frozen=True, slots=True)
class ReportCorrection:
    """更正 of a released decision: ``number`` is the comment's, ``on`` the day of release."""

    on: date
    number: str
    citation: str
    before: Disposition
    after: Disposition
    reason: str


@dataclass(frozen=True, slots=True)
class ReportData:
    """Everything the reports of one policy say, of one edition (public or restricted).

    ``counts`` and ``reconciliation`` count released decisions only, ``channels`` has 条 by the
    channel's code. ``rows`` are all comments that may be listed, in order of receipt; each
    report reads them again, so that a database can yield them. ``as_of`` is the aware instant
    of the cut.
    """

    policy: str
    title: str
    unit: str
    edition: str
    as_of: datetime
    windows: tuple[Window, ...]
    counts: ResultCounts
    channels: Mapping[str, int]
    reconciliation: Reconciliation
    rows: Iterable[RegisterRow]
    corrections: tuple[ReportCorrection, ...] = ()
