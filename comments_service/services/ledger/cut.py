"""Up to where figures are taken: by the number of the last entry, never by the time."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from comments_service.services.clock.clock import Clock
from comments_service.services.service import Service
from comments_service.store.ledger import ledger
from comments_service.store.ledger.ledger import PolicyCut


class Cut(NamedTuple):
    """What figures are cut by: the entry ``log_size``; ``as_of`` is for people to read alone."""

    as_of: datetime
    log_size: int


def cut_now(connection: Connection, clock: Clock) -> Cut:
    """Cut at everything that the caller's snapshot holds; no writer is waited for."""
    return Cut(clock.now(connection), ledger.size(connection))


def policy_cut(service: Service, connection: Connection, policy_id: str) -> PolicyCut:
    """Cut a policy as ``cut_now`` does."""
    return PolicyCut(connection, service.keyring, policy_id, *cut_now(connection, service.clock))
