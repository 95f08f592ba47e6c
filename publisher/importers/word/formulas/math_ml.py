"""Formulas of web pages (MathML Core) as characters of one line."""

from collections.abc import Callable

from publisher.importers.word.formulas.linear import fraction, grouped, matrix, root, scripted
from publisher.importers.word.wordml import Element


def math_text(element: Element) -> str:
    """Return a formula of a page, or a part of one; notes for programs are none."""
    name = str(element.tag).lower().rpartition("}")[2].rpartition(":")[2]
    if name.startswith("annotation"):
        return ""
    parts = [math_text(each) for each in element if isinstance(each.tag, str)]
    if not parts:
        return " ".join((element.text or "").split())
    return _FORMS.get(name, "".join)(parts)


def _at(parts: list[str], at: int) -> str:
    return parts[at] if at < len(parts) else ""


def _base(parts: list[str]) -> str:
    return grouped(parts[0])


_FORMS: dict[str, Callable[[list[str]], str]] = {
    "mfrac": lambda parts: fraction(parts[0], _at(parts, 1)),
    "msqrt": lambda parts: root("", "".join(parts)),
    "mroot": lambda parts: root(_at(parts, 1), parts[0]),
    "msup": lambda parts: scripted(_base(parts), "", _at(parts, 1)),
    "msub": lambda parts: scripted(_base(parts), _at(parts, 1)),
    "msubsup": lambda parts: scripted(_base(parts), _at(parts, 1), _at(parts, 2)),
    "munder": lambda parts: scripted(parts[0], _at(parts, 1)),
    "mover": lambda parts: scripted(parts[0], "", _at(parts, 1)),
    "munderover": lambda parts: scripted(parts[0], _at(parts, 1), _at(parts, 2)),
    "mfenced": lambda parts: f"({','.join(parts)})",
    "mtr": ", ".join,
    "mtable": lambda parts: matrix([[part] for part in parts]),
}
