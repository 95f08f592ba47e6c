"""Participants: a random id for good, found again by keyed digests of who they say they are."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select

from comments_service.domain.participant import ParticipantKind
from comments_service.store.tables import participant_lookups, participants


def find_or_make(
    connection: Connection, kind: ParticipantKind, digests: Mapping[str, str], at: datetime
) -> str:
    """Return the id of the participant with one of these digests (by key id), made if new."""
    found = select(participant_lookups.c.participant_id).where(
        participant_lookups.c.digest.in_(digests.values())
    )
    known = connection.execute(found.limit(1)).scalar()
    if known is None:
        known = uuid.uuid4().hex
        connection.execute(insert(participants).values(id=known, kind=kind.value, created_at=at))
    _remember(connection, known, digests)
    return str(known)


def _remember(connection: Connection, participant_id: str, digests: Mapping[str, str]) -> None:
    """Add the digests under keys that came into use since the participant was made."""
    column = participant_lookups.c.key_id
    query = select(column).where(participant_lookups.c.participant_id == participant_id)
    have = set(connection.execute(query).scalars())
    for key_id, digest in digests.items():
        if key_id not in have:
            values = {"participant_id": participant_id, "key_id": key_id, "digest": digest}
            connection.execute(insert(participant_lookups).values(values))
