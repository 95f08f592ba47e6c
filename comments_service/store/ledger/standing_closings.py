"""Which closings of windows stand, as the ledger says: a wrong clock's are void."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, or_, select

from comments_service.domain.comments.window_rules import Closing, Closings, closings_of
from comments_service.domain.ledger.entries import SITE, LedgerEntry
from comments_service.domain.ledger.entry_types import body_of
from comments_service.domain.ledger.site_entries import ClockAccepted, ClosedWindow
from comments_service.store.database.tables import ledger
from comments_service.store.ledger.ledger import entries

_ENDS_AND_ACCEPTANCES = (
    select(ledger)
    .where(
        or_(
            and_(
                ledger.c.stream.in_(bindparam("policies", expanding=True)),
                ledger.c.type == ClosedWindow.type,
            ),
            and_(ledger.c.stream == SITE, ledger.c.type == ClockAccepted.type),
        )
    )
    .order_by(ledger.c.id)
)


def standing(connection: Connection, policies: Collection[str]) -> Closings:
    """Return the closings of some policies' windows that no accepted clock has voided."""
    return closings_of(standing_closings(connection, policies))


def standing_closings(connection: Connection, policies: Collection[str]) -> list[Closing]:
    """Return the closings of some policies' windows that stand, in the order of the ledger."""
    found: list[Closing] = []
    for entry in entries(connection, _ENDS_AND_ACCEPTANCES.params(policies=list(policies))):
        found = _with(found, entry)
    return found


def _with(found: list[Closing], entry: LedgerEntry) -> list[Closing]:
    body = body_of(entry)
    if isinstance(body, ClosedWindow):
        return [*found, Closing(entry.stream, body.window, body.closes_at)]
    return _not_after(found, entry.at)


def _not_after(found: list[Closing], at: datetime) -> list[Closing]:
    # By the clock that was accepted the others have not ended yet.
    return [each for each in found if each.closes_at <= at]
