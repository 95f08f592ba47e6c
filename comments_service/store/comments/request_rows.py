"""The rows of what senders asked for: their words and the answers are encrypted."""

from collections.abc import Collection, Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from comments_service.domain.register.submission_request import (
    RequestKind,
    RequestState,
    StoredRequest,
)
from comments_service.keyring import Keyring
from comments_service.store.database.encrypted_columns import REQUEST_ANSWER, REQUEST_WORDS
from comments_service.store.database.tables import comments, submission_requests
from comments_service.store.statements.streaming import streamed

_COLUMNS = {
    each.name: f"{each.name}_id" if each.name in {"submission", "comment"} else each.name
    for each in fields(StoredRequest)
}
_ENCRYPTED = {"words": REQUEST_WORDS, "answer": REQUEST_ANSWER}
_C = submission_requests.c
_EVERY = select(submission_requests).order_by(_C.entry)
_OF_SUBMISSION = _EVERY.where(_C.submission_id == bindparam("submission"))
_OF_POLICY = _EVERY.where(_C.policy == bindparam("of_policy"))


def add(connection: Connection, keyring: Keyring, request: StoredRequest) -> None:
    """Write a request."""
    connection.execute(insert(submission_requests), _row(keyring, request))


def answer(connection: Connection, keyring: Keyring, answered: StoredRequest) -> None:
    """Write a request's answer."""
    mine = update(submission_requests).where(submission_requests.c.id == answered.id)
    connection.execute(mine.values(_row(keyring, answered)))


def every(connection: Connection, keyring: Keyring) -> Iterator[StoredRequest]:
    """Yield all requests in the order in which they came."""
    return _found(connection, keyring, _EVERY)


def of_submission(
    connection: Connection, keyring: Keyring, submission_id: str
) -> list[StoredRequest]:
    """Return the requests of a submission's sender in the order in which they came."""
    return [*_found(connection, keyring, _OF_SUBMISSION, submission=submission_id)]


def of_policy(connection: Connection, keyring: Keyring, policy_id: str) -> list[StoredRequest]:
    """Return the requests about a policy's submissions in the order in which they came."""
    return [*_found(connection, keyring, _OF_POLICY, of_policy=policy_id)]


def open_ones(connection: Connection, policies: Collection[str]) -> list[tuple[str, date]]:
    """Return policy and day of requests without an answer, the one due first before others."""
    is_open = _C.state == RequestState.OPEN
    query = select(_C.policy, _C.due_on).where(_C.policy.in_(policies), is_open)
    return [(row.policy, row.due_on) for row in connection.execute(query.order_by(_C.due_on))]


def disowned_ones(
    policy_id: str, states: Collection[RequestState] = (RequestState.OPEN,)
) -> Select[tuple[str]]:
    """Return the query for a policy's comments that are said not to be the sender's.

    ``states`` are of the requests that say so.
    """
    is_meant = comments.c.id == func.coalesce(_C.comment_id, comments.c.id)
    meant = submission_requests.join(comments, comments.c.submission_id == _C.submission_id)
    said = _C.kind == RequestKind.NOT_MINE, _C.state.in_(states)
    return select(comments.c.id).select_from(meant).where(_C.policy == policy_id, *said, is_meant)


def nobodys(policy_id: str) -> Select[tuple[str]]:
    """Return the query for those of them of which the office has not said that they are theirs."""
    return disowned_ones(policy_id, (RequestState.OPEN, RequestState.GRANTED))


def is_nobodys(connection: Connection, policy_id: str, comment_id: str) -> bool:
    """Return whether a policy's comment is one of those."""
    mine = nobodys(policy_id).where(comments.c.id == comment_id)
    return connection.execute(mine.limit(1)).first() is not None


def _found(
    connection: Connection, keyring: Keyring, query: Select[Any], **of: str
) -> Iterator[StoredRequest]:
    for row in streamed(connection, query, **of):
        held = {name: getattr(row, column) for name, column in _COLUMNS.items()}
        for name, column in _ENCRYPTED.items():
            held[name] = column.decrypt(keyring, row.id, held[name]) if held[name] else ""
        held["kind"], held["state"] = RequestKind(row.kind), RequestState(row.state)
        yield StoredRequest(**held)


def _row(keyring: Keyring, request: StoredRequest) -> dict[str, Any]:
    row = {column: getattr(request, name) for name, column in _COLUMNS.items()}
    for name, column in _ENCRYPTED.items():
        row[name] = row[name] and column.encrypt(keyring, request.id, row[name])
    return row
