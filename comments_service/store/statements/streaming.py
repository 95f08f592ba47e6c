"""Reading many rows without holding them all in memory, and counting those of late."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, bindparam, func, select

_AT_ONCE = 500


def streamed(connection: Connection, query: Select[Any], **values: Any) -> Iterator[Any]:
    """Yield the rows of a query with bound values, which come a few hundred at a time."""
    with connection.execute(query, values, execution_options={"yield_per": _AT_ONCE}) as rows:
        # In lists: row by row each would be a call of its own.
        for part in rows.partitions():
            yield from part


def rows_of(
    connection: Connection, query: Select[Any], column: ColumnElement[str], ids: Iterable[str]
) -> Iterator[Any]:
    """Yield the rows whose column has one of these ids, asked for a few hundred at a time."""
    wanted = list(ids)
    for begin in range(0, len(wanted), _AT_ONCE):
        yield from connection.execute(query.where(column.in_(wanted[begin : begin + _AT_ONCE])))


def of_late_query(at: Column[Any]) -> Select[int, Any]:
    """Count the rows after the instant ``since``, until ``now``, with when the first was."""
    since, now = bindparam("since", type_=at.type), bindparam("now", type_=at.type)
    return select(func.count(), func.min(at)).where(at > since, at <= now)
