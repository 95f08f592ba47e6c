"""Requests that are too large, in body or address: refused, but in a way that the client can read.

A server that closes a connection with unread bytes makes the kernel send a reset, and
the client loses the answer. So a bounded amount of what nobody read is read away.
"""

import io
from urllib.parse import quote

from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge, RequestURITooLarge

LARGEST_REQUEST = 256 * 1024
# A form writes each Chinese character as nine bytes (%E4%B8%AD) where JSON has three.
LARGEST_FORM = 3 * LARGEST_REQUEST
# Below what servers and proxies take by themselves (gunicorn 4,094 bytes, nginx 8 KiB), so
# that the words are ours; a search of 400 Chinese characters, nine bytes each, fits.
LONGEST_ADDRESS = 3_900
_MOST_DRAINED = 4 * 1024 * 1024
_PIECE = 64 * 1024
_FORM = "application/x-www-form-urlencoded"


def register_request_size(app: Flask) -> None:
    """Refuse bodies over 256 KiB (forms: 768 KiB) with 413, and drain what was left unread.

    Addresses over ``LONGEST_ADDRESS`` bytes are 414.
    """
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.before_request(_measure)
    app.after_request(_drain)


def _measure() -> None:
    """Read a body of unknown length (chunked) before anybody relies on its being whole.

    Werkzeug would hand out its first part up to the limit as if that were all.
    """
    if len(quote(request.path)) + len(request.query_string) > LONGEST_ADDRESS:
        raise RequestURITooLarge
    limit = LARGEST_FORM if request.mimetype == _FORM else LARGEST_REQUEST
    request.max_content_length = limit
    request.max_form_memory_size = limit
    environ = request.environ
    if request.content_length is not None or not environ.get("wsgi.input_terminated"):
        return
    body = environ["wsgi.input"].read(limit + 1)
    if len(body) > limit:
        raise RequestEntityTooLarge
    environ["wsgi.input"] = io.BytesIO(body)


def _drain(answer: Response) -> Response:
    # Only a server that ends the stream at the body's end may be read to the end.
    if not request.environ.get("wsgi.input_terminated"):
        return answer
    unread = request.environ["wsgi.input"]
    try:
        for _ in range(_MOST_DRAINED // _PIECE):
            if not unread.read(_PIECE):
                return answer
    except OSError:
        # The client went away, or took too long: there is nobody to read the answer.
        pass
    answer.headers["Connection"] = "close"
    return answer
