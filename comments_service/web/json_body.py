"""Reading a JSON request strictly: what is ambiguous is refused rather than guessed at."""

import json
from typing import Any

from flask import Request

from comments_service.domain.errors import Malformed

_DEEPEST = 16


def json_body(request: Request) -> Any:
    """Return the parsed body (I-JSON, RFC 7493), not nested too deep; else ``Malformed``."""
    if request.mimetype != "application/json":
        message = "请求的内容类型应为 application/json"
        raise Malformed(message)
    if not is_utf_8(request):
        message = "请求内容的编码应为 UTF-8"
        raise Malformed(message)
    try:
        text = request.get_data(cache=False).decode("utf-8")
        body = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        message = "请求内容不是有效的 JSON（UTF-8）"
        raise Malformed(message) from error
    _require_shallow(body)
    return body


def is_utf_8(request: Request) -> bool:
    """Tell whether a body is in UTF-8 by its own word; what says nothing is taken for it."""
    return request.mimetype_params.get("charset", "utf-8").lower() in {"utf-8", "utf8"}


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = {name for name, _ in pairs}
    if len(names) < len(pairs):
        message = "a name stands twice in one object"
        raise ValueError(message)
    return dict(pairs)


def _refuse_constant(name: str) -> float:
    message = f"{name} is not JSON"
    raise ValueError(message)


def _require_shallow(body: Any) -> None:
    level = [body]
    for _ in range(_DEEPEST):
        level = [child for item in level for child in _children(item)]
        if not level:
            return
    message = "JSON 嵌套过深"
    raise Malformed(message)


def _children(item: Any) -> list[Any]:
    if isinstance(item, dict):
        return list(item.values())
    return item if isinstance(item, list) else []
