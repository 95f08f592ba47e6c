"""Faults that pydantic found, as field paths and messages for the person."""

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from comments_service.domain.errors import FieldFault

_MOST = 100
_LONGEST_PATH = 120
_LIMITS = ("min_length", "max_length")
_WORDS = {
    "missing": "必填",
    "extra_forbidden": "没有这个字段",
    "string_type": "应为文本",
    "bool_type": "应为 true 或 false",
    "list_type": "应为数组",
    "model_type": "应为对象",
    "literal_error": "请从给定的选项中选择",
    "string_too_long": "不能超过 %(count)s 个字符",
    "string_too_short": "不能少于 %(count)s 个字符",
    "too_short": "至少要有 %(count)s 条",
    "too_long": "不能超过 %(count)s 条",
    "string_pattern_mismatch": "含有不允许的字符",
    "string_unicode": "含有无法保存的字符",
}


def field_faults(error: ValidationError) -> list[FieldFault]:
    """Return the faults, at most a hundred; paths read ``comments[0].body``."""
    found = error.errors(include_url=False, include_input=False)[:_MOST]
    return [_fault(fault) for fault in found]


def field_path(place: Iterable[str | int]) -> str:
    """Return a place as a path of bounded length; what is no UTF-8 in a name is replaced."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    shown = "".join(parts).removeprefix(".")[:_LONGEST_PATH]
    return shown.encode("utf-8", "replace").decode("utf-8")


def _fault(fault: Any) -> FieldFault:
    path, kind = field_path(fault["loc"]), fault["type"]
    if kind == "words":
        return FieldFault(path, str(fault["msg"]))
    context = fault.get("ctx", {})
    # A text whose length is checked after our own validator is too long or short like a list.
    if kind in {"too_long", "too_short"} and context.get("field_type") != "List":
        kind = f"string_{kind}"
    limits = [context[name] for name in _LIMITS if name in context]
    values = {"count": limits[0]} if limits else {}
    return FieldFault(path, _WORDS.get(kind, "格式不正确"), values)
