"""采纳情况反馈: the published outcome of a consultation, as ``results.json`` carries it.

The service writes the file from its ledger, the publisher shows it. Comments are counted
three ways, never mixed: 件 submissions, 条 comments, 人 participants. A file that holds only
its head (``policy``, ``published_on`` and four counts) is an outcome too: every other key
has a default. ``results_check`` says whether the figures agree with each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

RESULTS_SCHEMA = "yanlu-results/1"

SPLIT_FROM = 10
"""条数 from which a chart, or a split by day or kind, is shown; below, people could be guessed."""


class Disposition(StrEnum):
    """What became of a comment (采纳情况), in the words the public reads."""

    ADOPTED = "采纳"
    PARTLY_ADOPTED = "部分采纳"
    NOT_ADOPTED = "未采纳"
    ALREADY_PROVIDED = "已有规定"
    OUT_OF_SCOPE = "不属本次范围"
    REFERRED = "转办其他部门"
    PETITION = "转送信访部门"
    INVALID = "无效"


ANSWERING = (
    Disposition.ADOPTED,
    Disposition.PARTLY_ADOPTED,
    Disposition.NOT_ADOPTED,
    Disposition.ALREADY_PROVIDED,
    Disposition.OUT_OF_SCOPE,
)
"""Those that answer a comment here; a comment of one of the others is dealt with elsewhere."""

CARRYING = (Disposition.ADOPTED, Disposition.PARTLY_ADOPTED)
"""Those for which a clause of the text carries the comment on, now or later."""


@dataclass(frozen=True, slots=True)
class ResultCounts:
    """What was received and what became of it.

    ``comments`` (条) are all that came in, those of 机关单位 too; ``valid`` are they without
    无效, 转送信访部门 and withdrawn ones, the denominator of every rate. ``submissions`` are 件.
    ``participants`` are 人 without 机关单位, whose number is ``departments`` and whose comments
    are ``department_comments``. ``transferred`` are all that went to another office, with
    those of which no more may be said than that (检举控告). None is not known.
    """

    comments: int
    adopted: int
    partly_adopted: int
    not_adopted: int
    already_provided: int = 0
    out_of_scope: int = 0
    referred: int = 0
    petition: int = 0
    invalid: int = 0
    withdrawn: int = 0
    valid: int | None = None
    submissions: int | None = None
    participants: int | None = None
    departments: int | None = None
    department_comments: int | None = None
    transferred: int | None = None

    def of(self, disposition: Disposition) -> int:
        """Return the number of comments of one disposition."""
        return int(getattr(self, disposition.name.lower()))

    @property
    def by_disposition(self) -> dict[Disposition, int]:
        """Every disposition with its number of comments, in the order of the enumeration."""
        return {disposition: self.of(disposition) for disposition in Disposition}

    @property
    def taken(self) -> int:
        """How many were adopted, wholly or in part."""
        return self.adopted + self.partly_adopted

    @property
    def transferred_elsewhere(self) -> int:
        """Of those transferred, the ones of which it is not said where to."""
        named = self.referred + self.petition
        return 0 if self.transferred is None else self.transferred - named

    @property
    def rated(self) -> int:
        """The denominator of rates: ``valid``, worked out where the file does not say it."""
        worked_out = self.comments - self.invalid - self.petition - self.withdrawn
        return worked_out if self.valid is None else self.valid


@dataclass(frozen=True, slots=True)
class Correction:
    """更正: what was said of a comment until the day ``on``, when another answer was released."""

    on: date
    disposition: Disposition
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One comment as the public reads it, and what became of it.

    ``clause`` is a wId, None for a comment on the whole draft; ``summarised`` marks a
    公开摘要 of the office in place of the comment's own words. ``withheld`` is the reason for
    which the text is not shown (``commercial_secret``), then ``text`` is empty. ``reason`` may
    be left to the group of that id. ``to_wid`` is the clause that carries an adopted comment,
    ``later`` the note where a later document will (拟在后续文件中体现). ``to_version`` is the
    text in which that clause stands; where its wId is not known yet, ``to_citation`` cites it
    there. The publisher leaves out all three until that text is public, and says
    ``forthcoming`` (将体现在修改稿中) instead. ``leaf`` is the index of the submission in the
    log of receipts, from 0. ``window`` names the round. ``corrections`` are the earlier
    answers (更正), the oldest first.
    """

    clause: str | None
    citation: str
    masked_name: str
    text: str
    disposition: Disposition
    reason: str = ""
    summarised: bool = False
    channel: str = "web"
    to_wid: str | None = None
    later: str = ""
    group: str = ""
    leaf: int | None = None
    window: str = ""
    withheld: str = ""
    to_version: str = ""
    to_citation: str = ""
    forthcoming: bool = False
    corrections: tuple[Correction, ...] = ()

    @property
    def is_carried(self) -> bool:
        """Whether it is said where an adopted comment is carried, now or later."""
        return bool(self.to_wid or self.to_citation or self.later or self.forthcoming)


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """Similar comments with one answer (国办发〔2019〕9号): ``topic`` says what they ask."""

    id: str
    topic: str
    reason: str


@dataclass(frozen=True, slots=True)
class ResultRound:
    """One round (window) with what it received: 条 and, where known, 件."""

    window: str
    comments: int
    submissions: int | None = None


@dataclass(frozen=True, slots=True)
class Partition:
    """Everything that was received, each in the first part that fits.

    ``unresolved`` has no released disposition yet, ``withheld`` is answered but not shown.
    ``late`` and ``repeated`` are not parts of the partition.
    """

    received: int
    withdrawn: int
    invalid: int
    transferred: int
    unresolved: int
    withheld: int
    published: int
    withheld_by_reason: Mapping[str, int] = field(default_factory=dict)
    late: int = 0
    repeated: int = 0

    @property
    def parts(self) -> tuple[int, ...]:
        """The parts, whose sum is ``received``."""
        left_out = (self.withdrawn, self.invalid, self.transferred)
        return (*left_out, self.unresolved, self.withheld, self.published)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """勾稽核对, by comments (条) and, where known, by submissions (件)."""

    comments: Partition
    submissions: Partition | None = None
    balanced: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """The head of an outcome, which ``catalogue.json`` carries with its policy."""

    policy: str
    published_on: date
    counts: ResultCounts
    corrected_on: date | None = None
    schema: str = RESULTS_SCHEMA


@dataclass(frozen=True, slots=True)
class Results:
    """The outcome of one policy's consultation, all rounds together.

    ``unit`` is the office that answers, ``statement`` what it says, by paragraphs;
    ``versions`` and ``windows`` are the ids of the texts and rounds that were commented on;
    ``rounds`` has the figures by round, a round that brought nothing among them.
    """

    policy: str
    published_on: date
    counts: ResultCounts
    title: str = ""
    unit: str = ""
    statement: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()
    groups: tuple[ResultGroup, ...] = ()
    rows: tuple[ResultRow, ...] = ()
    reconciliation: Reconciliation | None = None
    rounds: tuple[ResultRound, ...] = ()
    schema: str = RESULTS_SCHEMA

    @property
    def corrected_on(self) -> date | None:
        """The day of the last 更正; None where nothing was corrected."""
        return max((each.on for row in self.rows for each in row.corrections), default=None)

    @property
    def head(self) -> Outcome:
        """What the catalogue carries of it."""
        return Outcome(self.policy, self.published_on, self.counts, self.corrected_on)

    def reason(self, row: ResultRow) -> str:
        """Return the reason of a row, or that of its group where the row has none."""
        shared = (group.reason for group in self.groups if group.id == row.group)
        return row.reason or next(shared, "")
