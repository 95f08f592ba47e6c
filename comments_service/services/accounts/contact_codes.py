"""Codes by e-mail, by which senders show that an address is theirs (联系方式核实)."""

import re
import secrets
import uuid
from datetime import datetime, timedelta
from hmac import compare_digest

from sqlalchemy import Connection

from catalogue.model import Policy
from comments_service.domain.accounts.assurance import Assurance, ContactWay
from comments_service.domain.comments.message import MessageKind
from comments_service.domain.comments.participant import normalise_email
from comments_service.domain.comments.receipt_number import typed_digits
from comments_service.domain.comments.submission import NewSubmission, StoredSubmission
from comments_service.domain.comments.window_rules import deciding_window
from comments_service.domain.errors import FieldFault, Invalid, NotOffered
from comments_service.domain.ledger.entries import PUBLIC, Occurrence
from comments_service.domain.ledger.public_entries import ContactVerified
from comments_service.keyring import Lookup
from comments_service.services.appending import enter
from comments_service.services.ledger.flood_limits import Caller, require_room, take_turn
from comments_service.services.service import Service
from comments_service.store.accounts import contact_code_rows
from comments_service.store.accounts.address_turns import Deed
from comments_service.store.accounts.contact_code_rows import SentCode
from comments_service.store.comments import message_rows
from comments_service.store.ledger import standing_closings
from comments_service.store.locks.writer_locks import hold

VALID = timedelta(minutes=10)
NOT_HERE = "这里现在不能发送验证码，请通过公告所列的其他方式提出意见"
_HOUR, _KEPT = timedelta(hours=1), timedelta(days=1)
MOST_IDS = 10
"""So many ids of codes a form has, the newest first."""
_MOST_TRIES = 5
_MOST_AN_HOUR = 5
_ID = re.compile(r"\b[0-9a-f]{32}\b")
_NUMBERS = 1_000_000
_WRONG = FieldFault(
    "contact_code",
    "验证码不正确，或者已经失效（10分钟内有效，最多输错5次，只能用一次）；请核对，或重新获取",
)


def send_code(service: Service, policy_id: str, email: str, language: str, caller: Caller) -> str:
    """Return the id of a code that goes to an address within moments.

    An address that got enough within the hour gets none, which is not told: whether somebody
    comments is nobody's business. ``NotOffered`` without a mail server, ``UnknownPolicy``,
    ``Invalid``, ``TooMany``.
    """
    if not service.mail:
        raise NotOffered(NOT_HERE)
    if caller.busy:
        raise caller.busy
    service.published.policy(policy_id)
    address = normalise_email(email)
    if address is None:
        raise Invalid(FieldFault("email", "电子邮箱格式不正确"))
    with service.database.read() as connection:
        # Once more below; here a flood costs others no lock.
        require_room(service, connection, Deed.CODE, caller)
    made = uuid.uuid4().hex

    def keep(connection: Connection) -> None:
        # Those to one address wait for one another, so that none is too many.
        hold(connection, service.keyring.lookup_digests(address, Lookup.CONTACT).values())
        at = service.clock.read(connection).sure()
        take_turn(service, connection, Deed.CODE, caller, at)
        _keep_code(service, connection, made, address, language, at)

    service.database.transact(keep)
    return made


def _keep_code(  # noqa: PLR0913, PLR0917 - which one, to whom, in which language and when
    service: Service, connection: Connection, made: str, address: str, language: str, at: datetime
) -> None:
    """Keep a code with its message, unless the address got enough of late."""
    digits = f"{secrets.randbelow(_NUMBERS):06}"
    digests = [*service.keyring.lookup_digests(address, Lookup.CONTACT).values()]
    if contact_code_rows.of_late(connection, digests, at - _HOUR, at) < _MOST_AN_HOUR:
        row = SentCode(made, digests[0], _digests(service, made, digits)[0], at)
        contact_code_rows.add(connection, service.keyring, row, address)
        message_rows.add(
            connection,
            service.keyring,
            kind=MessageKind.CODE,
            language=language,
            at=at,
            contact_code=made,
            words=digits,
        )


def known_code(service: Service, ids: str) -> str:
    """Return the first of a form's ids that is one of a code, its newest being the first.

    An address that has had enough gets no further code, and its last one stays good. The ids of a
    form, separated by blanks, tell nobody which of them that is.
    """
    named: list[str] = _ID.findall(ids)[:MOST_IDS]
    if not named:
        return ids
    with service.database.read() as connection:
        return next((each for each in named if contact_code_rows.named(connection, each)), named[0])


def require_right_code(service: Service, policy: Policy, new: NewSubmission) -> None:
    """Refuse a code that is wrong, and count that, whatever becomes of the submission.

    That the window is closed says more, so it comes first.
    """
    code = new.contact_code
    if code is None:
        return

    def is_right(connection: Connection) -> bool:
        at = service.clock.read(connection).sure()
        closed = standing_closings.standing(connection, [policy.id])
        deciding_window(policy, new.version, at, closed)
        kept = contact_code_rows.named(connection, code.id, held=True)
        right = kept is not None and _opens(service, kept, new, at)
        if kept and not right:
            contact_code_rows.note_try(connection, kept.id)
        return right

    if not service.database.transact(is_right):
        raise Invalid(_WRONG)


def use_code(service: Service, connection: Connection, new: NewSubmission) -> Assurance:
    """Use up a code that was found right; return how sure it is who sends the submission."""
    if new.contact_code is None:
        return Assurance.DECLARED
    at = service.clock.read(connection).sure()
    if not contact_code_rows.use(connection, new.contact_code.id, at):
        raise Invalid(_WRONG)
    return Assurance.CONTACT_VERIFIED


def enter_code(connection: Connection, taken: StoredSubmission, new: NewSubmission) -> None:
    """Enter that a submission came with a code."""
    if new.contact_code is not None:
        body = ContactVerified(way=ContactWay.EMAIL_CODE, assurance=taken.assurance)
        enter(connection, taken.received_at, Occurrence(taken.policy, taken.id, PUBLIC, body))


def forget_codes(service: Service) -> None:
    """Delete codes that nobody can use any more; a task of upkeep, and of ``retention run``."""
    with service.database.write() as connection:
        contact_code_rows.forget(connection, service.clock.now(connection) - _KEPT)


def _opens(service: Service, kept: SentCode, new: NewSubmission, at: datetime) -> bool:
    address = normalise_email(new.personal.email) or ""
    known = service.keyring.lookup_digests(address, Lookup.CONTACT).values()
    digits = typed_digits(new.contact_code.code) if new.contact_code else ""
    usable = kept.used_at is None and kept.tries < _MOST_TRIES
    fresh = timedelta() <= at - kept.made_at < VALID
    codes = _digests(service, kept.id, digits)
    right = any(compare_digest(kept.code_digest, each) for each in codes)
    return right and usable and fresh and kept.address_digest in known


def _digests(service: Service, code_id: str, digits: str) -> list[str]:
    """Return the digests of a code under each key, the current one first."""
    return [*service.keyring.lookup_digests(f"{code_id}/{digits}", Lookup.CONTACT_CODE).values()]
