"""Who shows a receipt's number and query code is the sender of its submission."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from catalogue.window import china_day
from comments_service.domain.comments import receipt_number
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.errors import MistypedNumber, UnknownReceipt
from comments_service.services.ledger.flood_limits import (
    NOBODY,
    Caller,
    note_wrong_lookup,
    require_room,
)
from comments_service.services.service import Service
from comments_service.store.accounts.address_turns import Deed
from comments_service.store.comments import submissions
from comments_service.store.ledger import restorations


class ShownReceipt(NamedTuple):
    """A number and a code as somebody typed them, and from where they came."""

    number: str
    code: str
    caller: Caller = NOBODY


def require_holder(service: Service, shown: ShownReceipt) -> StoredSubmission:
    """Return the submission of a receipt; ``UnknownReceipt`` where number or code is wrong.

    ``MistypedNumber`` where its digits alone tell that nobody has that number. Both are read as
    people type them: with or without hyphens and spaces. An unknown number costs the same work
    as a known one with a wrong code, so that the time tells nothing: one query, one decryption,
    one comparison. ``TooMany`` where too many wrong ones came from the address.
    """
    try:
        with service.database.read() as connection:
            held = _held(service, connection, shown)
    except UnknownReceipt:
        note_wrong_lookup(service, shown.caller)
        raise
    service.database.require_durable()
    return held


def _held(service: Service, connection: Connection, shown: ShownReceipt) -> StoredSubmission:
    written = receipt_number.normalise(shown.number)
    require_room(service, connection, Deed.WRONG_LOOKUP, shown.caller)
    if written is None:
        raise MistypedNumber(receipt_number.what_is_wrong(shown.number))
    submission_id, kept = submissions.query_code(connection, service.keyring, written)
    right = receipt_number.same_query_code(shown.code, kept)
    if not right or submission_id is None:
        raise UnknownReceipt(_lost_span(connection, written))
    submission = submissions.by_id(connection, service.keyring, submission_id)
    if submission is None:
        raise UnknownReceipt
    return submission


def _lost_span(connection: Connection, number: str) -> tuple[datetime, datetime] | None:
    """Return the span lost with an earlier database that the day of a number lies in."""
    day = receipt_number.day_of(number)
    for each in restorations.every(connection):
        if china_day(each.lost_from) <= day <= china_day(each.lost_to):
            return each.lost_from, each.lost_to
    return None
