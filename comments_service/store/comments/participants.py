"""Participants: a random id that stays, found again by keyed digests of who they say they are."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select

from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.row_id import make_row_id
from comments_service.store.database.tables import participant_lookups, participants, submissions
from comments_service.store.statements.prepared import Prepared

_L, _S, _ANOTHER = participant_lookups.c, submissions.c, submissions.alias().c
_FOUND = Prepared(select(_L.participant_id, _L.key_id).where(_L.digest == bindparam("lookup")))
_INSERT, _INSERT_LOOKUP = (
    Prepared(insert(table), table.c.keys()) for table in (participants, participant_lookups)
)


class KnownParticipant(NamedTuple):
    """A participant with the last submission of theirs that is not erased, or None for both."""

    id: str
    kind: ParticipantKind
    submission: str
    personal: str | None


class Sender(NamedTuple):
    """A participant by their id; one that is new has sent nothing yet."""

    id: str
    is_new: bool


def find_or_make(
    connection: Connection, kind: ParticipantKind, digests: Mapping[str, str], at: datetime
) -> Sender:
    """Return the participant with one of these digests by key id, made if new.

    Kept is that of the current key, which is the first.
    """
    found = [row for each in digests.values() for row in _FOUND.all(connection, lookup=each)]
    known = str(found[0][0]) if found else make_row_id()
    if not found:
        _INSERT.run(connection, {"id": known, "kind": kind.value, "created_at": at})
    current, digest = next(iter(digests.items()))
    if all(key_id != current for _, key_id in found):
        lookup = {"participant_id": known, "key_id": current, "digest": digest}
        _INSERT_LOOKUP.run(connection, lookup)
    return Sender(known, is_new=not found)


def known_otherwise(
    connection: Connection, key_id: str, after: str, most: int
) -> list[KnownParticipant]:
    """Return participants with a digest under another key than this, by id, after an id."""
    other = _L.key_id != key_id, _L.participant_id > after
    ids = select(_L.participant_id).where(*other).distinct().order_by(_L.participant_id)
    some = ids.limit(most).subquery()
    own = and_(_ANOTHER.participant_id == participants.c.id, _ANOTHER.erased_at.is_(None))
    last = select(func.max(_ANOTHER.entry)).where(own).correlate(participants).scalar_subquery()
    query = (
        select(participants.c.id, participants.c.kind, _S.id.label("submission"), _S.personal)
        .join(some, some.c.participant_id == participants.c.id)
        .outerjoin(submissions, _S.entry == last)
        .order_by(participants.c.id)
    )
    return [
        KnownParticipant(row.id, ParticipantKind(row.kind), row.submission or "", row.personal)
        for row in connection.execute(query)
    ]


def replace_lookups(
    connection: Connection, key_id: str, ids: Collection[str], digests: Mapping[str, str]
) -> None:
    """Keep of these participants the digest under this key alone, new where it is not there yet."""
    mine = _L.participant_id.in_(ids)
    there = select(_L.digest).where(_L.digest.in_(digests.values()))
    taken = {*connection.execute(there).scalars()}
    has_one = select(_L.participant_id).where(mine, _L.key_id == key_id)
    done = {*connection.execute(has_one).scalars()}
    connection.execute(delete(participant_lookups).where(mine, _L.key_id != key_id))
    new = []
    for participant, digest in digests.items():
        if participant not in done and digest not in taken:
            taken.add(digest)
            new.append({"participant_id": participant, "key_id": key_id, "digest": digest})
    _INSERT_LOOKUP.run(connection, *new)
