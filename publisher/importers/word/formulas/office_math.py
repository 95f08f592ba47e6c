"""Formulas of Word (ECMA-376 Part 1, clause 22) as characters of one line."""

from collections.abc import Callable, Iterator

from publisher.importers.word.formulas.linear import fraction, grouped, matrix, root, scripted
from publisher.importers.word.wordml import Element, math, name_of


def formula_text(element: Element) -> str:
    """Return a formula, or a part of one; what has no form of its own as its parts in order."""
    name = name_of(element)
    if name in ("m:t", "w:t"):
        return element.text or ""
    if name.endswith("Pr"):
        return ""
    form = _FORMS.get(name)
    return form(element) if form else "".join(map(formula_text, element))


def _part(element: Element, name: str) -> str:
    """Return the part of a name; "" where there is none."""
    found = element.find(math(name))
    return formula_text(found) if found is not None else ""


def _parts(element: Element) -> Iterator[str]:
    """Yield the parts that are equal: cells of a row, lines, what is in brackets."""
    return map(formula_text, element.iterchildren(math("e")))


def _property(element: Element, name: str, default: str) -> str:
    kind = name_of(element).removeprefix("m:")
    found = element.find(f"{math(kind + 'Pr')}/{math(name)}")
    return default if found is None else found.get(math("val"), default)


def _fraction(element: Element) -> str:
    above, below = _part(element, "num"), _part(element, "den")
    # Without a bar it is a binomial, not a quotient.
    is_quotient = _property(element, "type", "bar") != "noBar"
    return fraction(above, below) if is_quotient else f"({above}; {below})"


def _scripts(element: Element) -> str:
    base, scripts = _part(element, "e"), (_part(element, "sub"), _part(element, "sup"))
    if name_of(element) == "m:sPre":
        return scripted("", *scripts) + base
    return scripted(grouped(base), *scripts)


def _operator(element: Element) -> str:
    sign = _property(element, "chr", "∫")
    limits = _part(element, "sub"), _part(element, "sup")
    return scripted(sign, *limits) + grouped(_part(element, "e"))


def _brackets(element: Element) -> str:
    inner = _property(element, "sepChr", "|").join(_parts(element))
    return _property(element, "begChr", "(") + inner + _property(element, "endChr", ")")


def _function(element: Element) -> str:
    name, inner = _part(element, "fName").strip(), _part(element, "e").strip()
    return name + (inner if inner.startswith("(") else f"({inner})")


def _bar(element: Element) -> str:
    mark = "\u0305" if _property(element, "pos", "bot") == "top" else "\u0332"
    return "".join(char + mark for char in _part(element, "e"))


_FORMS: dict[str, Callable[[Element], str]] = {
    "m:f": _fraction,
    "m:rad": lambda each: root(_part(each, "deg"), _part(each, "e")),
    "m:nary": _operator,
    "m:d": _brackets,
    "m:m": lambda each: matrix([list(_parts(row)) for row in each.iterchildren(math("mr"))]),
    "m:eqArr": lambda each: matrix([[line] for line in _parts(each)]),
    "m:func": _function,
    "m:limLow": lambda each: scripted(_part(each, "e"), _part(each, "lim")),
    "m:limUpp": lambda each: scripted(_part(each, "e"), "", _part(each, "lim")),
    "m:acc": lambda each: _part(each, "e") + _property(each, "chr", "\u0302"),
    "m:bar": _bar,
    "m:groupChr": lambda each: grouped(_part(each, "e")) + _property(each, "chr", "\u23df"),
    **dict.fromkeys(["m:sSup", "m:sSub", "m:sSubSup", "m:sPre"], _scripts),
}
