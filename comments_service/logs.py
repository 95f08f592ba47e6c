"""The log: one line a record, and in none what a person sent.

A line says when, how grave, by whom, for which request (its id, its method and the pattern of its
route), and of an error its kinds and places: never its words, which may hold what was sent. Lines
are written by a thread of their own, so that whoever reads them slowly stops nobody.
"""

import json
import logging
import logging.config
import os
import queue
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.util import Finalize
from typing import Any

# Lines that wait to be written; what comes beyond that is counted and left out.
_MOST_WAITING = 10_000
_FLUSH_SECONDS = 2.0
# For so long lines are gathered: a thread that is woken for each would take turns with all others.
_GATHER_SECONDS = 0.05
_MOST_PLACES = 40
# The attribute of a record under which its request's facts are, as they were when it was made.
_OF_REQUEST = "yanlu_request"
_AS_JSON = json.JSONEncoder(ensure_ascii=False, default=str)


@dataclass(slots=True)
class RequestNote:
    """What may be said of a request; ``code`` is that of its refusal, ``route`` a pattern."""

    id: str
    method: str = ""
    route: str = ""
    code: str = ""

    def facts(self) -> dict[str, Any]:
        """Return what there is of it, by name."""
        found = {
            "request": self.id, "method": self.method, "route": self.route, "code": self.code,
        }  # fmt: skip
        return {name: value for name, value in found.items() if value}


REQUEST: ContextVar[RequestNote | None] = ContextVar("yanlu_request", default=None)
"""The request that this thread works on."""


def refusal_code(code: str) -> None:
    """Note by which code the request of this thread is refused."""
    note = REQUEST.get()
    if note is not None:
        note.code = code


def error_facts(error: BaseException) -> dict[str, Any]:
    """Return the kinds of an error, its first cause last, and its places: ``facts`` of a line."""
    places = [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return {"error": [_kind(each) for each in _chain(error)], "places": places[-_MOST_PLACES:]}


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        yield at
        seen.add(id(at))
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)


def _kind(error: BaseException) -> str:
    """Return an error's type, with the code that a database or the system gives to it."""
    code = (
        getattr(error, "sqlstate", None)
        or getattr(error, "sqlite_errorname", None)
        or (error.errno if isinstance(error, OSError) else None)
    )
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    return f"{name} {code}" if code else name


class JsonLine(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; of an exception that a library hands over, no words."""
        return _AS_JSON.encode(_facts(record))


class TextLine(logging.Formatter):
    """Writes the same for people: what has no name here follows as ``name=value``."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, an error's places below it."""
        facts = _facts(record)
        level = str(facts.pop("level")).upper()
        head = f"{facts.pop('time')} [{facts.pop('process')}] [{level}] {facts.pop('message')}"
        facts.pop("logger")
        places = "".join(f"\n    {each}" for each in facts.pop("places", ()))
        return " ".join([head, *(f"{name}={value}" for name, value in facts.items())]) + places


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    kept: dict[str, Any] | None = getattr(record, _OF_REQUEST, None)
    # The loop's own lines hold the objects concerned after their first line.
    message = record.getMessage()
    error = record.exc_info[1] if record.exc_info else None
    return {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "process": record.process,
        "message": message.partition("\n")[0] if record.name == "asyncio" else message,
        **(_request_facts() if kept is None else kept),
        **(error_facts(error) if error else {}),
        **getattr(record, "facts", {}),
    }


def _request_facts() -> dict[str, Any]:
    note = REQUEST.get()
    return note.facts() if note else {}


class QueuedLines(logging.Handler):
    """Hands lines to a thread that writes them to standard error.

    Most are put into words there too: whoever answers requests need not take the time.
    """

    def __init__(self) -> None:
        super().__init__()
        # A line or a record of it, or what to set once all lines before it are written.
        self._lines: queue.SimpleQueue[str | logging.LogRecord | threading.Event]
        self._lines = queue.SimpleQueue()
        self._lost, self._process = 0, os.getpid()
        # Set where a line should not wait for others: the process may be about to end.
        self._hurry = threading.Event()
        threading.Thread(target=self._write, name="log", daemon=True).start()
        # Not atexit, which a process that multiprocessing forked passes by.
        Finalize(None, self.flush, exitpriority=0)

    def emit(self, record: logging.LogRecord) -> None:
        """Queue a record's line; where too many wait, only count it."""
        if self._lines.qsize() >= _MOST_WAITING:
            self._lost += 1
            return
        if record.args or record.exc_info or not isinstance(record.msg, str):
            # What it is about may be another in a moment.
            self._lines.put(self._line(record))
        else:
            setattr(record, _OF_REQUEST, _request_facts())
            self._lines.put(record)
        if record.levelno >= logging.ERROR:
            self._hurry.set()

    def _line(self, record: logging.LogRecord) -> str:
        try:
            return self.format(record) + "\n"
        except Exception:  # noqa: BLE001 - as the handlers of the library do
            self.handleError(record)
            return ""

    def flush(self) -> None:
        """Wait until what is queued is written, for a moment at most."""
        if os.getpid() != self._process:
            # In a fork there is no such thread, and its lock may be held by nobody.
            return
        written = threading.Event()
        self._lines.put(written)
        self._hurry.set()
        written.wait(_FLUSH_SECONDS)

    def _write(self) -> None:
        while True:
            found = [self._lines.get()]
            if not isinstance(found[0], threading.Event):
                self._hurry.wait(_GATHER_SECONDS)
            self._hurry.clear()
            found += [self._lines.get() for _ in range(self._lines.qsize())]
            lines = [
                self._line(each) if isinstance(each, logging.LogRecord) else each
                for each in found
                if not isinstance(each, threading.Event)
            ]
            try:
                if lines:
                    sys.stderr.write("".join(lines))
                    sys.stderr.flush()
            except (OSError, ValueError):
                # Nobody reads it any more.
                self._lost += len(lines)
            for each in found:
                if isinstance(each, threading.Event):
                    each.set()
            lost, self._lost = self._lost, 0
            if lost:
                _LOG.warning("%d lines of the log were left out: it is not read fast enough", lost)


def log_config(form: str, level: str) -> dict[str, Any]:
    """Return the configuration of ``logging`` for a form, json or text, and the least level."""
    line = JsonLine if form == "json" else TextLine
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": line}},
        "handlers": {"stderr": {"()": QueuedLines, "formatter": "line"}},
        "loggers": {"_granian": {"propagate": True}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
    }


def start_log(form: str, level: str) -> None:
    """Let this process write its log in a form, json or text, from the least level on."""
    logging.config.dictConfig(log_config(form, level))
    log_everything()


def log_everything() -> None:
    """Let warnings, and errors that end this process or a thread, be lines of the log too."""
    # As the library's guide says: no line names the place that wrote it, nor its thread.
    logging._srcfile = None  # noqa: SLF001 - named there
    logging.logThreads = False
    logging.captureWarnings(capture=True)
    sys.excepthook = lambda _kind, error, _trace: _note_end("the process", error)
    threading.excepthook = lambda found: _note_end("a thread", found.exc_value)


def _note_end(what: str, error: BaseException | None) -> None:
    facts: Mapping[str, Any] = error_facts(error) if error else {}
    _LOG.critical("%s ended by an error", what, extra={"facts": facts})


_LOG = logging.getLogger(__name__)
