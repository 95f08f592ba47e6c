"""Reading a form that a browser sent, as strictly as the interface reads JSON."""

from urllib.parse import parse_qsl

from flask import Request

from comments_service.domain.errors import Malformed
from comments_service.web.json_body import is_utf_8

_MIMETYPE = "application/x-www-form-urlencoded"
_MOST_FIELDS = 400


def form_fields(request: Request) -> dict[str, str]:
    """Return the fields by name; ``Malformed`` for another content type, bad UTF-8 or a repeat."""
    if request.mimetype != _MIMETYPE or not is_utf_8(request):
        raise Malformed
    try:
        text = request.get_data().decode("utf-8")
        pairs = parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError as error:
        raise Malformed from error
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise Malformed
    return fields
