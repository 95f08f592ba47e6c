"""The entries that close windows, and those by which a wrong clock's closings are void."""

import json
from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from comments_service.domain.closings import Closing, Closings, closings_of
from comments_service.store import entries, floor
from comments_service.store.tables import entries as entry_table

CLOSED = "window_closed"


def record(connection: Connection, at: datetime, closing: Closing) -> int:
    """Write that a window has ended, under the write lock; return the entry's number."""
    data = {**closing._asdict(), "closes_at": closing.closes_at.astimezone(UTC).isoformat()}
    return entries.append(connection, at, CLOSED, closing.policy, data)


def standing(connection: Connection, policies: Collection[str]) -> Closings:
    """Return the closings of some policies' windows that no accepted clock has voided."""
    return closings_of(standing_closings(connection, policies))


def standing_closings(connection: Connection, policies: Collection[str]) -> list[Closing]:
    """Return the closings of some policies' windows that stand, in the order of the entries."""
    query = (
        select(entry_table.c.type, entry_table.c.at, entry_table.c.body)
        .where(
            entry_table.c.subject.in_([*policies, floor.SUBJECT]),
            entry_table.c.type.in_([CLOSED, floor.ACCEPTED]),
        )
        .order_by(entry_table.c.seq)
    )
    found: list[Closing] = []
    for kind, at, body in connection.execute(query):
        if kind == CLOSED:
            found.append(_closing(body))
        else:
            # By the clock that was accepted these windows have not ended yet.
            found = [each for each in found if each.closes_at <= at]
    return found


def _closing(body: str) -> Closing:
    data = json.loads(body)["data"]
    return Closing(data["policy"], data["window"], datetime.fromisoformat(data["closes_at"]))
