"""Formulas of web pages (MathML Core) as characters of one line."""

from collections.abc import Callable, Sequence

from publisher.importers.blocks.marks import without_marks
from publisher.importers.word.formulas.linear import fraction, grouped, matrix, root, scripted
from publisher.importers.word.wordml import Element

# Not part of what is seen: other forms of the same formula, what only takes room.
_UNSEEN = frozenset(["annotation", "annotation-xml", "mphantom", "mprescripts", "none"])
# A mark above a letter, by the sign that stands for it.
_ABOVE = {**dict.fromkeys("¯‾ˉ", "\u0305"), "^": "\u0302", "~": "\u0303", "→": "\u20d7"}
# Signs that only programs read: function application, invisible times, comma and plus.
_INVISIBLE = dict.fromkeys(range(0x2061, 0x2065))


def math_text(element: Element) -> str:
    """Return a formula, or a part of one; what has no form of its own as its parts in order."""
    name = _name(element)
    parts = [math_text(each) for each in element if _name(each) not in _UNSEEN]
    form = _FORMS.get(name)
    if form:
        try:
            return form(element, parts)
        except (IndexError, ValueError):
            # Fewer or more parts than it has to have.
            pass
    words = without_marks(element.text or "").translate(_INVISIBLE)
    return "".join([" ".join(words.split()), *parts])


def _name(element: Element) -> str:
    return str(element.tag).lower().rpartition(":")[2].rpartition("}")[2]


def _fraction(element: Element, parts: Sequence[str]) -> str:
    above, below = parts
    # Without a bar it is a binomial, not a quotient.
    is_quotient = not (element.get("linethickness") or "1").startswith("0")
    return fraction(above, below) if is_quotient else f"({above}; {below})"


def _over(_element: Element, parts: Sequence[str]) -> str:
    base, above = parts
    return base + _ABOVE[above] if above in _ABOVE else scripted(base, "", above)


def _fenced(element: Element, parts: Sequence[str]) -> str:
    inner = (element.get("separators") or ",")[:1].join(parts)
    return element.get("open", "(") + inner + element.get("close", ")")


def _root(_element: Element, parts: Sequence[str]) -> str:
    inner, degree = parts
    return root(degree, inner)


_FORMS: dict[str, Callable[[Element, Sequence[str]], str]] = {
    "mfrac": _fraction,
    "msqrt": lambda _, parts: root("", "".join(parts)),
    "mroot": _root,
    "msub": lambda _, parts: scripted(grouped(parts[0]), parts[1]),
    "msup": lambda _, parts: scripted(grouped(parts[0]), "", parts[1]),
    "msubsup": lambda _, parts: scripted(grouped(parts[0]), parts[1], parts[2]),
    "munder": lambda _, parts: scripted(parts[0], parts[1]),
    "mover": _over,
    "munderover": lambda _, parts: scripted(*parts),
    "mfenced": _fenced,
    "mtr": lambda _, parts: ", ".join(parts),
    "mtable": lambda _, parts: matrix([[row] for row in parts]),
}
