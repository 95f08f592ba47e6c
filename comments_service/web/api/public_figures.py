"""Figures that everybody may see: answered by their route, and made again without it."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from flask import Response, request
from sqlalchemy import Connection

from comments_service.web.shell.request_context import current_service

REPETITION = "yanlu.repetition"
"""The key in the environment of a request under which the ``Repetition`` of its answer is."""
_MOST_SECONDS = 1.0


class PublicFigures(NamedTuple):
    """``text`` is JSON, None where the reader has it already; ``etag`` is weak.

    ``stands`` is for how many seconds it holds at most where nothing changes.
    """

    etag: str
    text: str | None
    stands: float = _MOST_SECONDS


Known: TypeAlias = Callable[[str], bool]
"""Whether a reader has what an etag is of."""
MakeFigures: TypeAlias = Callable[[Connection, Known], PublicFigures]
"""What makes them of a snapshot; of the request, only its address and query have a part in it."""


class Repetition(NamedTuple):
    """For how many seconds an answer may be given again if nothing changes, a second at most.

    ``etag`` is of its figures; ``again`` makes them where something did (None: only its route).
    """

    seconds: float
    etag: str
    again: MakeFigures | None


def figures_answer(make: MakeFigures) -> Response:
    """Answer with figures, and note how they stand."""
    service = current_service()
    # A site at another host may be slow: no connection is held meanwhile.
    service.published.snapshot()
    with service.database.read() as connection:
        found = make(connection, request.if_none_match.contains_weak)
    if found.text is None:
        answer = Response(status=304)
    else:
        answer = Response(found.text, content_type="application/json")
    answer.set_etag(found.etag, weak=True)
    answer.headers["Cache-Control"] = "no-cache"
    request.environ[REPETITION] = Repetition(seconds_of(found), found.etag, make)
    return answer


def seconds_of(figures: PublicFigures) -> float:
    """Return for how many seconds they may be given again."""
    return min(figures.stands, _MOST_SECONDS)
