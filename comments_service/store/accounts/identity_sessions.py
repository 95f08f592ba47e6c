"""Ways to the provider of identities and back: rows that last for minutes and are used once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from comments_service.keyring import Keyring
from comments_service.store.database.encrypted_columns import IDENTITY_ATTEMPT, IDENTITY_NAME
from comments_service.store.database.tables import identity_sessions

_C = identity_sessions.c


@dataclass(frozen=True, slots=True)
class IdentitySession:
    """One way, begun at ``made_at``, from when the name is known it is counted from then.

    ``typed`` is the form that waits for it, None where it waits in the browser, on the page of a
    ``version``; nothing but ``used_at`` is left of one that was used.
    """

    policy: str
    made_at: datetime
    verifier: str = ""
    typed: Mapping[str, str] | None = None
    name: str = ""
    used_at: datetime | None = None
    version: str = ""


def begin(connection: Connection, keyring: Keyring, digest: str, row: IdentitySession) -> None:
    """Write a new one, found by the digest of its state."""
    kept = {"verifier": row.verifier, "typed": row.typed, "version": row.version}
    attempt = json.dumps(kept, ensure_ascii=False)
    values = {"state_digest": digest, "policy": row.policy, "made_at": row.made_at}
    values["attempt"] = IDENTITY_ATTEMPT.encrypt(keyring, digest, attempt)
    connection.execute(insert(identity_sessions), values)


def by_state(connection: Connection, keyring: Keyring, digest: str) -> IdentitySession | None:
    """Return the one with this digest of its state, None where there is none."""
    return _found(connection, keyring, _C.state_digest == digest)


def by_ticket(connection: Connection, keyring: Keyring, digest: str) -> IdentitySession | None:
    """Return the one with this digest of its ticket, None where there is none."""
    return _found(connection, keyring, _C.ticket_digest == digest)


def verify(
    connection: Connection, keyring: Keyring, digest: str, ticket: str, row: IdentitySession
) -> None:
    """Note whose it is since when, and the digest of its ticket, where neither was noted before."""
    kept = IDENTITY_NAME.encrypt(keyring, digest, row.name)
    own = update(identity_sessions).where(_C.state_digest == digest, _C.ticket_digest.is_(None))
    connection.execute(own.values(ticket_digest=ticket, name=kept, made_at=row.made_at))


def use(connection: Connection, ticket: str, at: datetime) -> bool:
    """Use up a ticket, and drop what its row tells of a person; False where it was used before."""
    row = update(identity_sessions).where(_C.ticket_digest == ticket, _C.used_at.is_(None))
    return connection.execute(row.values(used_at=at, name=None, attempt="")).rowcount == 1


def forget(connection: Connection, before: datetime) -> None:
    """Delete those that were begun, or verified, before an instant."""
    connection.execute(delete(identity_sessions).where(_C.made_at < before))


def _found(
    connection: Connection, keyring: Keyring, which: ColumnElement[bool]
) -> IdentitySession | None:
    row = connection.execute(select(identity_sessions).where(which)).one_or_none()
    if row is None:
        return None
    if row.used_at:
        return IdentitySession(row.policy, row.made_at, used_at=row.used_at)
    attempt = json.loads(IDENTITY_ATTEMPT.decrypt(keyring, row.state_digest, row.attempt))
    name = IDENTITY_NAME.decrypt(keyring, row.state_digest, row.name) if row.name else ""
    return IdentitySession(row.policy, row.made_at, **attempt, name=name)
