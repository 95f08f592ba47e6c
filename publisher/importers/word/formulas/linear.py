"""Formulas in one line: what a fraction, a root, a sum or a matrix is written as."""

import re
from collections.abc import Sequence

from publisher.importers.blocks.marks import lowered, raised, settled

_COMPOUND = re.compile(r"[\s+\-\u2212±×·÷/=<>≤≥,，;；]")
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
# From 0 to 50, then letters and 一 to 十, in a circle.
_CIRCLED = {
    "0": "⓪",
    **{str(number): chr(ord("①") + number - 1) for number in range(1, 21)},
    **{str(number): chr(ord("㉑") + number - 21) for number in range(21, 36)},
    **{str(number): chr(ord("㊱") + number - 36) for number in range(36, 51)},
    **{char: chr(ord("㊀") + at) for at, char in enumerate("一二三四五六七八九十")},
    **{chr(ord("A") + at): chr(ord("Ⓐ") + at) for at in range(26)},
    **{chr(ord("a") + at): chr(ord("ⓐ") + at) for at in range(26)},
}
# What encloses a character: a circle, a square, a diamond, a triangle.
_AROUND = {
    **dict.fromkeys("○〇◯", "\u20dd"),
    **dict.fromkeys("□口", "\u20de"),
    "◇": "\u20df",
    **dict.fromkeys("△▲", "\u20e4"),
}


def grouped(text: str) -> str:
    """Set brackets around what would be read otherwise next to an operator."""
    text = text.strip()
    whole = text.startswith("(") and text.endswith(")") and text.count("(") == 1
    return f"({text})" if _COMPOUND.search(text) and not whole else text


def fraction(above: str, below: str) -> str:
    """Write a fraction with its bar: (a+b)/c."""
    return f"{grouped(above)}/{grouped(below)}"


def root(degree: str, inner: str) -> str:
    """Write a root: √x, ∛(x+1)."""
    degree = degree.strip()
    sign = _ROOTS.get(degree) or settled(raised(degree))[0] + "√"
    return sign + (inner.strip() if len(inner.strip()) == 1 else f"({inner.strip()})")


def scripted(base: str, below: str = "", above: str = "") -> str:
    """Write indices and powers."""
    return base + lowered(below.strip()) + raised(above.strip())


def operator(sign: str, low: str, high: str, inner: str) -> str:
    """Write a sum, a product or an integral with its limits."""
    return scripted(sign, low, high) + grouped(inner)


def matrix(rows: Sequence[Sequence[str]]) -> str:
    """Write rows of a matrix: a, b; c, d."""
    return "; ".join(", ".join(cell.strip() for cell in row) for row in rows)


def enclosed(around: str, inner: str) -> str:
    """Write a character in a circle or another figure as one: ①; "" where it is no figure."""
    mark = _AROUND.get(around, "")
    if mark == "\u20dd" and inner in _CIRCLED:
        return _CIRCLED[inner]
    return inner + mark if mark and len(inner) == 1 else ""
