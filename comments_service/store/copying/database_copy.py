"""What copies of a database have in common, whichever database it is."""

from dataclasses import dataclass

from sqlalchemy import Connection, inspect, text

NUMBERED = (("ledger", "id"), ("entries", "seq"))
"""Where a copy has its entries, and in which column their numbers: this release, and earlier."""


class CopyError(RuntimeError):
    """A copy cannot be made or put back; the message says why, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """What a copy says of itself: its database's id (None before 0.2.0) and its log's length."""

    database_id: str | None
    log_size: int


def earlier_log_size(connection: Connection) -> int:
    """Return how many entries an earlier release's database has."""
    there = inspect(connection).get_table_names()
    table = next(name for name, _ in NUMBERED if name in there)
    return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - of ours
