"""Headers on every answer, and which other origin may call the interface."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

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
    """Send the headers with every answer, errors too."""
    origin = allowed_origin(settings)

    def finish(answer: Response) -> Response:
        for name, value in _HEADERS.items():
            answer.headers.setdefault(name, value)
        if is_api(request.path):
            answer.headers.setdefault("Cache-Control", "no-store")
            if origin is not None:
                _share(answer, origin)
        return answer

    app.after_request(finish)


def _share(answer: Response, origin: str) -> None:
    answer.headers["Access-Control-Allow-Origin"] = origin
    if origin != "*":
        answer.headers.add("Vary", "Origin")
    if request.method == "OPTIONS":
        answer.headers["Access-Control-Allow-Methods"] = "GET, POST, PATCH, DELETE, OPTIONS"
        answer.headers["Access-Control-Allow-Headers"] = (
            "Content-Type, X-Query-Code, X-Identity-Ticket"
        )
        answer.headers["Access-Control-Max-Age"] = "600"
