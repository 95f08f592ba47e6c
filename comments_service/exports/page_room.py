"""How much of a page of GB/T 9704 words take, in the widest face that may replace a missing one."""

import re
import unicodedata

LINES = 22
_PER_LINE = 27
"""One less than the standard's: a mark that may not begin a line takes a character with it."""
_INDENT = 2
_UNIT = re.compile(r"[!-~\u00a1-\u024f]+|.", re.DOTALL)
_BROAD_ASCII = frozenset("mwMW@%&")


def count_lines(text: str, *, indent: int = _INDENT, size: float = 1) -> int:
    """Return how many lines a paragraph takes; ``size`` is that of its characters, 1 for 3号."""
    lines, used = 1, float(indent)
    for unit in _UNIT.findall(text):
        # Some programs part Latin from Chinese by a quarter of a character.
        width = (sum(map(_width, unit)) + unit.isascii() / 2) * size
        if used + width > _PER_LINE:
            lines, used = lines + max(1, -(-int(width) // _PER_LINE)), width % _PER_LINE
        else:
            used += width
    return lines


def cut_to_lines(text: str, lines: int, *, tail: str = "") -> str:
    """Return text in one line that takes so many lines with ``tail``, cut with an ellipsis."""
    text = " ".join(text.split())
    if count_lines(text + tail) <= lines:
        return text + tail
    low, high = 0, min(len(text), lines * _PER_LINE * 2)
    while low < high:
        middle = (low + high + 1) // 2
        fits = count_lines(f"{text[:middle]}…{tail}") <= lines
        low, high = (middle, high) if fits else (low, middle - 1)
    return f"{text[:low]}…{tail}"


def _width(character: str) -> float:
    if character.isascii():
        return 1 if character in _BROAD_ASCII else 0.65
    if unicodedata.combining(character):
        return 0
    # Ligatures of whole sentences, and scripts whose signs are several characters wide.
    code = ord(character)
    if 0xFB50 <= code < 0xFE00 or 0x12000 <= code < 0x13000 or code in {0x2E3A, 0x2E3B}:
        return 12
    return 1
