"""Names, children and values of WordprocessingML (ECMA-376 Part 1, clause 17)."""

from collections.abc import Iterator

from lxml.etree import _Element

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_PREFIXES = {_W: "w", _MC: "mc", _M: "m"}
_OFF = frozenset(["0", "false", "off"])

Element = _Element


def w(name: str) -> str:
    """Return a name in the namespace of WordprocessingML."""
    return f"{{{_W}}}{name}"


def name_of(element: Element) -> str:
    """Return an element's name with its usual prefix (``w:p``); foreign ones have none."""
    uri, _, local = str(element.tag).rpartition("}")
    prefix = _PREFIXES.get(uri[1:])
    return f"{prefix}:{local}" if prefix else local


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
    text = value(element, *path)
    try:
        return int(text) if text else None
    except ValueError:
        return None


def switch(element: Element | None, name: str) -> bool | None:
    """Return an on/off property (17.17.4): present is on unless it says otherwise."""
    found = child(element, name)
    if found is None:
        return None
    return (attribute(found, "val") or "1") not in _OFF
