"""The register's rows: found by what it is narrowed to, page by page after a key."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    false,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from comments_service.domain.register.filter import Hint, Key, Order, RankRange, RegisterFilter
from comments_service.store.comments.automatic_marks import ANY_AUTOMATIC, automatic_ones
from comments_service.store.comments.comment_counts import Split, sums
from comments_service.store.comments.request_rows import disowned_ones
from comments_service.store.database.tables import (
    comment_counts,
    comment_states,
    comment_versions,
    comments,
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


class Cell(NamedTuple):
    """How many comments that are not sealed are alike in these."""

    stage: str
    disposition: str | None
    channel: str
    kind: str
    late: bool
    number: int


@dataclass(frozen=True, slots=True)
class RegisterList:
    """What a filter leaves of a policy, in an order; ``spans``: of its clause, if it names one.

    ``few`` is what it leaves, where that is known to be little, and ``ranks`` are those on which
    there is anything, where they are known. ``attached`` are, by each word that it looks for,
    comments whose files say it.
    """

    policy: str
    wanted: RegisterFilter = field(default_factory=RegisterFilter)
    spans: Sequence[RankRange] | None = None
    order: Order = Order.CLAUSE
    few: Sequence[Cell] | None = None
    ranks: Collection[int] = ()
    attached: Mapping[str, Collection[str]] = field(default_factory=dict)

    @property
    def is_narrowed(self) -> bool:
        """Whether it is narrowed by more than words."""
        return self.wanted.is_of_groups or bool(self.spans)

    def total(self, connection: Connection) -> int:
        """Count them, row by row."""
        return int(connection.execute(self.counted()).scalar_one())

    def counted(self) -> Select[Any]:
        """Return the query that counts them."""
        return select(func.count()).select_from(self._found().subquery())

    def cells(self, connection: Connection) -> list[Cell]:
        """Count what the filter's clause leaves, whatever else it says; words left aside."""
        kinds = (_C.stage, _C.disposition, _C.channel, _C.kind, _C.late)
        only = RegisterList(self.policy, spans=self.spans)
        split = Split.WHOLE if self.spans is None else Split.CLAUSE
        query = sums(kinds, _C.split == split, *only.narrowed(_C))
        return [Cell(*row) for row in connection.execute(query)]

    def places(self, connection: Connection) -> dict[tuple[str, int], int]:
        """Count by (window, rank) what all but the filter's clause leaves; words left aside."""
        columns = (_C.window, _C.rank)
        every = RegisterList(self.policy, self.wanted)
        split = Split.CLAUSE if self.wanted.is_of_groups else Split.RANK
        query = sums(columns, _C.split == split, *every.narrowed(_C))
        return {(row[0], row[1]): row[2] for row in connection.execute(query)}

    def page(
        self, connection: Connection, limit: int, after: Key | None = None, *, back: bool = False
    ) -> list[tuple[str, Key]]:
        """Return (comment, key) of those after a key in this order, or before it (``back``)."""
        falling = (self.order is Order.NEWEST) != back
        columns: Iterable[ColumnElement[Any]] = _KEY[self._first :]
        sought = self.wanted.sought
        if self.few is not None or sought.number or sought.receipt or self.wanted.hint:
            # No index has sums in order, so they are found by what narrows them, and sorted.
            columns = [each + 0 for each in columns]
        query = self._found().where(*self._limits(after, falling=falling)).limit(limit)
        rows = connection.execute(query.order_by(*(e.desc() if falling else e for e in columns)))
        found = [(row[0], (row[1], row[2], row[3])) for row in rows]
        return found[::-1] if back else found

    @property
    def _first(self) -> int:
        """Which part of a key comes first in this order."""
        return 0 if self.order is Order.CLAUSE else 1

    def _found(self) -> Select[Any]:
        sought = self.wanted.sought
        query = select(_S.comment, *_KEY).where(*self.narrowed(_S))
        if self.few is not None and self.spans is None:
            for name in ("stage", "channel", "kind", "late"):
                query = query.where(_S[name].in_(sorted({getattr(e, name) for e in self.few})))
        if sought.number:
            query = query.where(_S.serial == sought.number[0], _S.position == sought.number[1])
        elif sought.receipt:
            # By way of the keys: SQLite would look at every comment of the policy.
            query = query.join(comments, comments.c.id == _S.comment)
            query = query.join(submissions, submissions.c.id == comments.c.submission_id)
            query = query.where(submissions.c.receipt_no == sought.receipt)
        elif sought.words:
            query = query.where(_says(sought.words, self.attached))
        if self.wanted.hint:
            query = query.where(_S.comment.in_(_HINTED[self.wanted.hint](self.policy)))
        return query

    def _limits(self, after: Key | None, *, falling: bool) -> Iterator[ColumnElement[bool]]:
        """Yield what is after the key, from the first rank to the last that has anything."""
        # On its side the key is the nearer limit, and SQLite would go by either.
        by_key = after is not None and not self._first
        if self.ranks and (falling or not by_key):
            yield _S.rank >= min(self.ranks)
        if self.ranks and not (falling and by_key):
            yield _S.rank <= max(self.ranks)
        if after is not None:
            here, there = tuple_(*_KEY[self._first :]), tuple_(*after[self._first :])
            yield here < there if falling else here > there

    def narrowed(self, columns: Columns) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions of all but the words, on the states or their counts."""
        # What is hinted at is found by its ids: by the policy, SQLite would look at all of it.
        hinted = self.wanted.hint and columns is _S
        yield (columns.policy.concat("") if hinted else columns.policy) == self.policy
        yield columns.sealed == false()
        if self.wanted.stage:
            yield columns.stage.in_(sorted(self.wanted.stages))
        for name in ("channel", "kind", "disposition"):
            if getattr(self.wanted, name):
                yield columns[name] == getattr(self.wanted, name)
        if self.wanted.late:
            yield columns.late == true()
        if self.spans is not None:
            yield or_(false(), *(_within(columns, span) for span in self.spans))


def _within(columns: Columns, span: RankRange) -> ColumnElement[bool]:
    inside = columns.rank.between(span.first, span.last)
    return inside if span.window is None else and_(inside, columns.window == span.window)


def hints_of(connection: Connection, policy_id: str) -> dict[str, int | None]:
    """Return those for which a policy has any comment, with how many; None: not counted."""
    automatic, number = connection.execute(_hints(policy_id), {"policy": policy_id}).one()
    found: dict[str, int | None] = {Hint.AUTOMATIC: None} if automatic else {}
    return found | ({Hint.DISOWNED: number} if number else {})


@lru_cache(maxsize=64)
def _hints(policy_id: str) -> Select[Any]:
    disowned = RegisterList(policy_id, RegisterFilter(hint=Hint.DISOWNED))
    return select(ANY_AUTOMATIC, disowned.counted().scalar_subquery())


_HINTED: Mapping[str, Callable[[str], Select[tuple[str]]]] = {
    Hint.AUTOMATIC: automatic_ones,
    Hint.DISOWNED: disowned_ones,
}


def _says(words: Sequence[str], attached: Mapping[str, Collection[str]]) -> ColumnElement[bool]:
    version = comment_versions.c
    texts = (version.body, version.proposed_text, version.reason)
    files = {word: [version.comment_id.in_(ids)] for word, ids in attached.items() if ids}
    each = [
        or_(*(text.icontains(word, autoescape=True) for text in texts), *files.get(word, ()))
        for word in words
    ]
    here = and_(version.comment_id == _S.comment, version.number == _NEWEST)
    return exists().where(here, *each)
