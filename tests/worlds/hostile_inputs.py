"""Inputs that were made to break whoever reads, keeps or shows them, for every field."""

import copy
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

TEXTS: tuple[str, ...] = (
    # Direction, and what shows nothing.
    "\u202e倒着写\u202c", "\u2066甲\u2067乙\u2069", "\u200f\u061cמה قال\u200e",
    "甲\u200b乙\u2060丙\ufeff",
    "\u00ad\u034f\u115f\u3164\ufe0f", "\ufff9注\ufffa音\ufffb", "\U000e0041\U000e007f",
    # No text at all: halves of characters, U+0000, controls.
    "\ud800", "甲\udfff乙", "\udbff\udbff", "甲\0乙", "\x7f\x80\x9f",
    "".join(map(chr, range(1, 32))),
    "\x1b[31m红\x1b[0m", "一\r二\x0b三\x0c四\x85五\u2028六\u2029七", "\ufffe\uffff\U0001ffff\ufdd0",
    # Marks without end, signs that are many, planes beyond the first, nobody's characters.
    "e" + "\u0301" * 300, "甲" + "\u20dd\u0489" * 90, "👩‍👩‍👧‍👦🏳️‍🌈🇨🇳👍🏿", "\U0001f1e8" * 21,
    "\U00020000\U0002a6df\U0002a700\U0002b740\U0002b820\U0002ceb0\U0002ebf0\U00030000\U00031350",
    "\ue000\uf8ff\U000f0000\U0010fffd", "ﷺﬁ①Å\u2126㍿", "ａｂｃ１２３，。", "ı İ ß ſ ﬃ", "ก็็็็็็็็",
    # As long as a word can be, and longer than any field.
    "x" * 90, "词" * 254, "好" * 10_000, "长" * 10_001, "\U0001f600" * 5_001, "\n" * 9_999,
    "无" * 70_000,
    # What a page would run.
    "<script>alert(1)</script>", "</textarea><img src=x onerror=alert(1)>",
    '" onfocus=alert(1) x="',
    "<!-- ]]> --><svg/onload=alert(1)>", "&lt;&#0;&#x1F;&amp", "javascript:alert(1)",
    "<b>粗</b>\n<p>",
    # What a database, a table, a template would.
    "'; DROP TABLE submissions;--", '" OR 1=1 --', "100%_\\", "$$;SELECT 1;$$", "E'\\x00'",
    "=1+1", "+1", "-1", "@SUM(A1:A9)", "=cmd|' /C calc'!A0", '\t=HYPERLINK("x")', "%0A=1+1",
    "{{7*7}}", "{% raw %}", "${7*7}", "#{7*7}", "%(count)s %s %n", "{0.__class__}", '_("甲")',
    # What a path, a header, a message, a line of a log would.
    "../../../etc/passwd", "..\\..\\win.ini", "/dev/stdin", "C:\\con", "file:///etc/shadow",
    "%2e%2e%2f%00", "a/b?c=d#e;f&g", "甲\r\nSet-Cookie: a=b\r\n\r\n<html>", "\r", "\n.\r\n",
    "a@b.test\r\nBcc: c@d.test", "=?utf-8?B?55Sy?=", "=?utf-8?q??=@example.com",
    "=?utf-8?q?=0d=0aBcc=3ax=40y.z?=@example.com", '"甲" <a@b.test>, c@d.test', "`id` $(id) | id",
    # What a reader of values would take for another.
    "null", "true", "NaN", "1e999", "0x10", "٣٤٥", '"}]}', "\\u0000", "__proto__", "[]", "0",
    # What is nothing.
    "", " ", "\t", "\u3000\u2003", "\u3164\u2800", "匿名",
)  # fmt: skip
"""Texts; what JSON cannot hold (U+0000 in a path) is sent all the same."""
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**63, -(2**64), 10**400, 1.5, -0.0, 1e308, [], {}, [[[]]],
    ["甲"] * 300, {"": {}}, {"__proto__": {"a": 1}}, {"$ref": "#"}, {"text": "甲"}, [None, None],
)  # fmt: skip
_DEEP = b"[" * 100_000
BODIES: tuple[bytes, ...] = (
    b"", b"null", b"[]", b"1", b'"x"', b"{", _DEEP, _DEEP + b"]" * 100_000, b'{"a":' * 20_000,
    b"\xff\xfe{\0}\0", b"\xef\xbb\xbf{}", b'{"name": "\xc3("}', b'{"name": "\xed\xa0\x80"}',
    b'{"name": NaN}', b'{"name": -Infinity}', b'{"name": 1' + b"0" * 5_000 + b"}", b'{"name": 1e9}',
    b'{"name": "x", "name": "y"}', b'{"kind": "access", "kind": "erasure"}', b"{}" * 2,
    b'{"words": "\\ud800"}', b'{"name": "\x01"}', b"{'name': 1}", b'{"name": "' + b"x" * 300_000,
)  # fmt: skip
"""Bodies that are not what an operation takes, each as it is."""
_STEP = re.compile(r"(\w+)|\[(\d+)]")
_REF = "#/components/schemas/"


