"""Requests that are too large: refused, but in a way that the client can read.

A server that closes a connection with unread bytes makes the kernel send a reset, and
the client loses the answer. So a bounded amount of what nobody read is read away.
"""

import io

from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

LARGEST_REQUEST = 256 * 1024
_MOST_DRAINED = 4 * 1024 * 1024
_PIECE = 64 * 1024


def register_request_size(app: Flask) -> None:
    """Refuse bodies over 256 KiB with 413, and drain what an answer left unread."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.before_request(_measure)
    app.after_request(_drain)


def _measure() -> None:
    """Read a body of unknown length (chunked) before anybody relies on its being whole.

    Werkzeug would hand out its first 256 KiB as if that were all.
    """
    environ = request.environ
    if request.content_length is not None or not environ.get("wsgi.input_terminated"):
        return
    body = environ["wsgi.input"].read(LARGEST_REQUEST + 1)
    if len(body) > LARGEST_REQUEST:
        raise RequestEntityTooLarge
    environ["wsgi.input"] = io.BytesIO(body)


def _drain(answer: Response) -> Response:
    # Only a server that ends the stream at the body's end may be read to the end.
    if not request.environ.get("wsgi.input_terminated"):
        return answer
    unread = request.environ["wsgi.input"]
    for _ in range(_MOST_DRAINED // _PIECE):
        if not unread.read(_PIECE):
            return answer
    answer.headers["Connection"] = "close"
    return answer
