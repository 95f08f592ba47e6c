"""What was done from which address, or by whose receipt, of late: rows never changed, for limits.

An address is kept as a keyed digest. A row has a chance id and its time to the minute only, and
does not outlive the longest limit, so that it leads to no submission.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, bindparam, delete, insert, or_

from comments_service.store.database.tables import address_turns
from comments_service.store.statements.prepared import Prepared
from comments_service.store.statements.streaming import of_late_query

LONGEST = timedelta(hours=1)
_ID_BYTES = 16
_C = address_turns.c
_INSERT = Prepared(insert(address_turns), _C.keys())
_OF_LATE = Prepared(
    of_late_query(_C.at).where(_C.deed == bindparam("kind"), _C.address == bindparam("of_address"))
)


class Deed(StrEnum):
    """What is limited by address; what is ``OWN`` by receipt or way to a provider."""

    SUBMISSION = "submission"
    WRONG_LOOKUP = "wrong_lookup"
    FORM = "form"
    ATTACHMENT = "attachment"
    CODE = "code"
    IDENTITY = "identity"
    OWN = "own"


def add(connection: Connection, deed: Deed, address: str, at: datetime) -> None:
    """Note that something was done from the address with this digest."""
    row = {"id": secrets.token_hex(_ID_BYTES), "deed": deed.value, "address": address}
    at_the_minute = at.replace(second=0, microsecond=0)
    _INSERT.run(connection, {**row, "at": at_the_minute})


def of_late(
    connection: Connection, deed: Deed, addresses: Collection[str], now: datetime
) -> tuple[int, datetime | None]:
    """Count what addresses (digests under each key) did in the last hour, with the first."""
    values = {"kind": deed.value, "since": now - LONGEST, "now": now}
    found = [_OF_LATE.all(connection, of_address=each, **values)[0] for each in addresses]
    return sum(n for n, _ in found), min((at for _, at in found if at), default=None)


def forget(connection: Connection, now: datetime) -> None:
    """Delete what no limit looks at any more, and what a wrong clock dated later than now."""
    connection.execute(delete(address_turns).where(or_(_C.at <= now - LONGEST, _C.at > now)))
