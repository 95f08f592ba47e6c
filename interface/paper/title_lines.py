"""Long titles in several lines, broken where words end (GB/T 9704-2012, 7.3.1: 词意完整)."""

import re
from itertools import combinations, pairwise
from math import ceil

from interface.paper.signature import width

_PER_LINE = 20
_SHORTEST = 4
_MOST_LINES = 5
# Before 关于, 《 and a bracket; after 、 and 的.
_BREAKS = re.compile(r"(?=关于|[《（(])|(?<=[、，：的])")


def title_lines(title: str) -> tuple[str, ...]:
    """Break a title into lines of at most 20 characters, as even as its words allow.

    A title that cannot be broken between words is left in one piece, to wrap where it must.
    """
    least = ceil(width(title) / _PER_LINE)
    if least <= 1:
        return (title,)
    places = [match.start() for match in _BREAKS.finditer(title) if 0 < match.start() < len(title)]
    for count in range(least, min(least + 2, _MOST_LINES + 1)):
        ways = [_split(title, chosen) for chosen in combinations(places, count - 1)]
        fitting = [lines for lines in ways if _fits(lines)]
        if fitting:
            return min(fitting, key=_unevenness)
    return (title,)


def _split(title: str, places: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(title[start:end] for start, end in pairwise([0, *places, len(title)]))


def _fits(lines: tuple[str, ...]) -> bool:
    return all(_SHORTEST <= width(line) <= _PER_LINE for line in lines)


def _unevenness(lines: tuple[str, ...]) -> float:
    widths = [width(line) for line in lines]
    return max(widths) - min(widths)
