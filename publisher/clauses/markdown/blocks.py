"""The blocks of Markdown that have no clauses of their own: code, footnotes, quotations.

Every line keeps its number and its characters. Lines between two fences and lines that begin
with ``>`` belong to the clause before them; they open no numbers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalogue.model import CoverLine
from publisher.clauses.markdown.lines import Line

_FENCE = re.compile(r"(`{3,}|~{3,})([^`]*)")
# 一>二 and >5% are no quotations.
_QUOTE = re.compile(r">(?:[ \t\u3000>]|(?=[^\s\d=<.％%]))")
_NOTE = re.compile(r"\[\^[^\]\[\s^]{1,40}\][:：]")
_COMMENT = re.compile(r"<!--.*-->\Z")
_MAY_BE_APART = frozenset("-*_=|><[")
_RULE = re.compile(r"(?:(?:[-*_] *){3,}|={3,}|\|(?: *:?-+:? *\|)+|>)\Z")


_ROLES = (("rule", _RULE), ("comment", _COMMENT), ("note", _NOTE), ("quote", _QUOTE))


@dataclass(frozen=True, slots=True)
class Fences:
    """The lines that open and end blocks of code, those between, and those that end nowhere."""

    marks: frozenset[int]
    inside: frozenset[int]
    unclosed: tuple[int, ...]


_NO_FENCES = Fences(frozenset(), frozenset(), ())


def set_apart(lines: Sequence[Line]) -> tuple[list[Line], list[CoverLine]]:
    """Split the lines of a text into those that are read, and those that are only kept."""
    read: list[Line] = []
    cover: list[CoverLine] = []
    fences = find_fences(lines)
    for line in lines:
        may_be = fences.marks or line.text[0] in _MAY_BE_APART
        role = _role(line, fences) if may_be else ""
        if role in ("quote", "code"):
            # Neither is a heading or opens with a number, whatever stands in it.
            text = f"{'#' * line.hashes} {line.text}" if line.hashes else line.text
            read.append(replace(line, text=text, hashes=0, opening=">", apart=role))
        elif role:
            cover.append(CoverLine(line.number, role, line.text))
        else:
            read.append(line)
    return read, cover


def find_fences(lines: Sequence[Line]) -> Fences:
    """Pair the fences of a text; one that nothing closes is read as text."""
    marks: set[int] = set()
    inside: set[int] = set()
    unclosed: list[int] = []
    waiting: tuple[int, str] | None = None
    between: list[int] = []
    if not any(line.text[0] in "`~" for line in lines):
        return _NO_FENCES
    for line in lines:
        found = _FENCE.fullmatch(line.text)
        if waiting and found and found[1].startswith(waiting[1]) and not found[2].strip():
            marks |= {waiting[0], line.number}
            inside |= set(between)
            waiting = None
        elif found and (waiting is None or found[2].strip()):
            # A second opening means that the first was never closed.
            unclosed += [waiting[0]] if waiting else []
            waiting, between = (line.number, found[1]), []
        else:
            between.append(line.number)
    return Fences(
        frozenset(marks), frozenset(inside), (*unclosed, *([waiting[0]] if waiting else ()))
    )


def _role(line: Line, fences: Fences) -> str:
    """Return the role of a line; "" for what the readers of clauses read as text."""
    if line.number in fences.inside:
        return "code"
    if line.number in fences.marks:
        return "fence"
    return next((role for role, pattern in _ROLES if pattern.match(line.text)), "")
