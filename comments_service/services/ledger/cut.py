"""What figures are taken of: one snapshot, known by how long the ledger is, never by the time."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from comments_service.services.clock.clock import Clock
from comments_service.services.service import Service
from comments_service.store.ledger import ledger
from comments_service.store.ledger.ledger import PolicyCut


class Cut(NamedTuple):
    """A snapshot: ``log_size`` is its number of entries, ``as_of`` for people to read alone."""

    as_of: datetime
    log_size: int


def cut_now(connection: Connection, clock: Clock) -> Cut:
    """Cut at everything that the caller's snapshot holds; no writer is waited for."""
    return Cut(clock.now(connection), ledger.size(connection))


def policy_cut(service: Service, connection: Connection, policy_id: str) -> PolicyCut:
    """Cut a policy as ``cut_now`` does."""
    cut = cut_now(connection, service.clock)
    return PolicyCut(connection, service.keyring, policy_id, *cut, service.progress)
