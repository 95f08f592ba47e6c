"""Codes that went to e-mail addresses, and how sure it is who sent a submission.

The address is encrypted, of the digits there is a digest. A row does not outlive a day, and its
message goes with it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Update, delete, insert, select, update

from comments_service.domain.accounts.assurance import Assurance
from comments_service.keyring import Keyring
from comments_service.store.database.encrypted_columns import CODE_ADDRESS
from comments_service.store.database.tables import contact_codes, submissions
from comments_service.store.statements.streaming import of_late_query

_C = contact_codes.c
_OF_LATE = of_late_query(_C.made_at)


class SentCode(NamedTuple):
    """A code with the digests of its address and its digits; ``tries`` were wrong."""

    id: str
    address_digest: str
    code_digest: str
    made_at: datetime
    tries: int = 0
    used_at: datetime | None = None


def add(connection: Connection, keyring: Keyring, made: SentCode, address: str) -> None:
    """Keep a code that is to go to an address."""
    sealed = CODE_ADDRESS.encrypt(keyring, made.id, address)
    connection.execute(insert(contact_codes), {**made._asdict(), "address": sealed})


def of_late(
    connection: Connection, addresses: Collection[str], since: datetime, now: datetime
) -> int:
    """Count the codes to an address (its digest under each key) after an instant until now."""
    query = _OF_LATE.where(_C.address_digest.in_(addresses))
    number: int = connection.execute(query, {"since": since, "now": now}).one()[0]
    return number


def named(connection: Connection, code_id: str, *, held: bool = False) -> SentCode | None:
    """Return the code with that id, None where there is none; ``held``: no other may try it."""
    query = select(*(_C[name] for name in SentCode._fields)).where(_C.id == code_id)
    row = connection.execute(query.with_for_update() if held else query).first()
    return SentCode(*row) if row else None


def note_try(connection: Connection, code_id: str) -> None:
    """Count a wrong try."""
    connection.execute(_named(code_id).values(tries=_C.tries + 1))


def use(connection: Connection, code_id: str, at: datetime) -> bool:
    """Use up a code; return whether it was not used before."""
    done = connection.execute(_named(code_id).where(_C.used_at.is_(None)).values(used_at=at))
    return done.rowcount == 1


def put_assurance(connection: Connection, submission_id: str, assurance: Assurance) -> None:
    """Write how sure it is who sent a submission, as an entry says."""
    mine = update(submissions).where(submissions.c.id == submission_id)
    connection.execute(mine.values(assurance=assurance.value))


def forget(connection: Connection, before: datetime) -> None:
    """Delete the codes made before an instant, with their messages."""
    connection.execute(delete(contact_codes).where(_C.made_at < before))


def _named(code_id: str) -> Update:
    return update(contact_codes).where(_C.id == code_id)
