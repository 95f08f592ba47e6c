"""The service, settings and caller of the current request, and what the log says of it."""

import re
import secrets
from collections.abc import Callable, Collection, Iterable
from typing import Any, cast

from flask import Flask, current_app, request

from comments_service.flood_settings import Network
from comments_service.logs import REQUEST, RequestNote
from comments_service.services.ledger.flood_limits import Caller
from comments_service.services.outcome.kept_tallies import KeptTallies
from comments_service.services.service import Service
from comments_service.services.upkeep.health import Health
from comments_service.settings import Settings
from comments_service.web.shell.forwarding import household, is_trusted
from comments_service.web.shell.turned_away import BUSY, too_many

NOTE = "yanlu.request_note"
"""The key in the environment of a request under which its ``RequestNote`` is."""
REQUEST_ID = "X-Request-Id"
_ASKED = "HTTP_X_REQUEST_ID"
# As nginx makes them ($request_id), or a UUID: no number of a person looks like this.
_PLAIN = re.compile(r"[0-9a-f]{8}(-?)[0-9a-f]{4}(?:\1[0-9a-f]{4}){2}\1[0-9a-f]{12}", re.IGNORECASE)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def current_service() -> Service:
    """Return the service of the current application."""
    return cast("Service", current_app.extensions["yanlu"])


def current_health() -> Health:
    """Return the health checks of the current application."""
    return cast("Health", current_app.extensions["yanlu_health"])


def current_tallies() -> KeptTallies:
    """Return the tallies that the current application keeps."""
    return cast("KeptTallies", current_app.extensions["yanlu_tallies"])


def current_settings() -> Settings:
    """Return the settings of the current application."""
    return cast("Settings", current_app.config["YANLU_SETTINGS"])


def current_caller() -> Caller:
    """Return where the current request comes from, as limits see it."""
    busy = too_many() if request.environ.get(BUSY) else None
    return Caller(household(request.remote_addr or ""), busy)


def register_request_notes(app: Flask, trusted: Collection[Network]) -> None:
    """Note each request for the log, under an id that its answer has too (``REQUEST_ID``)."""
    inner = app.wsgi_app

    def noted(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        method = str(environ["REQUEST_METHOD"])
        # A client may send any word.
        note = RequestNote(
            request_id_of(environ, trusted), method if method in _METHODS else "other"
        )
        environ[NOTE] = note

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            headers.append((REQUEST_ID, note.id))
            return start_response(status, headers, *more)

        before = REQUEST.set(note)
        try:
            return inner(environ, start)
        finally:
            REQUEST.reset(before)

    app.wsgi_app = noted  # type: ignore[method-assign] # as Flask's guide does it
    app.before_request(_note_route)


def request_id() -> str:
    """Return the id of the current request."""
    note = REQUEST.get()
    return note.id if note else ""


def request_id_of(environ: dict[str, Any], trusted: Collection[Network]) -> str:
    """Return the id that a trusted proxy gave to a request, where that is plain; else a new one."""
    asked = str(environ.get(_ASKED, ""))
    if _PLAIN.fullmatch(asked) and is_trusted(str(environ.get("REMOTE_ADDR", "")), trusted):
        return asked.lower()
    return secrets.token_hex(8)


def _note_route() -> None:
    note = REQUEST.get()
    rule = request.url_rule
    if note is not None and rule is not None:
        note.route = rule.rule
