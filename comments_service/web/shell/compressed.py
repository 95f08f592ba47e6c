"""Answers that are sent compressed (gzip, RFC 1952).

Only for what holds no secret next to something that others can put into the page: of such an
answer the compressed length would tell the secret bit by bit (BREACH). So it is asked for by
name, never for all pages.
"""

import gzip

from flask import Request, Response, request

_LEVEL = 6
_LEAST = 1024


def compressed(answer: Response) -> Response:
    """Compress an answer where the browser takes that; to be called before it gets an ETag."""
    answer.vary.add("Accept-Encoding")
    body = answer.get_data()
    if len(body) >= _LEAST and takes_gzip(request):
        answer.set_data(gzip.compress(body, _LEVEL, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
    return answer


def takes_gzip(asked: Request) -> bool:
    """Return whether gzip is wanted at least as much as the plain form (RFC 9110, 12.5.3)."""
    codings = asked.accept_encodings
    gzipped = codings.quality("gzip")
    return bool(gzipped) and gzipped >= codings.quality("identity")
