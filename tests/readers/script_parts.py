"""A script taken apart: its code, and apart from it what is in strings and in expressions.

A small reader of tokens: what a `/` begins it knows by the token before, and for each token in
whose body it is. It reads the scripts of this product; a `/` behind a `)` divides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BLANK = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
_EXPRESSION = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
_WORD = re.compile(r"[#@]?[\w$]+")
_SIGN = re.compile(r"=>|\.\.\.|\?\?=?|&&=?|\|\|=?|\?\.(?!\d)|.", re.DOTALL)
_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*", re.DOTALL)
_BEFORE_EXPRESSION = re.compile(r"[(,=:\[!&|?{};+>]|return|typeof|case|in|of|else")
_NO_FUNCTION = {"if", "for", "while", "switch", "catch", "with", "await"}


@dataclass
class ScriptParts:
    """The code with its strings empty; and what of it is outside functions, or right in a class."""

    code: str
    strings: str
    expressions: str
    outside: str
    members: str


def parts_of(script: str) -> ScriptParts:
    """Take a script apart."""
    tokens: list[tuple[str, str]] = []
    _read(script, 0, tokens, within=False)
    placed = list(_placed(tokens))
    return ScriptParts(
        code=_written(text for text, _ in placed),
        strings="\n".join(text for kind, text in tokens if kind == "string"),
        expressions="\n".join(text for kind, text in tokens if kind == "expression"),
        outside=_written(text for text, bodies in placed if "function" not in bodies),
        members=_written(text for text, bodies in placed if bodies[-1:] == ["class"]),
    )


def _read(script: str, at: int, tokens: list[tuple[str, str]], *, within: bool) -> int:
    """Read tokens to the end, or to the `}` that closes what is ``within`` a template."""
    depth = 0
    while at < len(script):
        if blank := _BLANK.match(script, at):
            at = blank.end()
            continue
        if script[at] == "`":
            at = _read_template(script, at + 1, tokens)
            continue
        kind, found = _token(script, at, tokens[-1] if tokens else ("sign", ";"))
        if within and found == "}" and depth == 0:
            return at
        depth += {"{": 1, "}": -1}.get(found, 0) if kind == "sign" else 0
        tokens.append((kind, found))
        at += len(found)
    return at


def _token(script: str, at: int, before: tuple[str, str]) -> tuple[str, str]:
    if string := _STRING.match(script, at):
        return "string", string[0]
    may_be = before[0] in ("sign", "word") and _BEFORE_EXPRESSION.fullmatch(before[1][-1:] or "")
    if before[0] == "word":
        may_be = _BEFORE_EXPRESSION.fullmatch(before[1])
    if may_be and (expression := _EXPRESSION.match(script, at)):
        return "expression", expression[0]
    if word := _WORD.match(script, at):
        return "word", word[0]
    sign = _SIGN.match(script, at)
    assert sign
    return "sign", sign[0]


def _read_template(script: str, at: int, tokens: list[tuple[str, str]]) -> int:
    while True:
        text = _TEMPLATE.match(script, at)
        assert text
        tokens.append(("string", text[0]))
        if script[text.end()] == "`":
            return text.end() + 1
        tokens.append(("sign", "${"))
        at = _read(script, text.end() + 2, tokens, within=True) + 1
        tokens.append(("sign", "}"))


def _placed(tokens: list[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """Yield the code of each token, and the bodies that it is in: "function", "class" or ""."""
    bodies: list[str] = []
    heads: list[str] = []
    closed, before, in_class = "", ("sign", ""), False
    for kind, text in tokens:
        code = text if kind in ("word", "sign") else '""' if kind == "string" else "/x/"
        if code == "}" and bodies:
            bodies.pop()
        yield code, bodies.copy()
        if code == "(":
            heads.append(before[1])
        elif code == ")" and heads:
            closed = heads.pop()
        elif code == "class":
            in_class = True
        elif code == ":" and before[1] == "class":
            in_class = False  # the name of a property
        elif code in ("{", "${"):
            runs = before[1] == "=>" or (before[1] == ")" and closed not in _NO_FUNCTION)
            bodies.append("class" if in_class else "function" if runs else "")
            in_class = False
        before = (kind, code)


def _written(codes: Iterator[str]) -> str:
    """Join tokens, words with a blank between them."""
    joined = [""]
    for code in codes:
        between = re.match(r"[\w$#]", code) and re.match(r"[\w$]", joined[-1][-1:])
        joined.append(f" {code}" if between else code)
    return "".join(joined)
