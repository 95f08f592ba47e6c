r"""What a field ``EQ`` shows: ``\o\ac(○,1)`` is ①, ``\f(1,2)`` is 1/2."""

import re
from collections.abc import Callable

from publisher.importers.blocks.marks import lowered, raised
from publisher.importers.word.formulas.linear import enclosed, fraction, matrix, operator, root

_LONGEST, _DEEPEST = 2_000, 20
_OPTION = re.compile(r"\\([A-Za-z]{2})\s?(\\[^\s\w]|-?\d+)?")
_COMMAND = re.compile(rf"\\([A-Za-z])((?:\s*{_OPTION.pattern.replace('(', '(?:')})*)\s*\(")
_Options = dict[str, str]


def eq_text(code: str) -> str | None:
    """Return the formula of a field after the word EQ; None where it cannot be read."""
    if len(code) > _LONGEST:
        return None
    try:
        text, rest = _read(code.strip(), 0, "")
    except ValueError:
        return None
    return text if not rest else None


def _read(code: str, depth: int, until: str) -> tuple[str, str]:
    """Read up to one of the characters ``until``; return the text and what follows it."""
    if depth > _DEEPEST:
        raise ValueError
    text, brackets = "", 0
    while code and (brackets or code[0] not in until):
        if code.startswith("\\"):
            piece, code = _command(code, depth)
        else:
            piece, code = code[0], code[1:]
            brackets += (piece == "(") - (piece == ")")
        text += piece
    if until and not code:
        raise ValueError
    return text, code


def _command(code: str, depth: int) -> tuple[str, str]:
    found = _COMMAND.match(code)
    if not found:
        # A bracket, comma or backslash that stands for itself.
        if len(code) < 2 or code[1].isalnum():
            raise ValueError
        return code[1], code[2:]
    name = found[1].lower()
    options = {key.lower(): given.lstrip("\\") for key, given in _OPTION.findall(found[2])}
    parts, rest = [], code[found.end() - 1 :]
    while not rest.startswith(")"):
        part, rest = _read(rest[1:], depth + 1, ",;)")
        parts.append(part)
    if name not in _FORMS:
        raise ValueError
    return _FORMS[name](parts, options), rest[1:]


def _overlaid(parts: list[str], _options: _Options) -> str:
    if len(parts) == 2:
        one, other = (part.strip() for part in parts)
        return enclosed(one, other) or enclosed(other, one) or one + other
    return "".join(parts)


def _fraction(parts: list[str], _options: _Options) -> str:
    return fraction(*_exactly(2, parts))


def _root(parts: list[str], _options: _Options) -> str:
    return root(*_exactly(2, parts if len(parts) == 2 else ["", *parts]))


def _script(parts: list[str], options: _Options) -> str:
    if len(parts) == 2:
        return raised(parts[0]) + lowered(parts[1])
    write = lowered if "do" in options else raised
    return "".join(map(write, parts))


def _array(parts: list[str], options: _Options) -> str:
    wide = int(options["co"]) if options.get("co", "").isdecimal() else 1
    wide = max(wide, 1)
    return matrix([parts[at : at + wide] for at in range(0, len(parts), wide)])


def _brackets(parts: list[str], options: _Options) -> str:
    pair = {"(": ")", "[": "]", "{": "}", "<": ">"}
    both = options.get("bc", "" if options.keys() & {"lc", "rc"} else "(")
    left, right = options.get("lc", both), options.get("rc", pair.get(both, both))
    return left + ",".join(parts) + right


def _operator(parts: list[str], options: _Options) -> str:
    sign = next((sign for name, sign in (("su", "∑"), ("pr", "∏")) if name in options), "∫")
    return operator(sign, *_exactly(3, parts))


def _listed(parts: list[str], _options: _Options) -> str:
    return ",".join(parts)


def _exactly(count: int, parts: list[str]) -> list[str]:
    if len(parts) != count:
        raise ValueError
    return parts


# Displacement (``\d``) moves what follows and shows nothing; a frame (``\x``) is its words.
_FORMS: dict[str, Callable[[list[str], _Options], str]] = {
    "o": _overlaid, "f": _fraction, "r": _root, "s": _script, "a": _array, "b": _brackets,
    "i": _operator, "l": _listed, "x": _listed, "d": _listed,
}  # fmt: skip
