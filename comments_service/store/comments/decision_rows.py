"""The rows of decisions: appended, never changed; the text of the office is here."""

from collections.abc import Collection, Iterator
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from comments_service.domain.comments.decision import StoredDecision
from comments_service.store.database.tables import decisions
from comments_service.store.statements.streaming import rows_of, streamed

DECISION = tuple(column.label(f"d_{column.name}") for column in decisions.c)
_NAMES = [each.name for each in fields(StoredDecision)]
_COLUMNS = [(name, "comment_id" if name == "comment" else name) for name in _NAMES]


def decision_of(row: Row[Any]) -> StoredDecision:
    """Return the decision in a row of the columns ``DECISION``."""
    return StoredDecision(**{name: getattr(row, f"d_{column}") for name, column in _COLUMNS})


def add(connection: Connection, made: Collection[StoredDecision]) -> None:
    """Write decisions."""
    rows = ({column: getattr(each, name) for name, column in _COLUMNS} for each in made)
    connection.execute(insert(decisions), list(rows))


def named(connection: Connection, ids: Collection[str]) -> dict[str, StoredDecision]:
    """Return those of these decisions that there are, by id."""
    rows = rows_of(connection, select(*DECISION), decisions.c.id, ids)
    return {row.d_id: decision_of(row) for row in rows}


def every(connection: Connection) -> Iterator[StoredDecision]:
    """Yield all decisions in the order of the ledger."""
    return map(decision_of, streamed(connection, select(*DECISION).order_by(decisions.c.entry)))
