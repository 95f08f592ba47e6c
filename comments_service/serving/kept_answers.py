"""Answers to public questions, given again at once while nothing changed, or made again.

The figures of the home page and of every consultation page are asked for far more often than they
change. Such an answer needs no thread and no transaction where one look tells that neither the
database nor the site is another: so whoever sends a comment finds it counted in the next answer.
Where the database is another, its figures alone are read again, still without a thread: while
others write, a reader would wait for a processor three times in the place of once.
On PostgreSQL, and where the site is at another host, nobody can tell at once, and nothing is kept.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection
from werkzeug.http import parse_etags, quote_etag

from comments_service.logs import RequestNote
from comments_service.services.service import Service
from comments_service.serving.wsgi_call import PIECE, Headers, WsgiResponse, has_body
from comments_service.store.database.sqlite_connections import UnwaitingReads
from comments_service.store.database.sqlite_file import ChangeMark
from comments_service.web.api.public_figures import (
    REPETITION,
    MakeFigures,
    PublicFigures,
    seconds_of,
)
from comments_service.web.shell.request_context import NOTE, REQUEST_ID

Reading: TypeAlias = Callable[[], AbstractContextManager[Connection]]

_MOST_KEPT = 256
# Characters of a question; browsers ask shorter ones.
_LONGEST = 1024
# Nobody else is answered meanwhile. So what takes longer than so many seconds, of a processor or in
# all, or fails, is left to threads for a minute; and what is beyond so many of each second, for
# the rest of that.
_LONG, _LONG_IN_ALL, _MINUTE, _MOST_OF_A_SECOND = 0.005, 0.5, 60.0, 0.25
_ID = REQUEST_ID.lower().encode()
# Not in an answer without a body (RFC 9110, 15.4.5).
_OF_BODY = {b"content-type", b"content-length"}


class SourceMark(NamedTuple):
    """What an answer is of: each part is another once what it is taken of is."""

    database: object
    site: object


class _Question(NamedTuple):
    """All of a request by which a public answer can differ."""

    path: str
    query: str


class _KeptAnswer(NamedTuple):
    """An answer in one piece, the route that gave it, what it is of and until when it stands.

    ``again`` makes its figures again, None where only its route does; ``etag`` is without quotes.
    ``whole`` is None where all that was told is that the reader has it.
    """

    mark: SourceMark
    until: float
    again: MakeFigures | None
    etag: str
    route: str
    headers: Headers
    whole: bytes | None

    def with_figures(self, asked: "Asked", found: PublicFigures, whole: bytes) -> "_KeptAnswer":
        """Return it with other figures, as of a question."""
        own = {
            b"etag": quote_etag(found.etag, weak=True).encode(),
            b"content-length": str(len(whole)).encode(),
        }
        headers = [(name, own.get(name.lower(), value)) for name, value in self.headers]
        until = asked.at + seconds_of(found)
        return self._replace(
            mark=asked.mark, until=until, etag=found.etag, headers=headers, whole=whole
        )

    def for_reader(self, known: str) -> WsgiResponse | None:
        """Answer who has what ``If-None-Match`` names; None where the whole is not there."""
        if known and parse_etags(known).contains_weak(self.etag):
            headers = [each for each in self.headers if each[0].lower() not in _OF_BODY]
            return WsgiResponse(304, headers, b"")
        return None if self.whole is None else WsgiResponse(200, self.headers, self.whole)


def kept_answers_of(service: Service) -> "KeptAnswers":
    """Make those of a service; without anything kept where nobody can tell of a change at once."""
    file = service.database.sqlite
    if file is None:
        return KeptAnswers()
    changes = ChangeMark(file)

    def mark() -> SourceMark | None:
        seen = SourceMark(changes.now(), service.published.mark())
        return None if None in seen else seen

    return KeptAnswers(mark, UnwaitingReads(file).read)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was there before a question was answered: the mark, and when, in monotonic seconds."""

    question: _Question
    mark: SourceMark
    at: float


