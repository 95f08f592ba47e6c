"""What senders ask of the office about their own data, and what it answers (个人信息保护法)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection

from catalogue.window import china_day
from comments_service.domain.accounts.officer import Officer
from comments_service.domain.canonical import new_salt, salted_digest
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.errors import ChangedMeanwhile, FieldFault, Invalid, UnknownComment
from comments_service.domain.ledger.entries import PUBLIC, Occurrence
from comments_service.domain.ledger.public_entries import RequestAnswered, RequestMade
from comments_service.domain.register.submission_request import (
    ANSWERED_WITHIN,
    NewRequest,
    RequestKind,
    RequestState,
    StoredRequest,
    answer_content,
    read_answer,
    request_content,
)
from comments_service.domain.row_id import make_row_id
from comments_service.services.appending import enter
from comments_service.services.intake.erasure import erase, restrict
from comments_service.services.intake.receipt_holder import ShownReceipt, require_holder
from comments_service.services.ledger.flood_limits import of_receipt, take_turn
from comments_service.services.service import Service
from comments_service.store.accounts.address_turns import Deed
from comments_service.store.comments import comment_states, erasing, request_rows, submissions

_BY_MAIL = NewRequest(RequestKind.NOT_MINE, "按登记邮件里的链接提出。")
_MUST_WAIT = "现在还不能删除这件来件，因为还有依法须先办结的事；可以先依法限制处理"


@dataclass(frozen=True, slots=True)
class ListedRequest:
    """A request with the numbers of what it is about (17, 17-1), "" where that is not shown."""

    request: StoredRequest
    submission_number: str
    comment_number: str


class Disowning(NamedTuple):
    """Whether readers of mail about a submission can say that it is not theirs; that they did."""

    possible: bool
    said: StoredRequest | None


class OpenRequests(NamedTuple):
    """How many requests about a policy wait for an answer, and by when the first has to have it."""

    policy: str
    number: int
    due_on: date


def ask(service: Service, shown: ShownReceipt, new: NewRequest) -> StoredRequest:
    """Take a request of a receipt's holder; the same one that is open is taken once.

    ``UnknownReceipt``, ``UnknownComment``, ``TooMany``.
    """
    held = require_holder(service, shown)
    if held.erased_at:
        raise Invalid(FieldFault("kind", "这件来件的内容已经删除"))
    if new.comment and new.comment not in {each.id for each in held.comments}:
        raise UnknownComment
    with service.database.write() as connection:
        for each in request_rows.of_submission(connection, service.keyring, held.id):
            same = (each.kind, each.words, each.comment) == (new.kind, new.words, new.comment)
            if same and each.state is RequestState.OPEN:
                return each
        at = service.clock.read(connection).sure()
        # By the receipt: nobody else at the same address can use up a right.
        take_turn(service, connection, Deed.OWN, of_receipt(held.id), at)
        return _entered(service, connection, held, new, at)


def disowning(service: Service, submission_id: str) -> Disowning:
    """Return what those to whom mail about a submission came can say of it, and have said."""
    with service.database.read() as connection:
        return _disowning(service, connection, submission_id)[1]


def disown(service: Service, submission_id: str) -> None:
    """Take it once from those to whom mail about a submission came that it is not theirs.

    Number and code, and what may be asked by receipt, are with whoever gave their address.
    """
    with service.database.write() as connection:
        held, known = _disowning(service, connection, submission_id)
        if held and known.possible and not known.said:
            at = service.clock.read(connection).sure()
            _entered(service, connection, held, _BY_MAIL, at)


def of_sender(service: Service, submission_id: str) -> list[StoredRequest]:
    """Return what the sender of a submission asked for, in the order in which it came."""
    with service.database.read() as connection:
        return request_rows.of_submission(connection, service.keyring, submission_id)


def of_policy(service: Service, policy_id: str) -> list[ListedRequest]:
    """Return the requests about a policy: those that wait first, by the day they are due."""
    with service.database.read() as connection:
        found = request_rows.of_policy(connection, service.keyring, policy_id)
        listed = [_listed(connection, each) for each in found]
    return sorted(
        listed, key=lambda it: (it.request.state is not RequestState.OPEN, it.request.due_on)
    )


def open_requests(service: Service, policies: Collection[str]) -> list[OpenRequests]:
    """Count what waits for an answer by policy."""
    with service.database.read() as connection:
        every = request_rows.open_ones(connection, policies)
    days: dict[str, list[date]] = {}
    for policy, due_on in every:
        days.setdefault(policy, []).append(due_on)
    return [OpenRequests(policy, len(due), due[0]) for policy, due in days.items()]


def answer(
    service: Service, officer: Officer, policy_id: str, request_id: str, fields: Mapping[str, str]
) -> None:
    """Answer a request, and erase or restrict where that is the answer.

    ``Invalid``, ``UnknownComment`` where there is none, ``ChangedMeanwhile``: it has an answer.
    """
    archived = service.published.catalogue().site.archive == "restrict"
    with service.database.write() as connection:
        asked = _open(service, connection, policy_id, request_id)
        new = read_answer(fields, asked.kind, archived=archived)
        at = service.clock.read(connection).sure()
        salt = new_salt()
        done = replace(asked, state=new.state, answer=new.words, answer_salt=salt)
        done = replace(done, answered_by=officer.id, answered_at=at)
        done = replace(done, answer_digest=salted_digest(salt, answer_content(done)))
        body = RequestAnswered(request=done.id, state=done.state, digest=done.answer_digest or "")
        enter(connection, at, Occurrence(policy_id, done.submission, officer.id, body))
        request_rows.answer(connection, service.keyring, done)
        _do(service, connection, done, officer, at)


def _do(
    service: Service, connection: Connection, done: StoredRequest, officer: Officer, at: datetime
) -> None:
    what = done.policy, done.submission, officer.id, at
    if done.state is RequestState.RESTRICTED:
        restrict(connection, *what)
    elif done.kind is RequestKind.ERASURE and done.state is RequestState.GRANTED:
        # That a comment is sealed must not be told.
        if erasing.must_wait(connection, done.submission):
            raise Invalid(FieldFault("state", _MUST_WAIT))
        erase(service, connection, *what)


def _disowning(
    service: Service, connection: Connection, submission_id: str
) -> tuple[StoredSubmission | None, Disowning]:
    held = submissions.by_id(connection, service.keyring, submission_id)
    made = request_rows.of_submission(connection, service.keyring, submission_id)
    said = (each for each in made if (each.kind, each.words, each.comment) == _BY_MAIL)
    return held, Disowning(bool(held and not held.erased_at), next(said, None))


def _entered(
    service: Service, connection: Connection, held: StoredSubmission, new: NewRequest, at: datetime
) -> StoredRequest:
    made = _made(held, new, at)
    body = RequestMade(request=made.id, kind=made.kind, comment=made.comment, digest=made.digest)
    entry = enter(connection, at, Occurrence(held.policy, held.id, PUBLIC, body))
    made = replace(made, entry=entry.id)
    request_rows.add(connection, service.keyring, made)
    return made


def _made(held: StoredSubmission, new: NewRequest, at: datetime) -> StoredRequest:
    salt = new_salt()
    made = StoredRequest(
        id=make_row_id(),
        submission=held.id,
        comment=new.comment,
        policy=held.policy,
        kind=new.kind,
        words=new.words,
        made_at=at,
        due_on=china_day(at) + ANSWERED_WITHIN,
        salt=salt,
        digest="",
        entry=0,
    )
    return replace(made, digest=salted_digest(salt, request_content(made)))


def _open(
    service: Service, connection: Connection, policy_id: str, request_id: str
) -> StoredRequest:
    for each in request_rows.of_policy(connection, service.keyring, policy_id):
        if each.id == request_id:
            if each.state is not RequestState.OPEN:
                raise ChangedMeanwhile
            return each
    raise UnknownComment


def _listed(connection: Connection, request: StoredRequest) -> ListedRequest:
    """Name what a request is about; of what is sealed the numbers are not shown."""
    states = comment_states.of_submission(connection, request.submission)
    shown = {each.comment: each for each in states if not each.sealed}
    if not shown:
        return ListedRequest(request, "", "")
    about = shown.get(request.comment or "")
    number = next(iter(shown.values())).serial
    return ListedRequest(request, str(number), about.number if about else "")
