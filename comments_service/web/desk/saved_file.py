"""A file that a browser saves and never shows (RFC 6266, RFC 8187)."""

from urllib.parse import quote

from flask import Response

_SANDBOX = "default-src 'none'; sandbox"


def as_saved(answer: Response, name: str) -> Response:
    """Return the answer as one to be saved under a name; nothing in it may run."""
    named = quote(name, safe="")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{named}"
    answer.headers["Content-Security-Policy"] = _SANDBOX
    return answer
