"""Which closings of windows are in force, as the ledger says: a wrong clock's are void."""

from collections.abc import Collection

from sqlalchemy import Connection, and_, bindparam, select, union_all

from comments_service.domain.comments.window_rules import Closing, Closings, closings_of
from comments_service.domain.ledger.entries import SITE, LedgerEntry
from comments_service.domain.ledger.entry_types import body_of
from comments_service.domain.ledger.site_entries import ClockAccepted, ClosedWindow
from comments_service.store.database.tables import ledger
from comments_service.store.statements.prepared import Prepared

_C = ledger.c
_ENDS = and_(_C.stream == bindparam("policy"), _C.type == ClosedWindow.type)
_ACCEPTANCES = and_(_C.stream == SITE, _C.type == ClockAccepted.type)
# Of one SELECT with OR, PostgreSQL may read the whole ledger in the order of its numbers.
_EITHER = union_all(select(ledger).where(_ENDS), select(ledger).where(_ACCEPTANCES))
_BOTH = Prepared(_EITHER.order_by(_EITHER.selected_columns.id))


def standing(connection: Connection, policies: Collection[str]) -> Closings:
    """Return the closings of some policies' windows that no accepted clock has voided."""
    return closings_of(standing_closings(connection, policies))


def standing_closings(connection: Connection, policies: Collection[str]) -> list[Closing]:
    """Return the closings of some policies' windows in force, of each in the ledger's order."""
    return [each for policy in policies for each in _of_policy(connection, policy)]


def _of_policy(connection: Connection, policy: str) -> list[Closing]:
    found: list[Closing] = []
    for row in _BOTH.all(connection, policy=policy):
        entry = LedgerEntry(*row)
        body = body_of(entry)
        if isinstance(body, ClosedWindow):
            found.append(Closing(entry.stream, body.window, body.closes_at))
        else:
            # By the clock that was accepted the others have not ended yet.
            found = [each for each in found if each.closes_at <= entry.at]
    return found
