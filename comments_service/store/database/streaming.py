"""Reading many rows without holding them all in memory."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select

_ROWS_AT_A_TIME = 500


def streamed(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """Yield the rows of a query, which come a few hundred at a time."""
    with connection.execute(query, execution_options={"yield_per": _ROWS_AT_A_TIME}) as rows:
        yield from rows
