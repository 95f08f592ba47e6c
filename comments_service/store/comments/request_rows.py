"""The rows of what senders asked for: their words and the answers are encrypted."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, insert, select, update

from comments_service.domain.register.submission_request import (
    RequestKind,
    RequestState,
    StoredRequest,
)
from comments_service.keyring import Keyring
from comments_service.store.database.streaming import streamed
from comments_service.store.database.tables import submission_requests

_COLUMNS = {
    each.name: f"{each.name}_id" if each.name in {"submission", "comment"} else each.name
    for each in fields(StoredRequest)
}
_ENCRYPTED = ("words", "answer")


def add(connection: Connection, keyring: Keyring, request: StoredRequest) -> None:
    """Write a request."""
    connection.execute(insert(submission_requests), _row(keyring, request))


def answer(connection: Connection, keyring: Keyring, answered: StoredRequest) -> None:
    """Write a request's answer."""
    mine = update(submission_requests).where(submission_requests.c.id == answered.id)
    connection.execute(mine.values(_row(keyring, answered)))


def every(connection: Connection, keyring: Keyring) -> Iterator[StoredRequest]:
    """Yield all requests in the order in which they came."""
    query = select(submission_requests).order_by(submission_requests.c.entry)
    for row in streamed(connection, query):
        held = {name: getattr(row, column) for name, column in _COLUMNS.items()}
        for name in _ENCRYPTED:
            held[name] = held[name] and keyring.decrypt(held[name], _context(row.id, name))
            held[name] = held[name] or ""
        held["kind"], held["state"] = RequestKind(row.kind), RequestState(row.state)
        yield StoredRequest(**held)


def _row(keyring: Keyring, request: StoredRequest) -> dict[str, Any]:
    row = {column: getattr(request, name) for name, column in _COLUMNS.items()}
    for name in _ENCRYPTED:
        row[name] = row[name] and keyring.encrypt(row[name], _context(request.id, name))
    return row


def _context(request_id: str, field: str) -> str:
    return f"submission_requests/{request_id}/{field}"
