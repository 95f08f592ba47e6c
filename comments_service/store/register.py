"""The register's rows: found by what it is narrowed to, page by page behind a key."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

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

from comments_service.domain.reconciliation import State
from comments_service.domain.register_filter import Key, Order, RegisterFilter, Span, Stage
from comments_service.store.comment_states import COLUMNS
from comments_service.store.comment_versions import LATEST_VERSION
from comments_service.store.decisions import DECISION
from comments_service.store.staff_tables import staff
from comments_service.store.tables import (
    comment_states,
    comment_versions,
    comments,
    decisions,
    submissions,
)

_S = comment_states.c
_KEY = (_S.rank, _S.serial, _S.position)
_ANSWERED = _S.state == State.ANSWERED.value
_ENDED = _S.state.in_([State.ANSWERED.value, State.WITHDRAWN.value])
_AWAY = func.coalesce(_S.disposition, "").in_(["referred", "petition", "invalid"])
_DECIDED = _S.state == State.DECIDED.value
_STAGES: dict[Stage, ColumnElement[bool]] = {
    Stage.UNCHECKED: and_(_S.unchecked == true(), ~_ENDED),
    Stage.STUDY: and_(_S.unchecked == false(), ~_ENDED, ~_DECIDED),
    Stage.REVIEW: and_(_S.unchecked == false(), _DECIDED),
    Stage.REVIEWED: and_(_ANSWERED, ~_AWAY),
    Stage.ASIDE: or_(_S.state == State.WITHDRAWN.value, and_(_ANSWERED, _AWAY)),
}
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
    .where(_S.comment.in_(bindparam("ids", expanding=True)), _S.sealed == false())
)


@dataclass(frozen=True, slots=True)
class RegisterList:
    """The comments of a policy that a filter leaves, in an order; sealed ones are in none.

    ``spans`` are what the filter's clause comes to; None: it names none.
    """

    policy: str
    wanted: RegisterFilter
    spans: Sequence[Span] | None
    order: Order = Order.CLAUSE

    def total(self, connection: Connection) -> int:
        """Count them, row by row."""
        query = select(func.count()).select_from(comment_states).where(*self._conditions())
        return int(connection.execute(query).scalar_one())

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

    def _conditions(self) -> Iterator[ColumnElement[bool]]:
        yield _S.policy == self.policy
        yield _S.sealed == false()
        if self.wanted.stage:
            yield or_(*(_STAGES[each] for each in sorted(self.wanted.stages)))
        for name in ("channel", "kind", "disposition"):
            if getattr(self.wanted, name):
                yield _S[name] == getattr(self.wanted, name)
        if self.wanted.late:
            yield _S.late == true()
        if self.spans is not None:
            yield or_(false(), *map(_within, self.spans))
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
    """Return what the register shows of these comments, in their order; sealed ones are left out.

    Each has the columns of its state, of what was said (``v_``), of who sent it, and of the
    decision that waits or was released (``d_``), with the name of who made it.
    """
    rows: Iterable[Any] = connection.execute(_LINES, {"ids": list(ids)})
    found = {row.comment: row for row in rows}
    return [found[each] for each in ids if each in found]


def _within(span: Span) -> ColumnElement[bool]:
    inside = _S.rank.between(span.first, span.last)
    return inside if span.window is None else and_(inside, _S.window == span.window)


def _says(words: Sequence[str]) -> ColumnElement[bool]:
    version = comment_versions.c
    texts = (version.body, version.proposed_text, version.reason)
    each = [or_(*(text.icontains(word, autoescape=True) for text in texts)) for word in words]
    here = and_(version.comment_id == _S.comment, version.number == _NEWEST)
    return exists().where(here, *each)
