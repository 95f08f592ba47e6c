"""Formulas of Word (ECMA-376 Part 1, clause 22) as characters of one line."""

from collections.abc import Callable, Iterator

from publisher.importers.word.formulas.linear import (
    fraction,
    grouped,
    matrix,
    operator,
    root,
    scripted,
)
from publisher.importers.word.wordml import Element, math, name_of

_ACCENTS = "\u0302"
_INTEGRAL = "∫"


def formula_text(element: Element) -> str:
    """Return a formula, or a part of one; what has no form of its own as its parts in order."""
    name = name_of(element)
    if name in ("m:t", "w:t"):
        return element.text or ""
    if name.endswith("Pr"):
        return ""
    return _FORMS.get(name, _parts)(element)


def _parts(element: Element) -> str:
    return "".join(map(formula_text, element))


def _part(element: Element, name: str) -> str:
    """Return the part of a name; "" where there is none."""
    found = element.find(math(name))
    return formula_text(found) if found is not None else ""


def _property(element: Element, name: str, default: str) -> str:
    kind = name_of(element).removeprefix("m:")
    found = element.find(f"{math(kind + 'Pr')}/{math(name)}")
    return default if found is None else found.get(math("val"), default)


def _fraction(element: Element) -> str:
    above, below = _part(element, "num"), _part(element, "den")
    if _property(element, "type", "bar") == "noBar":
        return f"({above}; {below})"
    return fraction(above, below)


def _root(element: Element) -> str:
    return root(_part(element, "deg"), _part(element, "e"))


def _scripts(element: Element) -> str:
    base = _part(element, "e")
    base = base if name_of(element) == "m:sPre" or len(base.strip()) < 2 else grouped(base)
    if name_of(element) == "m:sPre":
        return scripted("", _part(element, "sub"), _part(element, "sup")) + base
    return scripted(base, _part(element, "sub"), _part(element, "sup"))


def _operator(element: Element) -> str:
    sign = _property(element, "chr", _INTEGRAL)
    return operator(sign, _part(element, "sub"), _part(element, "sup"), _part(element, "e"))


def _brackets(element: Element) -> str:
    between = _property(element, "sepChr", "|")
    inner = between.join(formula_text(each) for each in element.iterchildren(math("e")))
    return _property(element, "begChr", "(") + inner + _property(element, "endChr", ")")


def _matrix(element: Element) -> str:
    return matrix([list(_cells(row)) for row in element.iterchildren(math("mr"))])


def _cells(row: Element) -> Iterator[str]:
    return (formula_text(cell) for cell in row.iterchildren(math("e")))


def _lines(element: Element) -> str:
    return matrix([[cell] for cell in _cells(element)])


def _function(element: Element) -> str:
    name, inner = _part(element, "fName").strip(), _part(element, "e").strip()
    return name + (inner if inner.startswith("(") else f"({inner})")


def _limit(element: Element) -> str:
    limit = _part(element, "lim")
    if name_of(element) == "m:limLow":
        return scripted(_part(element, "e"), limit)
    return scripted(_part(element, "e"), "", limit)


def _accent(element: Element) -> str:
    return _part(element, "e") + _property(element, "chr", _ACCENTS)


def _bar(element: Element) -> str:
    over = _property(element, "pos", "bot") == "top"
    mark = "\u0305" if over else "\u0332"
    return "".join(char + mark for char in _part(element, "e"))


_FORMS: dict[str, Callable[[Element], str]] = {
    "m:f": _fraction, "m:rad": _root, "m:nary": _operator, "m:d": _brackets, "m:m": _matrix,
    "m:eqArr": _lines, "m:func": _function, "m:limLow": _limit, "m:limUpp": _limit,
    "m:acc": _accent, "m:bar": _bar,
    **dict.fromkeys(["m:sSup", "m:sSub", "m:sSubSup", "m:sPre"], _scripts),
}  # fmt: skip
