"""Reading what a request sends, strictly: what is ambiguous is refused, not guessed at."""

import io
import json
from typing import IO, Any
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser, MultiPartParser

from comments_service.domain.errors import Malformed
from comments_service.domain.text_rules import cannot_be_kept

_DEEPEST = 16
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_WITH_FILES = "multipart/form-data"
_MOST_FIELDS = 400


class _PartsAsTheyCame(MultiPartParser):
    """Gives each byte of a text as one character."""

    def get_part_charset(self, *_: Any, **__: Any) -> str:
        return "iso-8859-1"


class StrictFormParser(FormDataParser):
    """Refuses a form with files that is broken or not in UTF-8; its parent takes it in part."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        """Return the form as its parent does; ``Malformed``."""
        if mimetype != _WITH_FILES:
            return super().parse(stream, mimetype, content_length, options)
        own = _PartsAsTheyCame(
            self.stream_factory, self.max_form_memory_size, max_form_parts=self.max_form_parts
        )
        try:
            boundary = (options or {}).get("boundary", "").encode("ascii")
            parts, files = own.parse(stream, boundary, content_length)
            texts = [(n, text.encode("iso-8859-1").decode()) for n, text in parts.items(multi=True)]
        except ValueError as error:
            raise Malformed from error
        return stream, self.cls(texts), self.cls(files)


def json_body(request: Request) -> Any:
    """Return the parsed body (I-JSON, RFC 7493), not nested too deep; else ``Malformed``."""
    # Nearly all write it like this.
    if request.environ.get("CONTENT_TYPE") != _JSON:
        _require_json(request)
    try:
        text = _whole(request).decode("utf-8")
        body = _AS_JSON.decode(text)
    except (ValueError, RecursionError) as error:
        raise Malformed("请求内容不是有效的 JSON（UTF-8）") from error
    # With so few of them it cannot be.
    if text.count("{") + text.count("[") >= _DEEPEST:
        _require_shallow(body)
    return body


def _require_json(request: Request) -> None:
    if request.mimetype != _JSON:
        raise Malformed("请求的内容类型应为 application/json")
    if not _is_utf_8(request):
        raise Malformed("请求内容的编码应为 UTF-8")


def _whole(request: Request) -> bytes:
    """Return the body; what is in memory already needs no bounds of the library around it."""
    environ = request.environ
    stream, limit = environ["wsgi.input"], request.max_content_length
    if type(stream) is not io.BytesIO or limit is None or "wsgi.input_terminated" not in environ:
        return request.get_data(cache=False)
    body = stream.read(limit + 1)
    if len(body) > limit:
        raise RequestEntityTooLarge
    return body


def form_fields(request: Request, *, with_files: bool = False) -> dict[str, str]:
    """Return the fields by name; ``Malformed``: another content type, bad UTF-8 or names.

    Of one that may come ``with_files`` they are what is no file.
    """
    if with_files and request.mimetype == _WITH_FILES and _is_utf_8(request):
        pairs = list(request.form.items(multi=True))
        # The library bounds each of a thousand; all of them together may be as large as one.
        size = sum(len(each.encode("utf-8", "replace")) for pair in pairs for each in pair)
        if size > (request.max_form_memory_size or size):
            raise RequestEntityTooLarge
        return _by_name(pairs)
    if request.mimetype != _FORM or not _is_utf_8(request):
        raise Malformed
    try:
        text = request.get_data().decode("utf-8")
        pairs = parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError as error:
        raise Malformed from error
    return _by_name(pairs)


def _by_name(pairs: list[tuple[str, str]]) -> dict[str, str]:
    fields = dict(pairs)
    if len(fields) < len(pairs) or any(map(cannot_be_kept, fields)):
        raise Malformed
    return fields


def _is_utf_8(request: Request) -> bool:
    """Return whether a body names UTF-8, or no encoding."""
    return request.mimetype_params.get("charset", "utf-8").lower() in {"utf-8", "utf8"}


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is there twice in one object")
    return found


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


_AS_JSON = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_refuse_constant)


def _require_shallow(body: Any) -> None:
    level = [body]
    for _ in range(_DEEPEST):
        maps = [item.values() for item in level if isinstance(item, dict)]
        lists = [item for item in level if isinstance(item, list)]
        level = [child for children in (*maps, *lists) for child in children]
        if not level:
            return
    raise Malformed("JSON 嵌套过深")
