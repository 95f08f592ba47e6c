"""The register's rows: found by what it is narrowed to, page by page behind a key."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from comments_service.domain.reconciliation import State
from comments_service.domain.register_filter import ASIDE, Key, Order, RegisterFilter, Span, Stage
from comments_service.store.comment_states import COLUMNS
from comments_service.store.comment_versions import LATEST_VERSION
from comments_service.store.decisions import DECISION
from comments_service.store.tables import (
    comment_counts,
    comment_states,
    comment_versions,
    comments,
    decisions,
    staff,
    submissions,
)

_S, _C = comment_states.c, comment_counts.c
Columns = ReadOnlyColumnCollection[str, Any]
_KEY = (_S.rank, _S.serial, _S.position)
_NEWER = comment_versions.alias()
_NEWEST = (
    select(func.max(_NEWER.c.number))
    .where(_NEWER.c.comment_id == comment_versions.c.comment_id)
    .correlate(comment_versions)
    .scalar_subquery()
)
_LINES = (
    select(
        *COLUMNS,
        comments.c.citation,
        comments.c.clause_text,
        comments.c.eid,
        *(column.label(f"v_{column.name}") for column in comment_versions.c),
        submissions.c.personal,
        submissions.c.version,
        submissions.c.consent_publish_name,
        submissions.c.posted_on,
        submissions.c.received_on,
        submissions.c.received_at,
        submissions.c.assurance,
        staff.c.name.label("by_name"),
        *DECISION,
    )
    .select_from(
        comment_states.join(comments, comments.c.id == _S.comment)
        .join(comment_versions, LATEST_VERSION)
        .join(submissions, submissions.c.id == _S.submission)
        .outerjoin(decisions, decisions.c.id == func.coalesce(_S.proposal, _S.decision))
        .outerjoin(staff, staff.c.id == decisions.c.by)
    )
    # Sealed ones are left out below: SQLite would go by that index, which holds nearly all.
    .where(_S.comment.in_(bindparam("ids", expanding=True)))
)


class Cell(NamedTuple):
    """How many comments that are not sealed are alike in these."""

    state: str
    disposition: str | None
    unchecked: bool
    channel: str
    kind: str
    late: bool
    number: int


@dataclass(frozen=True, slots=True)
class RegisterList:
    """What a filter leaves of a policy, in an order; ``spans``: of its clause, if it names one."""

    policy: str
    wanted: RegisterFilter
    spans: Sequence[Span] | None
    order: Order = Order.CLAUSE

    def total(self, connection: Connection) -> int:
        """Count them, row by row."""
        query = select(func.count()).select_from(comment_states).where(*self._conditions())
        return int(connection.execute(query).scalar_one())

    def cells(self, connection: Connection) -> list[Cell]:
        """Count what the filter's clause leaves, whatever else it says; words left aside."""
        kinds = (_C.state, _C.disposition, _C.unchecked, _C.channel, _C.kind, _C.late)
        only = RegisterList(self.policy, RegisterFilter(), self.spans)
        query = select(*kinds, func.sum(_C.number)).where(*only.narrowed(_C)).group_by(*kinds)
        rows: Iterable[Any] = connection.execute(query.having(func.sum(_C.number) != 0))
        return [Cell(*row) for row in rows]

    def ranks(self, connection: Connection) -> dict[tuple[str, int], int]:
        """Count by (window, rank) what all but the filter's clause leaves; words left aside."""
        places = (_C.window, _C.rank)
        every = RegisterList(self.policy, self.wanted, None)
        query = select(*places, func.sum(_C.number)).where(*every.narrowed(_C)).group_by(*places)
        rows = connection.execute(query.having(func.sum(_C.number) != 0))
        return {(row[0], row[1]): row[2] for row in rows}

    def page(
        self, connection: Connection, limit: int, behind: Key | None = None, *, back: bool = False
    ) -> list[tuple[str, Key]]:
        """Return (comment, key) of those behind a key in this order, or before it (``back``)."""
        query = self._page(limit, behind, back=back)
        found = [(row[0], (row[1], row[2], row[3])) for row in connection.execute(query)]
        return found[::-1] if back else found

    def _page(self, limit: int, behind: Key | None, *, back: bool) -> Select[Any]:
        columns = _KEY if self.order is Order.CLAUSE else _KEY[1:]
        falling = (self.order is Order.NEWEST) != back
        query = select(_S.comment, *_KEY).where(*self._conditions())
        if behind is not None:
            here, there = tuple_(*columns), tuple_(*behind[-len(columns) :])
            query = query.where(here < there if falling else here > there)
        return query.order_by(*(each.desc() if falling else each for each in columns)).limit(limit)

    def narrowed(self, columns: Columns) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions of all but the words, on the states or their counts."""
        yield columns.policy == self.policy
        yield columns.sealed == false()
        if self.wanted.stage:
            stages = _stages(columns)
            yield or_(*(stages[each] for each in sorted(self.wanted.stages)))
        for name in ("channel", "kind", "disposition"):
            if getattr(self.wanted, name):
                yield columns[name] == getattr(self.wanted, name)
        if self.wanted.late:
            yield columns.late == true()
        if self.spans is not None:
            yield or_(false(), *(_within(columns, span) for span in self.spans))

    def _conditions(self) -> Iterator[ColumnElement[bool]]:
        yield from self.narrowed(_S)
        yield from self._sought()

    def _sought(self) -> Iterator[ColumnElement[bool]]:
        sought = self.wanted.sought
        if sought.number:
            yield and_(_S.serial == sought.number[0], _S.position == sought.number[1])
        elif sought.receipt:
            yield _S.submission == (
                select(submissions.c.id)
                .where(submissions.c.receipt_no == sought.receipt)
                .scalar_subquery()
            )
        elif sought.words:
            yield _says(sought.words)


def lines(connection: Connection, ids: Collection[str]) -> list[Row[Any]]:
    """Return states with words (``v_``), sender and decision (``d_``) in order, none sealed."""
    rows: Iterable[Any] = connection.execute(_LINES, {"ids": list(ids)})
    found = {row.comment: row for row in rows if not row.sealed}
    return [found[each] for each in ids if each in found]


def _stages(columns: Columns) -> dict[Stage, ColumnElement[bool]]:
    """Return what ``stage_of`` tells, as conditions."""
    answered, decided = columns.state == State.ANSWERED.value, columns.state == State.DECIDED.value
    withdrawn = columns.state == State.WITHDRAWN.value
    away = func.coalesce(columns.disposition, "").in_(sorted(ASIDE))
    ended = or_(answered, withdrawn)
    return {
        Stage.UNCHECKED: and_(columns.unchecked == true(), ~ended),
        Stage.STUDY: and_(columns.unchecked == false(), ~ended, ~decided),
        Stage.REVIEW: and_(columns.unchecked == false(), decided),
        Stage.REVIEWED: and_(answered, ~away),
        Stage.ASIDE: or_(withdrawn, and_(answered, away)),
    }


def _within(columns: Columns, span: Span) -> ColumnElement[bool]:
    inside = columns.rank.between(span.first, span.last)
    return inside if span.window is None else and_(inside, columns.window == span.window)


def _says(words: Sequence[str]) -> ColumnElement[bool]:
    version = comment_versions.c
    texts = (version.body, version.proposed_text, version.reason)
    each = [or_(*(text.icontains(word, autoescape=True) for text in texts)) for word in words]
    here = and_(version.comment_id == _S.comment, version.number == _NEWEST)
    return exists().where(here, *each)
