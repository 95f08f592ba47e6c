"""Reading many rows without holding them all in memory."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Select

_ROWS_AT_A_TIME = 500


def streamed(connection: Connection, query: Select[Any]) -> AbstractContextManager[Iterable[Any]]:
    """Run a query whose rows come a few hundred at a time, within a ``with`` statement."""
    return connection.execute(query, execution_options={"yield_per": _ROWS_AT_A_TIME})
