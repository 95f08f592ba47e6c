"""Limits against floods, judged where they must be exact: in the transaction that writes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from comments_service.domain.errors import TooMany
from comments_service.services.service import Service
from comments_service.store import address_turns, submissions
from comments_service.store.address_turns import Deed

_PURPOSE = "address"


@dataclass(frozen=True, slots=True)
class Caller:
    """An address (IPv6: its /64), empty for a command line; ``busy``: why it has to wait."""

    address: str = ""
    busy: TooMany | None = None


NOBODY = Caller()


def require_room(service: Service, connection: Connection, caller: Caller, now: datetime) -> None:
    """Raise ``TooMany`` where the address of a submission has sent all it may for now."""
    if service.allowances is None or not caller.address:
        return
    digests = service.keyring.lookup_digests(caller.address, _PURPOSE)
    found = address_turns.of_late(connection, Deed.SUBMISSION, digests.values(), now)
    service.allowances.address.check(*found, now)


def require_room_now(service: Service, connection: Connection, caller: Caller) -> None:
    """Do the same before anything is written, so that a flood costs nobody a lock."""
    if service.allowances is not None and caller.address:
        require_room(service, connection, caller, service.clock.now(connection))


def require_moderation(
    service: Service, connection: Connection, participant: str, now: datetime
) -> None:
    """Raise ``TooMany`` where a participant has sent all they may for now."""
    if service.allowances is None:
        return
    for limit in (service.allowances.participant_day, service.allowances.participant_hour):
        found = submissions.of_late(connection, participant, now - limit.period, now)
        limit.check(*found, now)


def note_submission(
    service: Service, connection: Connection, caller: Caller, now: datetime
) -> None:
    """Count a submission for its address."""
    _note(service, connection, Deed.SUBMISSION, caller, now)


def require_honest_lookups(service: Service, connection: Connection, caller: Caller) -> None:
    """Raise ``TooMany`` where an address has named too many wrong receipts."""
    if service.allowances is None or not caller.address:
        return
    now = service.clock.now(connection)
    digests = service.keyring.lookup_digests(caller.address, _PURPOSE)
    found = address_turns.of_late(connection, Deed.WRONG_LOOKUP, digests.values(), now)
    service.allowances.lookups.check(*found, now)


def note_wrong_lookup(service: Service, caller: Caller) -> None:
    """Count a wrong look-up for its address."""
    if service.allowances is None or not caller.address:
        return
    service.database.transact(lambda connection: _note_now(service, connection, caller))


def forget_addresses(service: Service) -> timedelta | None:
    """Delete what is known of addresses and no limit looks at any more; a task of upkeep."""
    service.database.transact(lambda c: address_turns.forget(c, service.clock.now(c)))
    return None


def _note_now(service: Service, connection: Connection, caller: Caller) -> None:
    _note(service, connection, Deed.WRONG_LOOKUP, caller, service.clock.now(connection))


def _note(
    service: Service, connection: Connection, deed: Deed, caller: Caller, now: datetime
) -> None:
    if service.allowances is None or not caller.address:
        return
    digest = next(iter(service.keyring.lookup_digests(caller.address, _PURPOSE).values()))
    address_turns.add(connection, deed, digest, now)
