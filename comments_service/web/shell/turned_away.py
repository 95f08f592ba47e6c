"""Requests that the gateway refused before they were whole, answered as all others."""

from enum import StrEnum

from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, RequestTimeout

from comments_service.domain.errors import TooMany, Unavailable

REFUSAL_REASON = "yanlu.refusal_reason"
"""The key in the environment of a request under which a ``RefusalReason`` is, or None."""
BUSY = "yanlu.busy"
"""The key under which it is whether its address has too many requests in work."""
SOON_SECONDS = 10


class RefusalReason(StrEnum):
    """Why a body was not read to its end."""

    MALFORMED = "malformed"
    LATE = "late"
    TOO_LARGE = "too large"
    TOO_MANY = "too many"
    STOPPING = "stopping"


_ERRORS = {
    RefusalReason.MALFORMED: BadRequest,
    RefusalReason.LATE: RequestTimeout,
    RefusalReason.TOO_LARGE: RequestEntityTooLarge,
}


def turn_away() -> None:
    """Raise the error of a request that the gateway refused."""
    reason = request.environ.get(REFUSAL_REASON)
    if reason is RefusalReason.TOO_MANY:
        raise too_many()
    if reason is RefusalReason.STOPPING:
        raise Unavailable(reason)
    if reason is not None:
        raise _ERRORS[reason]


def too_many() -> TooMany:
    """Return the refusal of a request whose address has too many in work."""
    message = "现在从您所在的网络发来的请求过多，请过%(count)s秒再试"
    return TooMany(message, retry_after=SOON_SECONDS, count=SOON_SECONDS)
