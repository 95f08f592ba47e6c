"""Participants: a random id that stays, found again by keyed digests of who they say they are."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from comments_service.domain.comments.participant import ParticipantKind
from comments_service.store.database.prepared import Prepared
from comments_service.store.database.tables import participant_lookups, participants

_L = participant_lookups.c
_FOUND = Prepared(select(_L.participant_id, _L.key_id).where(_L.digest == bindparam("lookup")))
_INSERT, _INSERT_LOOKUP = (
    Prepared(insert(table), table.c.keys()) for table in (participants, participant_lookups)
)


def find_or_make(
    connection: Connection, kind: ParticipantKind, digests: Mapping[str, str], at: datetime
) -> str:
    """Return the participant with one of these digests by key id, made if new; keep them all."""
    found = [row for each in digests.values() for row in _FOUND.all(connection, lookup=each)]
    known = str(found[0][0]) if found else uuid.uuid4().hex
    if not found:
        _INSERT.run(connection, {"id": known, "kind": kind.value, "created_at": at})
    have = {key_id for _, key_id in found}
    new = [
        {"participant_id": known, "key_id": key_id, "digest": digest}
        for key_id, digest in digests.items()
        if key_id not in have
    ]
    _INSERT_LOOKUP.run(connection, *new)
    return known
