"""The rows of decisions: appended, never changed; the text of the office stands here."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select

from comments_service.domain.decision import StoredDecision
from comments_service.store.streaming import streamed
from comments_service.store.tables import decisions

DECISION = tuple(column.label(f"d_{column.name}") for column in decisions.c)
_AT_ONCE = 500
_INSERT = insert(decisions)
_NAMED = select(*DECISION).where(decisions.c.id.in_(bindparam("ids", expanding=True)))


def decision_of(row: Row[Any]) -> StoredDecision:
    """Return the decision in a row of the columns ``DECISION``."""
    return StoredDecision(
        id=row.d_id,
        comment=row.d_comment_id,
        policy=row.d_policy,
        disposition=row.d_disposition,
        reason=row.d_reason,
        summary=row.d_summary,
        to_wid=row.d_to_wid,
        to_version=row.d_to_version,
        to_citation=row.d_to_citation,
        later=row.d_later,
        by=row.d_by,
        at=row.d_at,
        salt=row.d_salt,
        digest=row.d_digest,
        entry=row.d_entry,
    )


def add(connection: Connection, made: Collection[StoredDecision]) -> None:
    """Write decisions."""
    connection.execute(_INSERT, [_values(each) for each in made])


def named(connection: Connection, ids: Collection[str]) -> dict[str, StoredDecision]:
    """Return those of these decisions that there are, by id."""
    wanted, found = list(ids), {}
    for begin in range(0, len(wanted), _AT_ONCE):
        for row in connection.execute(_NAMED, {"ids": wanted[begin : begin + _AT_ONCE]}):
            found[row.d_id] = decision_of(row)
    return found


def every(connection: Connection) -> Iterator[StoredDecision]:
    """Yield all decisions in the order of the ledger."""
    with streamed(connection, select(*DECISION).order_by(decisions.c.entry)) as rows:
        for row in rows:
            yield decision_of(row)


def _values(decision: StoredDecision) -> dict[str, Any]:
    values = {name: getattr(decision, name) for name in decision.__slots__}
    values["comment_id"] = values.pop("comment")
    return values
