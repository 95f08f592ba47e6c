"""Decimal numbers: 1, 1.1, 1.2.1 as the levels of a text, and 2.1 below an item 2."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from publisher.clauses.markdown.lines import Line
from publisher.clauses.markers import fold_width, strip

_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,5})[.、]?(?![\d.])")
_WHOLE = re.compile(r"(\d{1,2})(?: +(?=\S)|[.、] ?(?![\d.])|(?=[^\W\d_][^。；，]{1,20}$))")
# 1.5亿元, 2.1%, 3.2 km: an amount.
_UNIT = re.compile(
    r"[亿万元%％‰倍吨米]|平方|立方|公里|公顷|公斤|个百分点|[A-Za-z]{1,3}\d?\b|[-~—～至]"
)
_FEWEST = 3
_LONGEST_OPENING = 40


@dataclass(frozen=True, slots=True)
class Decimal:
    """A decimal number that a line opens with: 1.2.1 has the path 1, 2, 1."""

    path: tuple[int, ...]
    printed: str
    rest: str


@dataclass(frozen=True, slots=True)
class LevelMark(Decimal):
    """A decimal that opens a level; ``above`` is the line of the one that it is below."""

    above: int | None


def find_decimal(opening: str) -> Decimal | None:
    """Return the decimal number that a line opens with; None for an amount."""
    match = _DECIMAL.match(fold_width(opening[:_LONGEST_OPENING]))
    if not match or _UNIT.match(opening, match.end()):
        return None
    return _decimal(match, opening)


def _decimal(match: re.Match[str], opening: str) -> Decimal | None:
    rest, path = strip(opening[match.end() :]), tuple(map(int, match[1].split(".")))
    return Decimal(path, strip(opening[: match.end()]), rest) if rest and all(path) else None


def find_levels(lines: Sequence[Line]) -> dict[int, LevelMark]:
    """Return the lines that open levels; none where fewer than three 1.1 go on from each other."""
    found = [(line.number, decimal) for line in lines if (decimal := _any_decimal(line))]
    if sum(len(decimal.path) > 1 for _, decimal in found) < _FEWEST:
        return {}
    levels: dict[int, LevelMark] = {}
    above: list[tuple[tuple[int, ...], int]] = []
    last: tuple[int, ...] = ()
    going_on = item = 0
    heads = _heads(found)
    for at, (number, decimal) in enumerate(found):
        path = decimal.path
        if len(path) == 1:
            if not _opens_the_first_level(path[0], last[:1], item, heads[at]):
                item = path[0]
                continue
        elif not _fits(path, last):
            continue
        elif path in _followers(last):
            going_on += 1
        while above and above[-1][0] != path[: len(path) - 1][: len(above[-1][0])]:
            above.pop()
        below = above[-1][1] if above else None
        levels[number] = LevelMark(path, decimal.printed, decimal.rest, below)
        above.append((path, number))
        last, item = path, 0
    return levels if going_on >= _FEWEST else {}


def _any_decimal(line: Line) -> Decimal | None:
    if line.is_row or line.apart or not line.opening[0].isdecimal():
        return None
    if found := find_decimal(line.opening):
        return found
    match = _WHOLE.match(fold_width(line.opening[:_LONGEST_OPENING]))
    return _decimal(match, line.opening) if match else None


def _heads(found: Sequence[tuple[int, Decimal]]) -> list[int | None]:
    """Return for each number 2 what the next 2.1 begins with: 0 where there is none.

    None where the same number comes again before it.
    """
    heads: list[int | None] = []
    first, between = 0, set[int]()
    for _, decimal in reversed(found):
        value = decimal.path[0]
        heads.append(None if value in between else first)
        if len(decimal.path) > 1:
            first, between = value, set()
        else:
            between.add(value)
    return heads[::-1]


def _opens_the_first_level(value: int, last: tuple[int, ...], item: int, head: int | None) -> bool:
    """Return whether 2 is a level, not an item of a list 1. 2. 3. below 1.1.

    The last 2 above 2.1 is; below the last 2.1 it is one that no item goes on to. ``item`` is
    the number of the item before.
    """
    before = last[0] if last else 0
    if head == 0:
        return value == before + 1 and value != item + 1 and before > 0
    return head == value and value > before


def _fits(path: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Return whether a decimal is near the one before it, in order or not."""
    if not last:
        return path[0] == 1
    return path[0] in (last[0], last[0] + 1) or path[:-1] == last[: len(path) - 1]


def _followers(last: tuple[int, ...]) -> set[tuple[int, ...]]:
    """Return what may go on from a decimal: 1.2.1, 1.3, 2 and 2.1 after 1.2."""
    if not last:
        return {(1, 1)}
    nexts = {(*last[:at], last[at] + 1) for at in range(len(last))}
    return nexts | {(*last, 1), (last[0] + 1, 1)}