@dataclass(slots=True)
class KeptAnswers:
    """The newest answers of one process; to be used in its event loop alone.

    ``mark`` tells at once what all public answers follow from, None where it cannot be told;
    ``reading`` begins a read that waits for no lock.
    """

    mark: Callable[[], SourceMark | None] = lambda: None
    reading: Reading | None = None
    monotonic: Callable[[], float] = time.monotonic
    processor: Callable[[], float] = time.thread_time
    _answers: dict[_Question, _KeptAnswer] = field(default_factory=dict, init=False)
    _by_threads: dict[_Question, float] = field(default_factory=dict, init=False)
    _second: int = field(default=0, init=False)
    _spent: float = field(default=0.0, init=False)

    def asked(self, environ: dict[str, Any]) -> Asked | None:
        """Look before a request is answered; None where its answer cannot be kept."""
        if environ["REQUEST_METHOD"] != "GET" or has_body(environ):
            return None
        mark = self.mark()
        if mark is None:
            return None
        question = _Question(environ["PATH_INFO"], environ["QUERY_STRING"])
        known = environ.get("HTTP_IF_NONE_MATCH", "")
        if sum(map(len, (*question, known))) > _LONGEST:
            return None
        return Asked(question, mark, self.monotonic())

    def answer(self, asked: Asked, environ: dict[str, Any], request_id: str) -> WsgiResponse | None:
        """Return the answer that stands, or stands again, and note the request under its id."""
        kept = self._answers.get(asked.question)
        if kept is not None and (kept.mark != asked.mark or kept.until <= asked.at):
            kept = self._made_again(kept, asked)
        if kept is None:
            return None
        found = kept.for_reader(environ.get("HTTP_IF_NONE_MATCH", ""))
        if found is None:
            return None
        environ[NOTE] = RequestNote(request_id, "GET", kept.route)
        return replace(found, headers=[*found.headers, (_ID, request_id.encode())])

    def keep(self, asked: Asked, environ: dict[str, Any], answer: WsgiResponse) -> None:
        """Keep an answer for as long as its route said that it stands."""
        repetition = environ.get(REPETITION)
        if repetition is None or answer.whole is None:
            return
        if len(self._answers) >= _MOST_KEPT:
            self._answers.clear()
            self._by_threads.clear()
        headers = [each for each in answer.headers if each[0].lower() != _ID]
        until, route = asked.at + repetition.seconds, environ[NOTE].route
        # Of an answer without a body not all headers are there.
        whole, again = (None, None) if answer.status == 304 else (answer.whole, repetition.again)
        self._answers[asked.question] = _KeptAnswer(
            asked.mark, until, again, repetition.etag, route, headers, whole
        )

    def _made_again(self, kept: _KeptAnswer, asked: Asked) -> _KeptAnswer | None:
        """Make an answer again by its figures alone; None where its route has to."""
        # Another catalogue is read first, which takes its time.
        if kept.again is None or self.reading is None or kept.mark.site != asked.mark.site:
            return None
        if not self._may(asked):
            return None
        found, begun = None, self.processor()
        # Its route meets what fails too, and tells of it.
        with suppress(Exception), self.reading() as connection:
            found = kept.again(connection, lambda _etag: False)
        whole = found.text.encode() if found and found.text else b""
        spent = self.processor() - begun
        self._spent += spent
        goes_out = 0 < len(whole) <= PIECE
        if not goes_out or spent > _LONG or self.monotonic() - asked.at > _LONG_IN_ALL:
            self._by_threads[asked.question] = asked.at + _MINUTE
        if found is None or not goes_out:
            return None
        made = self._answers[asked.question] = kept.with_figures(asked, found, whole)
        return made

    def _may(self, asked: Asked) -> bool:
        """Return whether the loop has time for it: it is not long, and not too much is."""
        if int(asked.at) != self._second:
            self._second, self._spent = int(asked.at), 0.0
        is_for_threads = asked.at < self._by_threads.get(asked.question, asked.at)
        return not is_for_threads and self._spent < _MOST_OF_A_SECOND
