"""How large a request may be, in body and address."""

import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from flask import Flask, Request, request
from werkzeug.exceptions import RequestEntityTooLarge, RequestURITooLarge

from comments_service.domain.comments.attachment import LARGEST_ATTACHMENT
from comments_service.domain.text_rules import whole_number
from comments_service.web.shell.request_body import StrictFormParser

LARGEST_REQUEST = 256 * 1024
# A form writes each Chinese character as nine bytes (%E4%B8%AD) where JSON has three.
LARGEST_FORM = 3 * LARGEST_REQUEST
# Below what servers and proxies take by themselves (nginx 8 KiB), so that the words are
# ours; a search of 600 Chinese characters, nine bytes each, fits.
LONGEST_ADDRESS = 5_700
# Scans of a letter, a workbook: taken from those alone who show that they are signed in. Files
# that come with comments: taken from anybody, at the two addresses that take any. How much of it is
# in memory at once the gateway bounds, for each address and for all.
LARGEST_UPLOAD = 32 * 1024 * 1024
# A file and what a form puts around it.
LARGEST_FILE = LARGEST_ATTACHMENT + 16 * 1024
ATTACHING, FORMS = "/api/v1/attachments", "/forms/"
# A character of four bytes, each as %F0.
_LONGEST_WRITTEN = 12
_FORM = "application/x-www-form-urlencoded"
_UPLOAD = "multipart/form-data"
_SIGNED_IN = "yanlu_desk="


class RequestInMemory(Request):
    """A request whose files stay in memory: the library would write them to disk, unencrypted."""

    form_data_parser_class = StrictFormParser

    def _get_file_stream(self, *_: Any, **__: Any) -> io.BytesIO:
        return io.BytesIO()


def brings_files(environ: Mapping[str, Any]) -> bool:
    """Return whether a request (WSGI) is larger than others may be, because files come with it.

    Forms without scripts all come as such that may bring files, and most bring none.
    """
    if largest_body(environ) <= LARGEST_FORM:
        return False
    length = whole_number(str(environ.get("CONTENT_LENGTH", "")))
    return length is None or length > LARGEST_FORM


def largest_body(environ: Mapping[str, Any]) -> int:
    """Return how many bytes the body of a request (WSGI) may have."""
    kind = str(environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()
    if kind == _UPLOAD:
        path = str(environ.get("PATH_INFO", ""))
        if path == ATTACHING:
            return LARGEST_FILE
        signed_in = _SIGNED_IN in str(environ.get("HTTP_COOKIE", ""))
        if path.startswith(FORMS) or (path.startswith("/desk/") and signed_in):
            return LARGEST_UPLOAD
    return LARGEST_FORM if kind == _FORM else LARGEST_REQUEST


def register_request_size(app: Flask) -> None:
    """Refuse bodies over 256 KiB (forms 768 KiB, files more), addresses that are too long."""
    app.request_class = RequestInMemory
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.before_request(_measure)


def _measure() -> None:
    """Read a chunked body whole: Werkzeug would hand out its first part as if that were all."""
    # The request itself: each look at it by its name of all threads costs a search.
    asked: Request = request._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - as Flask's guide does it
    if _address_length(asked) > LONGEST_ADDRESS:
        raise RequestURITooLarge
    environ = asked.environ
    limit = largest_body(environ)
    asked.max_content_length = limit
    # Of what is no file.
    from_public = not asked.path.startswith("/desk/")
    asked.max_form_memory_size = min(limit, LARGEST_FORM) if from_public else limit
    if "CONTENT_LENGTH" in environ and "HTTP_TRANSFER_ENCODING" not in environ:
        return
    if asked.content_length is not None or not environ.get("wsgi.input_terminated"):
        return
    body = environ["wsgi.input"].read(limit + 1)
    if len(body) > limit:
        raise RequestEntityTooLarge
    environ["wsgi.input"] = io.BytesIO(body)


def _address_length(asked: Request) -> int:
    """Return how long the address is, at most that for one that is short however it is written."""
    path, query = asked.path, len(asked.query_string)
    most = len(path) * _LONGEST_WRITTEN + query
    return most if most <= LONGEST_ADDRESS else len(quote(path)) + query
