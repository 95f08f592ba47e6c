"""Names, children and values of WordprocessingML (ECMA-376 Part 1, clause 17)."""

import re
from collections.abc import Container, Iterator
from functools import lru_cache

from lxml.etree import _Element

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_PREFIXES = {
    _W: "w", _MC: "mc", _M: "m", _W14: "w14",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
}  # fmt: skip
_OFF = frozenset(["0", "false", "off"])
# Nine digits: what Word itself reads.
_WHOLE = re.compile(r"-?[0-9]{1,9}")

Element = _Element


def w(name: str) -> str:
    """Return a name in the namespace of WordprocessingML."""
    return f"{{{_W}}}{name}"


def w14(name: str) -> str:
    """Return a name in the namespace of Word 2010."""
    return f"{{{_W14}}}{name}"


def math(name: str) -> str:
    """Return a name in the namespace of formulas."""
    return f"{{{_M}}}{name}"


def qualified(name: str) -> str:
    """Return a name with its namespace: of WordprocessingML, unless a prefix says another."""
    prefix, _, local = name.rpartition(":")
    uri = next(uri for uri, known in _PREFIXES.items() if known == (prefix or "w"))
    return f"{{{uri}}}{local}"


def name_of(element: Element) -> str:
    """Return an element's name with its usual prefix (``w:p``), a foreign one's with its own."""
    return _name_of(str(element.tag)) or f"{element.prefix}:{str(element.tag).rpartition('}')[2]}"


@lru_cache(maxsize=1000)
def _name_of(tag: str) -> str:
    uri, _, local = tag.rpartition("}")
    prefix = _PREFIXES.get(uri[1:])
    return f"{prefix}:{local}" if prefix else ""


def choice(alternative: Element, known: Container[str] = ()) -> Iterator[Element]:
    """Yield the content of one of several forms, which repeat each other.

    It is the first that has an element of a name that is known, else the first.
    """
    forms = list(alternative)
    first = (form for form in forms if any(name_of(each) in known for each in form))
    return iter(next(first, forms[0] if forms else ()))


def kids(element: Element | None, name: str) -> Iterator[Element]:
    """Yield the children of a name; none of no element."""
    return element.iterchildren(w(name)) if element is not None else iter(())


def child(element: Element | None, *path: str) -> Element | None:
    """Return what a path of names leads to, None where a step is missing."""
    for name in path:
        element = element.find(w(name)) if element is not None else None
    return element


def within(element: Element | None, name: str) -> Iterator[Element]:
    """Yield the descendants of a name; none of no element."""
    return element.iter(w(name)) if element is not None else iter(())


def attribute(element: Element | None, name: str) -> str | None:
    """Return an attribute; None where it or the element is missing."""
    return element.get(w(name)) if element is not None else None


def value(element: Element | None, *path: str) -> str | None:
    """Return the ``w:val`` at the end of a path."""
    return attribute(child(element, *path), "val")


def number(element: Element | None, *path: str) -> int | None:
    """Return the ``w:val`` at the end of a path as an integer; None where it is none."""
    text = value(element, *path) or ""
    return int(text) if _WHOLE.fullmatch(text) else None


def switch(element: Element | None, name: str) -> bool | None:
    """Return an on/off property (17.17.4): present is on unless it says otherwise."""
    found = child(element, name)
    return None if found is None else is_on(found)


def is_on(found: Element | None) -> bool:
    """Return whether an on/off property is there and on."""
    return found is not None and (attribute(found, "val") or "1") not in _OFF
