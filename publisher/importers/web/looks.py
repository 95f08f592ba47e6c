"""How the words of an element of a page are shown, by its name and its own style."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from publisher.importers.word.formatting import PLAIN, Look
from publisher.importers.word.symbols import is_symbol_font
from publisher.importers.word.wordml import Element

_STRUCK = frozenset(["s", "strike", "del"])
_UNDERLINED = frozenset(["u", "ins"])
_SCRIPTS = {"sup": "superscript", "sub": "subscript", "super": "superscript"}
_NOT_KEPT = {
    **dict.fromkeys(["b", "strong"], "left_out.bold"),
    **dict.fromkeys(["i", "em"], "left_out.italic"),
    "mark": "left_out.highlight",
}
_ZERO = re.compile(r"0(?:\.0+)?(?:px|pt|em|%)?")
_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WebLook:
    """The look of an element: ``words`` how they are written, ``not_kept`` what is lost."""

    words: Look = PLAIN
    not_kept: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether the words are as they would be without the element."""
        return self.words is PLAIN and not self.not_kept


def web_look(element: Element, name: str) -> WebLook:
    """Return the look that an element has by itself."""
    style, face = element.get("style", ""), element.get("face", "")
    look = _look(name, style, face)
    if element.get("hidden") is not None:
        return WebLook(Look(hidden=True))
    return look


@lru_cache(maxsize=2000)
def _look(name: str, style: str, face: str) -> WebLook:
    declared = _DECLARATION.findall(style)
    values = {key.lower(): value.strip().lower() for key, value in declared}
    decoration = values.get("text-decoration", "") + values.get("text-decoration-line", "")
    below = values.get("border-bottom", "none")
    is_lined = not below.startswith(("none", "0"))
    underlined = name in _UNDERLINED or "underline" in decoration or is_lined
    names = (each.strip(" '\"") for each in (face or values.get("font-family", "")).split(","))
    look = Look(
        hidden=_is_unseen(values),
        struck=name in _STRUCK or "line-through" in decoration,
        script=_SCRIPTS.get(name) or _SCRIPTS.get(values.get("vertical-align", ""), ""),
        capitals=values.get("text-transform") == "uppercase",
        underlined=underlined,
        font=next(filter(is_symbol_font, names), ""),
    )
    not_kept = tuple(_not_kept(name, values, underlined=underlined))
    return WebLook(PLAIN if look == PLAIN else look, not_kept)


def _is_unseen(values: dict[str, str]) -> bool:
    return (
        values.get("display") == "none"
        or values.get("visibility") == "hidden"
        or values.get("mso-hide") == "all"
        or any(_ZERO.fullmatch(values.get(name, "")) for name in ("font-size", "opacity"))
    )


def _not_kept(name: str, values: dict[str, str], *, underlined: bool) -> Iterator[str]:
    if name in _NOT_KEPT:
        yield _NOT_KEPT[name]
    if underlined:
        yield "left_out.underline"
    if any(each.startswith("text-emphasis") for each in values):
        yield "left_out.emphasis"
