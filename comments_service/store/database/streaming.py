"""Reading many rows without holding them all in memory, and counting those of late."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

_AT_ONCE = 500


def streamed(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """Yield the rows of a query, which come a few hundred at a time."""
    with connection.execute(query, execution_options={"yield_per": _AT_ONCE}) as rows:
        yield from rows


def rows_of(
    connection: Connection, query: Select[Any], column: ColumnElement[str], ids: Iterable[str]
) -> Iterator[Any]:
    """Yield the rows whose column has one of these ids, asked for a few hundred at a time."""
    wanted = list(ids)
    for begin in range(0, len(wanted), _AT_ONCE):
        yield from connection.execute(query.where(column.in_(wanted[begin : begin + _AT_ONCE])))


def count_since(
    connection: Connection, at: ColumnElement[Any], since: datetime, *which: ColumnElement[bool]
) -> tuple[int, datetime | None]:
    """Count the rows after an instant; return their number and when the first was."""
    query = select(func.count(), func.min(at)).where(*which, at > since)
    number, first = connection.execute(query).one()
    return number, first