class HostileInput(NamedTuple):
    """A value for one field of an operation: ``comments[0].body``, ``/receipt_no`` of its path."""

    operation: str
    field: str
    value: Any


def schema_fields(
    document: Mapping[str, Any], schema: Mapping[str, Any], at: str = ""
) -> Iterator[str]:
    """Yield the paths of all fields of a schema, of a list those of its first member."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].removeprefix(_REF)]
    for inner in schema.get("anyOf", ()):
        yield from schema_fields(document, inner, at)
    if "items" in schema:
        yield from schema_fields(document, schema["items"], f"{at}[0]")
    for name, described in schema.get("properties", {}).items():
        path = f"{at}.{name}" if at else name
        yield path
        yield from schema_fields(document, described, path)


def inputs(
    fields: list[tuple[str, str]], values: tuple[Any, ...], count: int
) -> list[HostileInput]:
    """Return so many inputs; however few, each field and each value is among them in turn."""
    assert count >= max(len(fields), len(values)) // 2
    found = []
    for number in range(count):
        # One step more each time round, so that every field meets every value.
        turn = number // len(values)
        field = fields[(number + turn) % len(fields)]
        found.append(HostileInput(*field, values[number % len(values)]))
    return found


def with_value(body: Any, path: str, value: Any) -> Any:
    """Return a copy of a body with another value at a path."""
    whole = copy.deepcopy(body)
    steps: list[Any] = [int(n) if n else name for name, n in _STEP.findall(path)]
    inner = whole
    for step in steps[:-1]:
        inner = inner.setdefault(step, {}) if isinstance(inner, dict) else inner[step]
    inner[steps[-1]] = value
    return whole


def value_at(body: Any, path: str) -> Any:
    """Return what stands at a path; None where nothing does."""
    for name, number in _STEP.findall(path):
        body = body[int(number)] if number else body.get(name) if isinstance(body, dict) else None
        if body is None:
            return None
    return body


def written(body: Any) -> bytes:
    """Return a body as JSON, halves of characters as they are escaped."""
    return json.dumps(body).encode()


def as_kept(text: str, *, lines: bool) -> str:
    """Return a text as it is kept: line ends alike, without controls that show nothing."""
    for end in ("\r\n", *"\r\x0b\x0c\x85\u2028\u2029"):
        text = text.replace(end, "\n")
    text = "".join(each for each in text if each in "\t\n\0" or each >= " ")
    return text if lines else text.replace("\n", " ").replace("\t", " ")


def names(told: str, field: str) -> bool:
    """Return whether the path of a fault names a field, what it is part of, or a part of it."""
    return (
        told == field
        or field.startswith((f"{told}.", f"{told}["))
        or told.startswith((f"{field}.", f"{field}["))
    )
