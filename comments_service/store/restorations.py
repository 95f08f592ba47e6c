"""When the database was put back from a backup, and which span was lost with the one before.

Entries of the log: ``{"from", "to", "log_size", "known_size"}``; what was taken after ``from``
and before ``to`` may be gone. ``log_size`` is the backup's, ``known_size`` the longest that
was seen before.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from catalogue.window import parse_instant, rfc3339
from comments_service.store import entries
from comments_service.store.tables import entries as entries_table

_TYPE = "database.restored"
_SUBJECT = "database"


@dataclass(frozen=True, slots=True)
class Restoration:
    """One putting back; both instants are in UTC, sizes in entries."""

    lost_from: datetime
    lost_to: datetime
    log_size: int
    known_size: int


def record(connection: Connection, restored: Restoration) -> None:
    """Write the entry of a restoration, at the instant up to which things may be gone."""
    data = {
        "from": rfc3339(restored.lost_from),
        "to": rfc3339(restored.lost_to),
        "log_size": restored.log_size,
        "known_size": restored.known_size,
    }
    entries.append(connection, restored.lost_to, _TYPE, _SUBJECT, data)


def every(connection: Connection) -> Iterator[Restoration]:
    """Yield all restorations, the first one first."""
    query = select(entries_table.c.body).where(
        entries_table.c.subject == _SUBJECT, entries_table.c.type == _TYPE
    )
    for (body,) in connection.execute(query.order_by(entries_table.c.seq)):
        data = json.loads(body)["data"]
        yield Restoration(
            parse_instant(data["from"]),
            parse_instant(data["to"]),
            int(data["log_size"]),
            int(data["known_size"]),
        )


def covers(connection: Connection, log_size: int, seen_at: datetime) -> bool:
    """Tell whether a restoration says why the log is shorter than it was seen at an instant."""
    return any(
        each.known_size >= log_size and each.lost_to >= seen_at for each in every(connection)
    )
