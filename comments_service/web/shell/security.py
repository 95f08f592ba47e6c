"""Headers on every answer, and which other origin may call the interface."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request

from comments_service.settings import Settings
from comments_service.web.shell.problem_details import is_api

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    # With no-referrer a browser would send "Origin: null" with the forms.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
_API_HEADERS = {**_HEADERS, "Cache-Control": "no-store"}
# Pages of the site carry their own policy; only this cannot be in a <meta>.
SITE_POLICY = "frame-ancestors 'none'"
_DEFAULT_PORTS = {"http": 80, "https": 443}


def allowed_origin(settings: Settings) -> str | None:
    """Return the origin that may call the API from a browser: the site's, where it is another.

    None where site and service are one origin; ``*`` where no setting tells the site's
    (docs/decisions/0006-cors.md).
    """
    if settings.service_url is None:
        return None
    site = settings.base_url or (settings.site if settings.site_folder is None else None)
    return "*" if site is None else origin_of(site)


def origin_of(url: str) -> str:
    """Return an absolute URL's origin as browsers write it: lower case, no default port."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    named = f"[{host}]" if ":" in host else host
    port = parts.port if parts.port != _DEFAULT_PORTS.get(parts.scheme) else None
    return f"{parts.scheme}://{named}" + (f":{port}" if port else "")


def over_https(settings: Settings) -> bool:
    """Return whether browsers reach this service by https, here or at a proxy before it."""
    named = (settings.base_url, settings.service_url)
    return request.is_secure or any((url or "").startswith("https:") for url in named)


def register_security(app: Flask, settings: Settings) -> None:
    """Send the headers with every answer, errors too; what a view has set stays."""
    inner, origin = app.wsgi_app, allowed_origin(settings)
    shared = [] if origin is None else _shared(origin)

    def secured(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        # As a request of the library has it.
        of_api = is_api("/" + str(environ.get("PATH_INFO", "")).lstrip("/"))
        own = _API_HEADERS if of_api else _HEADERS

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            there = {name.lower() for name, _ in headers}
            headers += [each for each in own.items() if each[0].lower() not in there]
            if of_api:
                headers += shared
                if shared and environ["REQUEST_METHOD"] == "OPTIONS":
                    headers += _SHARED_OPTIONS
            return start_response(status, headers, *more)

        return inner(environ, start)

    app.wsgi_app = secured  # type: ignore[method-assign] # as Flask's guide does it


def _shared(origin: str) -> list[tuple[str, str]]:
    """Return what lets scripts of an origin read an answer; each origin gets one of its own."""
    allowed = [("Access-Control-Allow-Origin", origin)]
    return allowed if origin == "*" else [*allowed, ("Vary", "Origin")]


_SHARED_OPTIONS = [
    ("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE, OPTIONS"),
    ("Access-Control-Allow-Headers", "Content-Type, X-Query-Code, X-Identity-Ticket"),
    ("Access-Control-Max-Age", "600"),
]
