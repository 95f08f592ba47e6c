"""How many comments stand how: signed numbers, inserted and summed, so that no writers meet."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, false, func, insert, select

from comments_service.domain.comment_state import CommentState
from comments_service.store.tables import comment_counts, comment_days

_CELL = (
    "policy", "window", "wid", "rank", "channel", "kind", "late", "unchecked", "sealed", "state",
    "disposition",
)  # fmt: skip
_DAY = ("policy", "day", "channel")
_INSERT = {comment_counts: insert(comment_counts), comment_days: insert(comment_days)}
# Fewer changes than this are not worth putting together.
_WORTH = 500

_D = comment_days.c
_DAYS = (
    select(_D.day, func.sum(_D.number))
    .where(_D.policy == bindparam("policy"))
    .group_by(_D.day)
    .having(func.sum(_D.number) != 0)
    .order_by(_D.day)
)

Change = tuple[CommentState | None, CommentState]
"""(before, after) of one comment; before is None for a new one."""


def by_day(connection: Connection, policy: str) -> list[tuple[date, int]]:
    """Return how many comments came on each day on which any came, sealed ones left out."""
    return [(row[0], row[1]) for row in connection.execute(_DAYS, {"policy": policy})]


def note(connection: Connection, changes: Iterable[Change]) -> None:
    """Count what changed."""
    cells: Counter[tuple[Any, ...]] = Counter()
    days: Counter[tuple[Any, ...]] = Counter()
    for before, after in changes:
        for state, sign in ((after, 1), (before, -1)):
            if state:
                cells[_of(state, _CELL)] += sign
            # No day may tell of an accusation.
            if state and not state.sealed:
                days[_of(state, _DAY)] += sign
    _add(connection, comment_counts, _CELL, cells)
    _add(connection, comment_days, _DAY, days)


def merge(connection: Connection) -> None:
    """Put rows of equal keys together where many came since the last time."""
    for table, names in ((comment_counts, _CELL), (comment_days, _DAY)):
        query = select(table.c.policy).where(table.c.merged == false()).group_by(table.c.policy)
        for policy in connection.execute(query.having(func.count() >= _WORTH)).scalars().all():
            _merge(connection, table, names, policy)


def faults(connection: Connection, states: Iterable[CommentState]) -> Iterator[str]:
    """Name each number that is not what the states come to."""
    every = list(states)
    for table, names in ((comment_counts, _CELL), (comment_days, _DAY)):
        told = every if table is comment_counts else [each for each in every if not each.sealed]
        counted = Counter(_of(each, names) for each in told)
        columns = [table.c[name] for name in names]
        for row in connection.execute(
            select(*columns, func.sum(table.c.number)).group_by(*columns)
        ):
            counted[tuple(row)[:-1]] -= row[-1]
        for key, number in counted.items():
            if number:
                words = ", ".join(f"{name} {value}" for name, value in zip(names, key, strict=True))
                yield f"{table.name} ({words}): differ by {number} from the entries"


def _merge(connection: Connection, table: Table, names: tuple[str, ...], policy: str) -> None:
    columns = [table.c[name] for name in names]
    total = func.sum(table.c.number)
    query = select(*columns, total).where(table.c.policy == policy).group_by(*columns)
    rows = connection.execute(query.having(total != 0)).all()
    connection.execute(delete(table).where(table.c.policy == policy))
    if rows:
        connection.execute(_INSERT[table], [_row(names, row, merged=True) for row in rows])


def _of(state: CommentState, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(state, name) for name in names)


def _add(
    connection: Connection, table: Table, names: tuple[str, ...], counted: Counter[tuple[Any, ...]]
) -> None:
    rows = [_row(names, (*key, number), merged=False) for key, number in counted.items() if number]
    if rows:
        connection.execute(_INSERT[table], rows)


def _row(names: tuple[str, ...], values: Iterable[Any], *, merged: bool) -> dict[str, Any]:
    return {**dict(zip((*names, "number"), values, strict=True)), "merged": merged}
