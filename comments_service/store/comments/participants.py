"""Participants: a random id that stays, found again by keyed digests of who they say they are."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select

from comments_service.domain.comments.participant import ParticipantKind
from comments_service.store.database.tables import participant_lookups, participants


def find_or_make(
    connection: Connection, kind: ParticipantKind, digests: Mapping[str, str], at: datetime
) -> str:
    """Return the participant with one of these digests by key id, made if new; keep them all."""
    query = select(participant_lookups).where(participant_lookups.c.digest.in_(digests.values()))
    found = connection.execute(query).all()
    known = str(found[0].participant_id) if found else uuid.uuid4().hex
    if not found:
        values = {"id": known, "kind": kind.value, "created_at": at}
        connection.execute(insert(participants), values)
    have = {row.key_id for row in found}
    new = [
        {"participant_id": known, "key_id": key_id, "digest": digest}
        for key_id, digest in digests.items()
        if key_id not in have
    ]
    if new:
        connection.execute(insert(participant_lookups), new)
    return known
