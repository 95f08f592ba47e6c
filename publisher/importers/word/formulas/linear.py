"""Formulas in one line: what a fraction, a root, a sum or a matrix is written as."""

import re
import unicodedata
from collections.abc import Sequence

from publisher.importers.blocks.marks import lowered, raised, settled

_COMPOUND = re.compile(r"[\s+\-\u2212±×·÷/=<>≤≥,，;；]")
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
# ① to ㊿, Ⓐ to ⓩ and ㊀ to ㊉ by what is in the circle.
_RANGES = ((0x2460, 0x2474), (0x24B6, 0x24EB), (0x3251, 0x3260), (0x32B1, 0x32C0), (0x3280, 0x328A))
_CIRCLED = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for start, end in _RANGES
    for code in range(start, end)
}
# What encloses a character: a circle, a square, a diamond, a triangle.
_CIRCLE = "\u20dd"
_AROUND = {
    **dict.fromkeys("○〇◯", _CIRCLE),
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
    degree, inner = degree.strip(), inner.strip()
    sign = _ROOTS.get(degree) or settled(raised(degree))[0] + "√"
    return sign + (inner if len(inner) == 1 else f"({inner})")


def scripted(base: str, below: str = "", above: str = "") -> str:
    """Write indices and powers, or the limits of a sum."""
    return base + lowered(below.strip()) + raised(above.strip())


def matrix(rows: Sequence[Sequence[str]]) -> str:
    """Write rows of a matrix: a, b; c, d."""
    return "; ".join(", ".join(cell.strip() for cell in row) for row in rows)


def enclosed(around: str, inner: str) -> str:
    """Write a character in a circle or another figure as one: ①; "" where it is no figure."""
    mark = _AROUND.get(around, "")
    if mark == _CIRCLE and inner in _CIRCLED:
        return _CIRCLED[inner]
    return inner + mark if mark and len(inner) == 1 else ""
