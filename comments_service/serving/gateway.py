"""Between the server and the application: only a whole request gets a thread.

The server uses ASGI and keeps a connection without a thread. What arrives is gathered here, in
memory and never in a file, within a bound of time and size; only then the application (WSGI)
gets a thread, and its answer is sent without one. So who sends or reads slowly, or does nothing
at all, takes nothing from others.
"""

import asyncio
import io
import logging
import math
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

from comments_service.flood_settings import Network
from comments_service.logs import RequestNote, error_facts
from comments_service.serving.kept_answers import KeptAnswers
from comments_service.serving.request_log import WATCHED, RequestLog
from comments_service.serving.turns import Patience, Turns, Visit
from comments_service.serving.wsgi_call import Application, WsgiResponse, environ_of, has_body
from comments_service.web.shell.forwarding import client_address, household
from comments_service.web.shell.request_context import NOTE, request_id_of
from comments_service.web.shell.request_size import brings_files, largest_body
from comments_service.web.shell.turned_away import BUSY, REFUSAL_REASON, RefusalReason
from processes.processors import run_undisturbed

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

_ALIVE = "/healthz"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_NO_NAME = (b"server", b"-")
LAST = (b"connection", b"close")
"""The header of the last answer over a connection."""
_LOG = logging.getLogger(__name__)
_MOST_HELD = 64 * 1024 * 1024
# Files have memory of their own, so that no flood of them keeps comments out; and ten megabytes
# take longer to arrive.
_MOST_FILES_HELD = 48 * 1024 * 1024
_FILES_LONGER = 8
# How many of one address may wait for their turn: reading a page takes many requests, sending
# comments one. A building of 64 people who all send at once is served; who sends 200 a second
# piles up more than that within a second, for no address is served faster than this.
_READERS = Patience(256)
WRITERS = Patience(64, 100.0)
UNLIMITED = Patience(1_000_000)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds within which a request must have arrived, and a piece of an answer gone; threads.

    One with files may take longer to arrive.
    ``writers`` is how many submissions and the like of one address may wait, and at what pace
    they are taken. ``linger_seconds`` is how long what a refused client goes on sending is
    read away: were the connection closed at once, the client would lose the answer.
    """

    receive_seconds: float
    threads: int
    writers: Patience = WRITERS
    send_seconds: float = 60.0
    linger_seconds: float = 2.0


class Gateway:
    """The application as the server sees it (ASGI 3)."""

    def __init__(
        self,
        application: Application,
        bounds: Bounds,
        trusted: Iterable[Network] = (),
        log: RequestLog | None = None,
        kept: KeptAnswers | None = None,
    ) -> None:
        self._application, self._bounds, self._trusted = application, bounds, tuple(trusted)
        self._log, self._kept = log or RequestLog(), kept or KeptAnswers()
        self._arriving: set[asyncio.Timeout] = set()
        self._stops_at = math.inf
        share = max(1, bounds.threads // 4)
        self._turns, self._file_turns = Turns(share, _MOST_HELD), Turns(share, _MOST_FILES_HELD)
        self._threads = ThreadPoolExecutor(bounds.threads, "request", run_undisturbed)
        # Health checks and refused requests do not wait for those in work, nor these for those.
        self._health = ThreadPoolExecutor(2, "health", run_undisturbed)
        self._aside = ThreadPoolExecutor(2, "aside", run_undisturbed)
        self._alive = ThreadPoolExecutor(1, "alive", run_undisturbed)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request of HTTP; a WebSocket is closed."""
        if scope["type"] == "http":
            try:
                await self._answer(scope, receive, send)
            except Exception as error:  # noqa: BLE001 - the server would print its words
                _LOG.error("a request was not answered", extra={"facts": error_facts(error)})
                await _fail(send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})

    def drain(self, seconds: float) -> None:
        """Take no new request; what half arrived may become whole within so many seconds."""
        self._stops_at = asyncio.get_running_loop().time() + seconds
        for each in self._arriving:
            each.reschedule(min(self._stops_at, each.when() or math.inf))

    @property
    def _is_draining(self) -> bool:
        return self._stops_at < math.inf

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        begun = asyncio.get_running_loop().time()
        environ = environ_of(scope)
        reason = _head_fault(environ, draining=self._is_draining)
        asked = None if reason else self._kept.asked(environ)
        answer = self._kept.answer(asked, environ, self._id(environ)) if asked else None
        if answer is not None:
            size = await self._send(answer, receive, send, unread=False)
        else:
            self._log.arrived()
            try:
                answer = await self._made(environ, receive, reason)
                if asked is not None:
                    self._kept.keep(asked, environ, answer)
                size = await self._send(answer, receive, send, unread=_is_unread(environ))
            finally:
                self._log.left()
        seconds = asyncio.get_running_loop().time() - begun
        self._log.answered(environ.get(NOTE) or RequestNote(""), answer.status, size, seconds)

    def _id(self, environ: dict[str, Any]) -> str:
        return request_id_of(environ, self._trusted)

    async def _made(
        self, environ: dict[str, Any], receive: Receive, reason: RefusalReason | None
    ) -> WsgiResponse:
        """Let the application answer a request that is gathered before; ``reason``: refused."""
        kind = "read" if environ["REQUEST_METHOD"] in _SAFE else "write"
        forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", ""))
        address = household(client_address(environ["REMOTE_ADDR"], forwarded, self._trusted))
        files = brings_files(environ)
        turns = self._file_turns if files else self._turns
        with turns.visit(address, kind) as visit:
            body = b""
            if reason is None and has_body(environ):
                seconds = self._bounds.receive_seconds * (_FILES_LONGER if files else 1)
                body, reason = await self._gather(environ, receive, visit, seconds)
            environ["wsgi.input"] = io.BytesIO(body)
            environ[REFUSAL_REASON] = reason
            if reason is None:
                environ["CONTENT_LENGTH"] = str(len(body))
            return await self._work(environ, visit, reason)

    async def _gather(
        self, environ: dict[str, Any], receive: Receive, visit: Visit, seconds: float
    ) -> tuple[bytes, RefusalReason | None]:
        """Return the body, or why it is refused; it may take so many seconds."""
        limit = asyncio.timeout(seconds)
        self._arriving.add(limit)
        try:
            async with limit:
                return await _body(receive, largest_body(environ), visit), None
        except TimeoutError:
            reason = RefusalReason.STOPPING if self._is_draining else RefusalReason.LATE
        except _RefusedError as refused:
            reason = refused.reason
        finally:
            self._arriving.discard(limit)
        return b"", reason

    async def _work(
        self, environ: dict[str, Any], visit: Visit, reason: RefusalReason | None
    ) -> WsgiResponse:
        # Whether the process lives is told whatever those wait for who ask about the database.
        if environ["PATH_INFO"] == _ALIVE:
            return await self._on(self._alive, environ)
        if reason is not None:
            return await self._on(self._aside, environ)
        if environ["PATH_INFO"] in WATCHED:
            return await self._on(self._health, environ)
        reads = environ["REQUEST_METHOD"] in _SAFE
        at_work = self._log.waiting()
        try:
            async with visit.turn(_READERS if reads else self._bounds.writers) as mine:
                environ[BUSY] = not mine
                return await self._on(self._threads if mine else self._aside, environ, at_work)
        finally:
            at_work()

    async def _on(
        self,
        threads: ThreadPoolExecutor,
        environ: dict[str, Any],
        begin: Callable[[], None] = lambda: None,
    ) -> WsgiResponse:
        # Not run_in_executor: that its two futures tell one another takes longer than all this.
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[WsgiResponse] = loop.create_future()

        def work() -> None:
            if answer.cancelled():
                return
            try:
                made = self._log.call(self._application, environ, begin)
            except BaseException as error:  # noqa: BLE001 - whoever waits for the answer raises it
                loop.call_soon_threadsafe(_settle, answer, error)
            else:
                loop.call_soon_threadsafe(_settle, answer, made)

        threads.submit(work)
        return await answer

    async def _send(
        self, answer: WsgiResponse, receive: Receive, send: Send, *, unread: bool
    ) -> int:
        """Send an answer and return the size of its body; give up where it is not taken in time."""
        sent, headers = 0, [*answer.headers, _NO_NAME]
        if unread:
            # The end of the answer follows when the request was read away: with a length
            # the server would take it for the end of the connection too.
            headers = [each for each in headers if each[0].lower() != b"content-length"]
        if unread or self._is_draining:
            headers.append(LAST)
        start = {"type": "http.response.start", "status": answer.status, "headers": headers}
        if answer.whole is not None and not unread:
            # The server takes it all at once, and waits itself for whoever reads it slowly.
            await send(start)
            await send({"type": "http.response.body", "body": answer.whole, "more_body": False})
            return len(answer.whole)
        try:
            async with asyncio.timeout(self._bounds.send_seconds):
                await send(start)
            for piece in answer.pieces if answer.whole is None else (answer.whole,):
                async with asyncio.timeout(self._bounds.send_seconds):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
                sent += len(piece)
            if unread:
                await self._read_away(receive)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except (TimeoutError, OSError):
            return sent
        finally:
            answer.close()
        return sent

    async def _read_away(self, receive: Receive) -> None:
        try:
            async with asyncio.timeout(self._bounds.linger_seconds):
                while (await receive()).get("more_body"):
                    pass
        except TimeoutError:
            return


