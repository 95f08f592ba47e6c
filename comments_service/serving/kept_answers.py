"""Answers to public questions, given again at once while nothing changed.

The figures of the home page and of every consultation page are asked for far more often than they
change. Such an answer needs no thread and no transaction where one look tells that neither the
database nor the site is another: so whoever sends a comment finds it counted in the next answer.
On PostgreSQL, and where the site is at another host, nobody can tell at once, and nothing is kept.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from comments_service.logs import RequestNote
from comments_service.services.service import Service
from comments_service.serving.wsgi_call import Headers, WsgiResponse, has_body
from comments_service.store.database.sqlite_file import ChangeMark
from comments_service.web.shell.request_context import NOTE, REQUEST_ID, STANDS

Mark = tuple[object, ...]

_MOST_KEPT = 256
# Characters of a question; browsers ask shorter ones.
_LONGEST = 1024
_ID = REQUEST_ID.lower().encode()


class _Question(NamedTuple):
    """All of a request by which a public answer can differ."""

    path: str
    query: str
    known: str


class _KeptAnswer(NamedTuple):
    """An answer in one piece, the route that gave it, and when it has to be made again."""

    until: float
    route: str
    status: int
    headers: Headers
    whole: bytes


def mark_of(service: Service) -> Callable[[], Mark | None]:
    """Return what tells of a service whether its database and its site are still the same."""
    if service.database.sqlite is None:
        return lambda: None
    changes = ChangeMark(service.database.sqlite)

    def mark() -> Mark | None:
        seen = changes.now(), service.published.mark()
        return None if None in seen else seen

    return mark


@dataclass(frozen=True, slots=True)
class Asked:
    """What was there before a question was answered: the mark, and when, in monotonic seconds."""

    question: _Question
    mark: Mark
    at: float


@dataclass(slots=True)
class KeptAnswers:
    """The newest answers of one process; to be used in its event loop alone.

    ``mark`` tells at once what all public answers follow from, None where it cannot be told.
    """

    mark: Callable[[], Mark | None] = lambda: None
    monotonic: Callable[[], float] = time.monotonic
    _of: Mark | None = field(default=None, init=False)
    _answers: dict[_Question, _KeptAnswer] = field(default_factory=dict, init=False)

    def asked(self, environ: dict[str, Any]) -> Asked | None:
        """Look before a request is answered; None where its answer cannot be kept."""
        if environ["REQUEST_METHOD"] != "GET" or has_body(environ):
            return None
        mark = self.mark()
        if mark is None:
            return None
        if mark != self._of:
            self._of, self._answers = mark, {}
        known = environ.get("HTTP_IF_NONE_MATCH", "")
        question = _Question(environ["PATH_INFO"], environ["QUERY_STRING"], known)
        if sum(map(len, question)) > _LONGEST:
            return None
        return Asked(question, mark, self.monotonic())

    def answer(self, asked: Asked, environ: dict[str, Any], request_id: str) -> WsgiResponse | None:
        """Return the answer that still stands, and note the request under its id."""
        kept = self._answers.get(asked.question)
        if kept is None or kept.until <= asked.at:
            return None
        environ[NOTE] = RequestNote(request_id, "GET", kept.route)
        headers = [*kept.headers, (_ID, request_id.encode())]
        return WsgiResponse(kept.status, headers, kept.whole)

    def keep(self, asked: Asked, environ: dict[str, Any], answer: WsgiResponse) -> None:
        """Keep an answer for as long as its route said that it stands."""
        stands = environ.get(STANDS)
        if stands is None or answer.whole is None or asked.mark != self._of:
            return
        if len(self._answers) >= _MOST_KEPT:
            self._answers.clear()
        headers = [each for each in answer.headers if each[0].lower() != _ID]
        self._answers[asked.question] = _KeptAnswer(
            asked.at + stands, environ[NOTE].route, answer.status, headers, answer.whole
        )
