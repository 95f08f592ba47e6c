"""The append-only entries: what happened, in the order in which it happened.

An entry holds names of things and digests, never a person's data or the text of a
comment, so that it can be shown to anybody and kept for good.
"""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from comments_service.domain.canonical import canonical_json, salted_digest
from comments_service.store.streaming import streamed
from comments_service.store.tables import entries, instant_text

RECEIVED = "submission.received"
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; ``digest`` is the hexadecimal SHA-256 of the salt's bytes and the body."""

    seq: int
    at: datetime
    type: str
    subject: str
    body: str
    salt: str
    digest: str


def append(
    connection: Connection, at: datetime, kind: str, subject: str, data: dict[str, Any]
) -> int:
    """Write an entry and return its number, one more than the last.

    The write lock is held, so numbers have no gaps: a missing one shows.
    """
    last = size(connection)
    salt = secrets.token_bytes(_SALT_BYTES)
    body = entry_body(at, kind, subject, data)
    connection.execute(
        insert(entries).values(
            seq=last + 1,
            at=at,
            type=kind,
            subject=subject,
            body=body,
            salt=salt.hex(),
            digest=salted_digest(salt, body),
        )
    )
    return last + 1


def entry_body(at: datetime, kind: str, subject: str, data: dict[str, Any]) -> str:
    """Return the canonical JSON that the digest covers: all there is about the entry."""
    return canonical_json({"at": instant_text(at), "type": kind, "subject": subject, "data": data})


def size(connection: Connection) -> int:
    """Return the number of the last entry, which is how many there are; 0 where there is none."""
    return int(connection.execute(select(func.coalesce(func.max(entries.c.seq), 0))).scalar_one())


def received_counts(connection: Connection, policy_id: str, log_size: int) -> tuple[int, int]:
    """Count (submissions, comments) of a policy by the entries alone, to check the rows against.

    Entries after the one numbered ``log_size`` are left out.
    """
    query = select(entries.c.body).where(entries.c.type == RECEIVED, entries.c.seq <= log_size)
    submissions = comments = 0
    with streamed(connection, query) as rows:
        for (body,) in rows:
            data = json.loads(body)["data"]
            if data["policy"] == policy_id:
                submissions += 1
                comments += len(data["comments"])
    return submissions, comments


def all_entries(connection: Connection) -> Iterator[Entry]:
    """Yield every entry in order."""
    query = select(entries).order_by(entries.c.seq)
    with streamed(connection, query) as rows:
        for row in rows:
            yield Entry(*row)
