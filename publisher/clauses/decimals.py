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
    # 3.1 may stand alone above the term that it defines.
    is_number = all(path) and (rest or len(path) > 1)
    return Decimal(path, strip(opening[: match.end()]), rest) if is_number else None


def find_levels(lines: Sequence[Line]) -> dict[int, LevelMark]:
    """Return the lines that open levels; none where fewer than three 1.1 go on from each other."""
    found = [(line.number, decimal) for line in lines if (decimal := _any_decimal(line))]
    if sum(len(decimal.path) > 1 for _, decimal in found) < _FEWEST:
        return {}
    levels: dict[int, LevelMark] = {}
    above: list[tuple[tuple[int, ...], int]] = []
    last: tuple[int, ...] = ()
    going_on = item = 0
    firsts = _first_levels(found)
    last_decimal = max(at for at, (_, decimal) in enumerate(found) if len(decimal.path) > 1)
    for at, (number, decimal) in enumerate(found):
        path = decimal.path
        if len(path) == 1:
            ends = at > last_decimal and _ends_the_levels(path[0], last, item)
            if at not in firsts and not ends:
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


def _first_levels(found: Sequence[tuple[int, Decimal]]) -> set[int]:
    """Return the places of the numbers without a point that lead to the next 3.1: levels.

    The last 3 above 3.1 is one, and so are 1 and 2 above it where they go on from the level
    before, or from the beginning.
    """
    levels: set[int] = set()
    before = start = 0
    for at, (_, decimal) in enumerate(found):
        if len(decimal.path) > 1:
            head = decimal.path[0]
            run = _run_to(head, found, range(start, at)) if head > before else []
            # 1. 2. 3. below 1.1 may be a list, of which 2 is not the level.
            levels |= {*(run if head - len(run) == before else run[:1])}
            before, start = head, at + 1
    return levels


def _run_to(head: int, found: Sequence[tuple[int, Decimal]], places: range) -> list[int]:
    """Return the places of 3, 2, 1 in a row, from the last one back, all printed in one way."""
    run: list[int] = []
    for at in reversed(places):
        value, is_dotted = found[at][1].path[0], _is_dotted(found[at][1])
        if run and is_dotted != _is_dotted(found[run[0]][1]):
            continue
        if value == head - len(run):
            run.append(at)
        elif run:
            break
    return run


def _is_dotted(number: Decimal) -> bool:
    return not number.printed[-1].isdecimal()


def _ends_the_levels(value: int, last: tuple[int, ...], item: int) -> bool:
    """Return whether 5 below the last 4.1 is a level; not where a list goes on with it."""
    return bool(last) and value == last[0] + 1 and value != item + 1


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
