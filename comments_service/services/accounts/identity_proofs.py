"""Proofs of who somebody is (身份核实): begun here, made at the provider, used with a submission.

The browser that begins has a token, and the state that goes to the provider counts with that
alone; both make the ticket. So whoever learns an address on the way can do nothing with it.
"""

import hashlib
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from catalogue.text import fold_name
from comments_service.domain.comments.submission import NewSubmission
from comments_service.domain.comments.submission_rules import LONGEST
from comments_service.domain.errors import (
    FieldFault,
    Invalid,
    NotOffered,
    NotProved,
    ProviderDown,
    TooMany,
)
from comments_service.domain.text_rules import is_blank, one_line, text_faults
from comments_service.identity_provider import (
    IdentityProvider,
    LoginAttempt,
    NotVerifiedError,
    ProviderDownError,
)
from comments_service.services.ledger.flood_limits import Caller, require_room, take_turn
from comments_service.services.service import Service
from comments_service.store.accounts import identity_sessions
from comments_service.store.accounts.address_turns import Deed
from comments_service.store.accounts.identity_sessions import IdentitySession

_LOG = logging.getLogger(__name__)
TICKET_VALID = timedelta(minutes=30)
KEPT_FOR = 2 * TICKET_VALID
"""How long what waits is kept, and the browser's token of it."""
GONE = "身份核实已经失效（30分钟内有效，只能用于这份文件的一次提交），请重新核实"
_ON_THE_WAY = timedelta(minutes=15)
_TOKEN_BYTES = 32
_NOT_BY_THEM = "您没有在认证页面上完成身份核实；可以再试一次，也可以不核实"
_NOT_RIGHT = "认证方的答复不能证明身份；可以再试一次，也可以不核实"
_LOST = "这次身份核实已经失效：超过15分钟，或者不是在这个浏览器里开始的。请回到文件页面重新核实"
_TOO_OFTEN = "这次身份核实试的次数太多，请回到文件页面重新核实"
_OTHER_NAME = "与核实的姓名不同，请填写“%(name)s”，或者不用这次身份核实"


@dataclass(frozen=True, slots=True)
class ReturnedSender:
    """Somebody who came back from the provider, with ``ticket`` and name, or a ``refusal``."""

    session: IdentitySession
    ticket: str = ""
    name: str = ""
    refusal: NotProved | ProviderDown | None = None


def begin_proof(  # noqa: PLR0913, PLR0917 - of what, by whom, and where to go back
    service: Service,
    policy_id: str,
    caller: Caller,
    way: tuple[str, str, str],
    typed: Mapping[str, str] | None = None,
    version: str = "",
) -> tuple[str, str]:
    """Return the provider's address and the browser's token.

    ``way``: language, address of return, and the token that the browser has, "" for a new one;
    with another one its other tabs could not come back.
    ``typed`` is the form that waits here, else it is the dialog on the page of a ``version``.
    ``NotOffered`` without a provider, ``ProviderDown``, ``UnknownPolicy``, ``TooMany``.
    """
    if caller.busy:
        raise caller.busy
    service.published.policy(policy_id)
    with service.database.read() as connection:
        require_room(service, connection, Deed.IDENTITY, caller)
    language, callback, browser = way
    browser, verifier = browser or _token(), _token()
    attempt = LoginAttempt(f"{language}.{_token()}", verifier, callback)
    try:
        address = _provider(service).address(attempt)
    except ProviderDownError as error:
        raise ProviderDown(cause=f"identity provider: {error}") from None

    def begin(connection: Connection) -> None:
        now = service.clock.read(connection).sure()
        take_turn(service, connection, Deed.IDENTITY, caller, now)
        row = IdentitySession(policy_id, now, verifier, typed, version=version)
        digest = _digest("state", attempt.state, browser)
        identity_sessions.begin(connection, service.keyring, digest, row)

    service.database.transact(begin)
    return address, browser


