"""How the words of an element of a page are shown, by its name and its own style."""

import re
from collections.abc import Iterator

from publisher.importers.word.formatting import PLAIN, Look
from publisher.importers.word.symbols import is_symbol_font
from publisher.importers.word.wordml import Element

_STRUCK = frozenset(["s", "strike", "del"])
_UNDERLINED = frozenset(["u", "ins"])
_SCRIPTS = {"sup": "superscript", "sub": "subscript", "super": "superscript"}
_NOT_KEPT = {
    **dict.fromkeys(["b", "strong"], "left_out.bold"),
    **dict.fromkeys(["i", "em"], "left_out.italic"),
    **dict.fromkeys(_UNDERLINED, "left_out.underline"),
    "mark": "left_out.highlight",
}
_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]+)", re.IGNORECASE)


def is_unseen(element: Element) -> bool:
    """Return whether a browser shows nothing of an element."""
    if element.get("hidden") is not None:
        return True
    style = _style(element)
    return (
        style.get("display") == "none"
        or style.get("visibility") == "hidden"
        or style.get("mso-hide") == "all"
    )


def is_struck(element: Element, name: str) -> bool:
    """Return whether the words of an element are struck out."""
    return name in _STRUCK or "line-through" in _decoration(_style(element))


def look_of(element: Element, name: str) -> Look:
    """Return how the words of an element are shown, its own look alone."""
    style = _style(element)
    script = _SCRIPTS.get(name) or _SCRIPTS.get(style.get("vertical-align", ""), "")
    underlined = name in _UNDERLINED or "underline" in _decoration(style)
    names = (element.get("face") or style.get("font-family", "")).split(",")
    font = next((each for each in (one.strip(" '\"") for one in names) if is_symbol_font(each)), "")
    capitals = style.get("text-transform") == "uppercase"
    if not (script or underlined or font or capitals):
        return PLAIN
    return Look(script=script, underlined=underlined, font=font, capitals=capitals)


def not_kept(element: Element, name: str) -> Iterator[str]:
    """Yield how an element sets its words off that is not written."""
    if name in _NOT_KEPT:
        yield _NOT_KEPT[name]
    style = _style(element)
    if any(each.startswith("text-emphasis") for each in style):
        yield "left_out.emphasis"
    if name not in _UNDERLINED and "underline" in _decoration(style):
        yield "left_out.underline"


def _decoration(style: dict[str, str]) -> str:
    return style.get("text-decoration", "") + style.get("text-decoration-line", "")


def _style(element: Element) -> dict[str, str]:
    found = element.get("style")
    if not found:
        return {}
    return {key.lower(): value.strip().lower() for key, value in _DECLARATION.findall(found)}
