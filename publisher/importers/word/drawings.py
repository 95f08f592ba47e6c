"""What is in a drawing: text boxes and words of art, which are text, and what is none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from publisher.importers.word.wordml import Element, attribute, choice, name_of

# The size, the margins and the name of a drawing precede what is drawn.
_BEFORE_THE_PICTURE = 8


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something in a drawing: a text box, or a ``kind`` of what is left out.

    ``text`` is what is known of it, or what word art says; ``part`` the id of the relation
    to the part that holds its words.
    """

    kind: str
    text: str = ""
    part: str = ""
    box: Element | None = None


def drawn(drawing: Element) -> list[Drawn]:
    """Return what is in a drawing, in order; a shape without any words where nothing is."""
    found = [each for element in _walk(drawing) if (each := _read(element))]
    if any(each.kind == "left_out.object" for each in found):
        # The picture of an embedded object is its look.
        found = [each for each in found if each.kind != "left_out.picture"]
    return found or [Drawn("left_out.shape")]


def _walk(element: Element) -> Iterator[Element]:
    """Yield descendants, one choice of each alternative; a text box hides what is in it."""
    waiting = [element]
    while waiting:
        now = waiting.pop()
        yield now
        name = name_of(now)
        if name == "mc:AlternateContent":
            waiting += reversed(list(choice(now)))
        elif name != "w:txbxContent":
            waiting += reversed(list(now))


def _read(element: Element) -> Drawn | None:
    name = name_of(element)
    found = _KINDS[name](element) if name in _KINDS else None
    return None if found and found.kind == "word_art" and not found.text else found


def _words(paragraph: Element) -> str:
    return "".join(each.text or "" for each in paragraph.iter() if name_of(each) == "a:t")


def _description(picture: Element) -> str:
    """Return the text alternative of a picture, from the drawing around it."""
    for above in picture.iterancestors():
        for each in islice(above, _BEFORE_THE_PICTURE):
            if name_of(each) == "wp:docPr":
                return each.get("descr") or each.get("title") or ""
        if name_of(above) in ("v:shape", "w:drawing"):
            return above.get("alt") or picture.get("title") or ""
    return ""


def _relation(element: Element, name: str) -> str:
    found = (value for key, value in element.attrib.items() if str(key).endswith(f"}}{name}"))
    return str(next(found, ""))


def _picture(element: Element) -> Drawn:
    return Drawn("left_out.picture", _description(element))


_KINDS: dict[str, Callable[[Element], Drawn]] = {
    "w:txbxContent": lambda each: Drawn("box", "", "", each),
    "v:textpath": lambda each: Drawn("word_art", each.get("string") or ""),
    "a:p": lambda each: Drawn("word_art", _words(each)),
    "pic:pic": _picture,
    "v:imagedata": _picture,
    "c:chart": lambda each: Drawn("left_out.chart", "", _relation(each, "id")),
    "dgm:relIds": lambda each: Drawn("left_out.diagram", "", _relation(each, "dm")),
    "o:OLEObject": lambda each: Drawn("left_out.object", each.get("ProgID") or ""),
    "w:control": lambda each: Drawn("left_out.control", attribute(each, "name") or ""),
}