def end_proof(
    service: Service, browser: str, answer: Mapping[str, str], callback: str
) -> ReturnedSender:
    """Take what the provider's ``answer`` says; asked again it is the same, without the provider.

    ``NotProved`` where no way was begun with it in this browser, or it is over.
    """
    state = answer.get("state", "")
    digest, ticket = (_digest(name, state, browser) for name in ("state", "ticket"))
    with service.database.read() as connection:
        found = identity_sessions.by_state(connection, service.keyring, digest)
        now = service.clock.now(connection)
    if found is None:
        raise NotProved(_LOST)
    if found.used_at:
        raise NotProved(GONE)
    if not _is_fresh(found, now):
        # To register at the provider takes time: what was typed is shown again.
        return ReturnedSender(found, refusal=NotProved(_LOST))
    if found.name:
        return ReturnedSender(found, ticket, found.name)
    attempt = LoginAttempt(state, found.verifier, callback)
    try:
        name = _verified(service, attempt, answer.get("code", ""))
    except (NotProved, ProviderDown) as refusal:
        return _by_other_press(service, digest, ticket) or ReturnedSender(found, refusal=refusal)
    with service.database.write() as connection:
        verified = replace(found, name=name, made_at=service.clock.now(connection))
        kept = _digest("kept", ticket)
        identity_sessions.verify(connection, service.keyring, digest, kept, verified)
    return ReturnedSender(found, ticket, name)


def _by_other_press(service: Service, digest: str, ticket: str) -> ReturnedSender | None:
    """Return who it was by another press of the button: a provider takes a code once."""
    with service.database.read() as connection:
        found = identity_sessions.by_state(connection, service.keyring, digest)
    return ReturnedSender(found, ticket, found.name) if found and found.name else None


def proved_name(service: Service, ticket: str, policy_id: str = "") -> str | None:
    """Return the name that a ticket proves, of a policy where one is named; None: no more."""
    if not ticket:
        return None
    with service.database.read() as connection:
        found = _standing(service, connection, ticket, service.clock.now(connection))
    return found.name if found and policy_id in {"", found.policy} else None


def use_proof(service: Service, connection: Connection, new: NewSubmission, now: datetime) -> None:
    """Use up the ticket of a submission, if it has one; ``Invalid`` where it proves nothing."""
    if not new.identity:
        return
    found = _standing(service, connection, new.identity, now)
    if found is None or found.policy != new.policy:
        raise Invalid(FieldFault("identity", GONE))
    if fold_name(found.name) != fold_name(new.personal.name):
        raise Invalid(FieldFault("name", _OTHER_NAME, {"name": found.name}))
    if not identity_sessions.use(connection, _digest("kept", new.identity), now):
        raise Invalid(FieldFault("identity", GONE))


def forget_proofs(service: Service) -> None:
    """Delete ways and tickets that are over, and what was typed with them; a task of upkeep."""
    with service.database.write() as connection:
        identity_sessions.forget(connection, service.clock.now(connection) - KEPT_FOR)


def _standing(
    service: Service, connection: Connection, ticket: str, now: datetime
) -> IdentitySession | None:
    found = identity_sessions.by_ticket(connection, service.keyring, _digest("kept", ticket))
    return found if found and not found.used_at and _is_fresh(found, now) else None


def _is_fresh(found: IdentitySession, now: datetime) -> bool:
    valid = TICKET_VALID if found.name or found.used_at else _ON_THE_WAY
    return now - found.made_at < valid


def _verified(service: Service, attempt: LoginAttempt, code: str) -> str:
    if not code:
        raise NotProved(_NOT_BY_THEM)
    _take_turn(service, Caller(f"identity/{attempt.verifier}"))
    try:
        return _kept(_provider(service).verified_name(attempt, code))
    except ProviderDownError as error:
        raise ProviderDown(cause=f"identity provider: {error}") from None
    except NotVerifiedError as error:
        _LOG.warning("identity provider: %s", error)
        raise NotProved(_NOT_RIGHT) from None


def _take_turn(service: Service, way: Caller) -> None:
    """Count that the provider is asked about a way, which is not done without end."""
    try:
        with service.database.write() as connection:
            take_turn(service, connection, Deed.OWN, way, service.clock.now(connection))
    except TooMany:
        raise NotProved(_TOO_OFTEN) from None


def _kept(told: str) -> str:
    name = one_line(told).strip()
    if is_blank(fold_name(name)) or [*text_faults("name", name, LONGEST["name"])]:
        raise NotVerifiedError("the name is none that can be kept")
    return name


def _provider(service: Service) -> IdentityProvider:
    if service.identity_provider is None:
        raise NotOffered("这里不能核实身份，可以不核实、直接提交")
    return service.identity_provider


def _token() -> str:
    return secrets.token_urlsafe(_TOKEN_BYTES)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
