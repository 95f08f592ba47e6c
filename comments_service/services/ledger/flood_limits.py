"""Limits against floods, judged in the transaction that writes.

That of a participant is exact. Of an address, on PostgreSQL, as many more may be taken as write
at one time: for less its neighbours behind one router would wait for one another.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from comments_service.domain.errors import TooMany
from comments_service.keyring import Lookup
from comments_service.services.service import Service
from comments_service.store.accounts import address_turns
from comments_service.store.accounts.address_turns import Deed
from comments_service.store.comments import submissions


@dataclass(frozen=True, slots=True)
class Caller:
    """An address (IPv6: its /64) or a receipt, "" for a command line; ``busy``: why it must wait.

    ``scripted``: by the dialog or a program, not by the form that needs no scripts.
    """

    address: str = ""
    busy: TooMany | None = None
    scripted: bool = True


NOBODY = Caller()


def of_receipt(submission_id: str) -> Caller:
    """Return the holder of a receipt, wherever from."""
    return Caller(f"receipt/{submission_id}")


def require_room(
    service: Service,
    connection: Connection,
    deed: Deed,
    caller: Caller,
    now: datetime | None = None,
) -> None:
    """Raise ``TooMany`` where an address has done all that it may for now (None: the clock's)."""
    if service.allowances is None or not caller.address:
        return
    limits = {
        Deed.SUBMISSION: service.allowances.address,
        Deed.WRONG_LOOKUP: service.allowances.lookups,
        Deed.FORM: service.allowances.form,
        Deed.ATTACHMENT: service.allowances.attachments,
        Deed.CODE: service.allowances.codes,
        Deed.IDENTITY: service.allowances.address,
        Deed.OWN: service.allowances.own,
    }
    at = now or service.clock.now(connection)
    digests = service.keyring.lookup_digests(caller.address, Lookup.ADDRESS)
    number, first = address_turns.of_late(connection, deed, digests.values(), at)
    pending = service.pending.turns_of_late(deed, digests.values(), at)
    times = [*pending, *([first] if first else [])]
    limits[deed].check(number + len(pending), min(times, default=None), at)


def require_moderation(
    service: Service, connection: Connection, participant: str, now: datetime
) -> None:
    """Raise ``TooMany`` where a participant has sent all they may for now."""
    if service.allowances is None:
        return
    for limit in (service.allowances.participant_day, service.allowances.participant_hour):
        found = submissions.of_late(connection, participant, now - limit.period, now)
        limit.check(*found, now)


def note_turn(
    service: Service, connection: Connection, deed: Deed, caller: Caller, now: datetime
) -> None:
    """Count what was done for its address."""
    if service.allowances is not None and caller.address:
        digests = service.keyring.lookup_digests(caller.address, Lookup.ADDRESS)
        address_turns.add(connection, deed, next(iter(digests.values())), now)


def take_turn(
    service: Service, connection: Connection, deed: Deed, caller: Caller, now: datetime
) -> None:
    """Count what is done where there is room for it; ``TooMany`` where there is none."""
    require_room(service, connection, deed, caller, now)
    note_turn(service, connection, deed, caller, now)


def note_wrong_lookup(service: Service, caller: Caller) -> None:
    """Count a wrong look-up for its address, where that is limited; who reads writes nothing."""
    if service.allowances is not None and caller.address:
        digests = service.keyring.lookup_digests(caller.address, Lookup.ADDRESS)
        address = next(iter(digests.values()))
        service.pending.note_turn(Deed.WRONG_LOOKUP, address, service.now())


def write_pending(service: Service) -> timedelta | None:
    """Write what readers left to be written, where they left anything; a task of upkeep.

    While more comes it is done each second: till then other processes do not know of it.
    """
    if not service.pending:
        return None
    unwritten = service.pending.unwritten()
    service.database.transact(unwritten.write)
    service.pending.forget(unwritten)
    return timedelta(seconds=1)


def forget_addresses(service: Service) -> None:
    """Delete what is known of addresses and no limit looks at any more; a task of upkeep."""
    with service.database.write() as connection:
        address_turns.forget(connection, service.clock.now(connection))
