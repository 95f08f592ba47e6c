"""Which closings of windows are in force, as the ledger says: a wrong clock's are void."""

from collections.abc import Collection

from sqlalchemy import Connection, and_, or_, select

from comments_service.domain.comments.window_rules import Closing, Closings, closings_of
from comments_service.domain.ledger.entries import SITE
from comments_service.domain.ledger.entry_types import body_of
from comments_service.domain.ledger.site_entries import ClockAccepted, ClosedWindow
from comments_service.store.database.tables import ledger
from comments_service.store.ledger.ledger import entries


def standing(connection: Connection, policies: Collection[str]) -> Closings:
    """Return the closings of some policies' windows that no accepted clock has voided."""
    return closings_of(standing_closings(connection, policies))


def standing_closings(connection: Connection, policies: Collection[str]) -> list[Closing]:
    """Return the closings of some policies' windows in force, in the order of the ledger."""
    rows = ledger.c
    ends = and_(rows.stream.in_(policies), rows.type == ClosedWindow.type)
    acceptances = and_(rows.stream == SITE, rows.type == ClockAccepted.type)
    found: list[Closing] = []
    for entry in entries(connection, select(ledger).where(or_(ends, acceptances))):
        body = body_of(entry)
        if isinstance(body, ClosedWindow):
            found.append(Closing(entry.stream, body.window, body.closes_at))
        else:
            # By the clock that was accepted the others have not ended yet.
            found = [each for each in found if each.closes_at <= entry.at]
    return found
