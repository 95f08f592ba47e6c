"""The tokens of forms: given out, checked and used up with the submission that they come with."""

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

from sqlalchemy import Connection

from comments_service.domain.comments.challenge import (
    OLDEST,
    SPENT,
    TOO_YOUNG,
    UNKNOWN,
    YOUNGEST,
    Challenge,
    not_taken,
    read_challenge,
    signed_part,
)
from comments_service.domain.comments.submission import NewSubmission
from comments_service.keyring import Lookup
from comments_service.services.ledger.flood_limits import Caller
from comments_service.services.service import Service
from comments_service.store.accounts import spent_challenges
from comments_service.store.accounts.address_turns import Deed

_NONCE_BYTES = 16


def youngest(service: Service) -> timedelta:
    """Return how old a token must be; while a demonstration's clock is stopped, none gets older."""
    return timedelta() if service.clock.frozen else YOUNGEST


def new_challenge(service: Service) -> str:
    """Return a new token, empty where none are asked for."""
    return _made(service, service.now()) if service.challenge else ""


def kept_or_new(service: Service, text: str) -> str:
    """Return the token of a form that is shown again: the same while it can still be used."""
    if not service.challenge:
        return ""
    with service.database.read() as connection:
        now = service.clock.now(connection)
        fault = _fault(service, connection, text, now)
    return text if fault in {"", TOO_YOUNG} else _made(service, now)


def deeds(service: Service, new: NewSubmission, caller: Caller) -> tuple[Deed, ...]:
    """Return what a submission counts as for its address: twice without token or scripts."""
    tighter = service.challenge and not (new.challenge and caller.scripted)
    return (Deed.SUBMISSION, Deed.FORM) if tighter else (Deed.SUBMISSION,)


def spend(service: Service, connection: Connection, new: NewSubmission, now: datetime) -> None:
    """Use up the token of a submission, if it has one, in the caller's transaction.

    ``Invalid`` with the field ``challenge`` where it is no token of this service, too young,
    too old or used before.
    """
    if not (service.challenge and new.challenge):
        return
    fault = _fault(service, connection, new.challenge, now)
    if fault:
        raise not_taken(fault)
    signature = new.challenge.rpartition(".")[2]
    spent_challenges.add(connection, signature, now)


def given_out(service: Service, new: NewSubmission) -> datetime | None:
    """Return when the token of a submission was given out, None where that cannot be told."""
    found = read_challenge(new.challenge)
    return found.given_out if found and service.challenge and not service.clock.frozen else None


def forget_challenges(service: Service) -> None:
    """Delete what is known of tokens that are too old by now; a task of upkeep."""
    with service.database.write() as connection:
        spent_challenges.forget(connection, service.clock.now(connection) - OLDEST)


def _made(service: Service, now: datetime) -> str:
    nonce = secrets.token_hex(_NONCE_BYTES)
    part = signed_part(now, nonce)
    key, signature = next(iter(service.keyring.lookup_digests(part, Lookup.CHALLENGE).items()))
    return f"{key}.{part}.{signature}"


def _fault(service: Service, connection: Connection, text: str, now: datetime) -> str:
    found = read_challenge(text)
    if found is None or not _is_ours(service, found):
        return UNKNOWN
    if spent_challenges.is_spent(connection, found.signature):
        return SPENT
    return found.fault(now, youngest(service))


def _is_ours(service: Service, found: Challenge) -> bool:
    digests = service.keyring.lookup_digests(found.signed, Lookup.CHALLENGE)
    return compare_digest(digests.get(found.key, ""), found.signature)