def _settle(answer: asyncio.Future[WsgiResponse], made: WsgiResponse | BaseException) -> None:
    """Hand on what a thread made of a request to whoever still waits for it."""
    if answer.done():
        return
    if isinstance(made, BaseException):
        answer.set_exception(made)
    else:
        answer.set_result(made)


class _RefusedError(Exception):
    """A body that is not taken."""

    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(reason)
        self.reason = reason


async def _fail(send: Send) -> None:
    """Answer that the program failed, unless an answer has begun."""
    with suppress(Exception):
        headers = [(b"content-length", b"0"), _NO_NAME, LAST]
        await send({"type": "http.response.start", "status": 500, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _is_unread(environ: dict[str, Any]) -> bool:
    """Return whether a request was refused before all of it was read."""
    return environ.get(REFUSAL_REASON) is not None


def _head_fault(environ: dict[str, Any], *, draining: bool) -> RefusalReason | None:
    """Return why a request is refused by its head alone, before anything more is read."""
    if draining:
        return RefusalReason.STOPPING
    host = environ.get("HTTP_HOST", "")
    hosts = "," not in host and (bool(host) or environ["SERVER_PROTOCOL"] == "HTTP/1.0")
    length, coding = environ.get("CONTENT_LENGTH"), environ.get("HTTP_TRANSFER_ENCODING")
    # Compressed on its way, or in chunks twice: the body would not be what is read here.
    plain = coding is None or coding.strip().lower() == "chunked"
    # Two servers in a row that differ about where such a request ends can be played off.
    ends = length is None or (coding is None and length.isascii() and length.isdigit())
    if not (hosts and plain and ends):
        return RefusalReason.MALFORMED
    if length is not None and int(length) > largest_body(environ):
        return RefusalReason.TOO_LARGE
    return None


async def _body(receive: Receive, largest: int, visit: Visit) -> bytes:
    pieces: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            # So the server also says that what came is no body, such as a broken chunk.
            raise _RefusedError(RefusalReason.MALFORMED)
        piece = message.get("body", b"")
        more = message.get("more_body", False)
        size += len(piece)
        if size > largest:
            raise _RefusedError(RefusalReason.TOO_LARGE)
        if not visit.hold(len(piece)):
            raise _RefusedError(RefusalReason.TOO_MANY)
        pieces.append(piece)
    return b"".join(pieces)
