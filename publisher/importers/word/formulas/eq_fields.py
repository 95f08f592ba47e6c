r"""What a field ``EQ`` shows: ``\o\ac(○,1)`` is ①, ``\f(1,2)`` is 1/2."""

import re
from collections.abc import Callable

from publisher.importers.blocks.marks import lowered, raised
from publisher.importers.word.formulas.linear import enclosed, fraction, matrix, root, scripted

_LONGEST, _DEEPEST = 2_000, 20
_OPTION = r"\\([A-Za-z]{2})\s?(\\[^\s\w]|-?\d+)?"
_COMMAND = re.compile(rf"\\([A-Za-z])((?:\s*{_OPTION.replace('(', '(?:')})*)\s*\(")
_Options = dict[str, str]


def eq_text(code: str) -> str | None:
    """Return the formula of a field after the word EQ; None where it cannot be read."""
    try:
        text, rest = _read(code.strip(), 0, "")
    except (LookupError, TypeError, ValueError):
        return None
    return text if not rest else None


def _read(code: str, depth: int, until: str) -> tuple[str, str]:
    """Read up to one of the characters ``until``; return the text and what follows it."""
    if depth > _DEEPEST or len(code) > _LONGEST:
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
    options = {key.lower(): given.lstrip("\\") for key, given in re.findall(_OPTION, found[2])}
    parts, rest = [], code[found.end() - 1 :]
    while not rest.startswith(")"):
        part, rest = _read(rest[1:], depth + 1, ",;)")
        parts.append(part.strip())
    return _FORMS[found[1].lower()](parts, options), rest[1:]


def _overlaid(parts: list[str], _options: _Options) -> str:
    one, other = parts if len(parts) == 2 else ("", "")
    return enclosed(one, other) or enclosed(other, one) or "".join(parts)


def _scripts(parts: list[str], options: _Options) -> str:
    if len(parts) == 2:
        return scripted("", parts[1], parts[0])
    return "".join(map(lowered if "do" in options else raised, parts))


def _rows(parts: list[str], options: _Options) -> str:
    wide = max(int(options.get("co") or 1), 1)
    return matrix([parts[at : at + wide] for at in range(0, len(parts), wide)])


def _brackets(parts: list[str], options: _Options) -> str:
    both = options.get("bc", "" if options.keys() & {"lc", "rc"} else "(")
    right = {"(": ")", "[": "]", "{": "}", "<": ">"}.get(both, both)
    return options.get("lc", both) + ",".join(parts) + options.get("rc", right)


def _operator(parts: list[str], options: _Options) -> str:
    low, high, inner = parts
    sign = "∑" if "su" in options else "∏" if "pr" in options else "∫"
    return scripted(sign, low, high) + inner


# Displacement (``\d``) moves what follows and shows nothing; a frame (``\x``) is its words.
_FORMS: dict[str, Callable[[list[str], _Options], str]] = {
    "o": _overlaid,
    "f": lambda parts, _options: fraction(*parts),
    "r": lambda parts, _options: root(*(["", *parts] if len(parts) == 1 else parts)),
    "s": _scripts,
    "a": _rows,
    "b": _brackets,
    "i": _operator,
    **dict.fromkeys("lxd", lambda parts, _options: ",".join(parts)),
}
