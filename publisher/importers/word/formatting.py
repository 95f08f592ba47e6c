"""What the properties of a run say of its words: whether they hold, and what is set off."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from publisher.importers.blocks.marks import lowered, raised, underlined
from publisher.importers.blocks.repairs import Repairs
from publisher.importers.word.symbols import is_symbol_font
from publisher.importers.word.wordml import Element, attribute, is_on, w

Properties = Mapping[str, Element]

_NOTHING = frozenset(["none", "nil", "auto", "clear", "0", "false", "off", "000000", "ffffff"])


@dataclass(frozen=True, slots=True)
class Look:
    """How the words of a run are shown; ``font`` is the name of a symbol font, or ""."""

    hidden: bool = False
    struck: bool = False
    script: str = ""
    capitals: bool = False
    underlined: bool = False
    font: str = ""

    def shown(self, text: str) -> str:
        """Return words as they are seen: capitals, lines to write on, raised and lowered."""
        text = text.upper() if self.capitals else text
        text = underlined(text) if self.underlined else text
        if self.script == "superscript":
            return raised(text)
        return lowered(text) if self.script == "subscript" else text


PLAIN = Look()
_LOOKS = frozenset(map(w, ["vanish", "strike", "dstrike", "vertAlign", "caps", "u"]))


def look_of(properties: Properties) -> Look:
    """Return the look of a run by its own properties and those of its styles."""
    font = _symbol_font(properties.get(w("rFonts")))
    if not font and _LOOKS.isdisjoint(properties):
        return PLAIN
    script = attribute(properties.get(w("vertAlign")), "val") or ""
    return Look(
        hidden=is_on(properties.get(w("vanish"))),
        struck=is_on(properties.get(w("strike"))) or is_on(properties.get(w("dstrike"))),
        script=script if script in ("superscript", "subscript") else "",
        capitals=is_on(properties.get(w("caps"))),
        underlined=_sets_off(properties.get(w("u"))),
        font=font,
    )


def _symbol_font(fonts: Element | None) -> str:
    names = (attribute(fonts, "ascii"), attribute(fonts, "hAnsi")) if fonts is not None else ()
    return next((name for name in names if name and is_symbol_font(name)), "")


def not_kept(own: Properties) -> Iterator[str]:
    """Yield what sets a run off and is not written.

    Only what the run itself has: what comes from a style is the look of a whole paragraph.
    """
    return (kind for name, kind in _NOT_KEPT.items() if _sets_off(own.get(name)))


def leave_out(repairs: Repairs, kind: str, words: str, paragraph: str) -> None:
    """List words of a paragraph that are left out, or how they are set off.

    Bold, italic or coloured whole paragraphs are layout; of words the places are enough.
    """
    if kind not in _OFTEN:
        repairs.leave_out(kind, words)
    elif words != paragraph:
        repairs.leave_out(kind)


def _sets_off(element: Element | None) -> bool:
    """Return whether a property is on, or has a value that is neither none, black nor white."""
    if element is None:
        return False
    names = ("val", "fill", "combine", "vert")
    given = [value for name in names if (value := attribute(element, name)) is not None]
    return not given or any(value.lower() not in _NOTHING for value in given)


_NOT_KEPT = {
    w("em"): "left_out.emphasis",
    w("u"): "left_out.underline",
    w("highlight"): "left_out.highlight",
    w("shd"): "left_out.highlight",
    w("bdr"): "left_out.border",
    w("eastAsianLayout"): "left_out.two_lines",
    w("b"): "left_out.bold",
    w("i"): "left_out.italic",
    w("smallCaps"): "left_out.small_capitals",
    w("color"): "left_out.colour",
    w("position"): "left_out.position",
}
_OFTEN = frozenset(["left_out.bold", "left_out.italic", "left_out.colour"])
