"""The words of a paragraph of a Word file: runs, fields, links, changes, notes, text boxes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from publisher.importers.blocks.repairs import Repairs
from publisher.importers.word.styles import Styles
from publisher.importers.word.symbols import symbols
from publisher.importers.word.wordml import Element, attribute, child, name_of, within


class Changes(Enum):
    """What becomes of tracked changes."""

    ACCEPT = "accept"
    REJECT = "reject"


@dataclass(slots=True)
class Notes:
    """Foot- and endnotes in the order of their marks: (part, id)."""

    order: list[tuple[str, str]] = field(default_factory=list)

    def mark(self, part: str, note_id: str) -> str:
        """Return the mark of a note, 注 and its place among all."""
        if (part, note_id) not in self.order:
            self.order.append((part, note_id))
        return f"[注{self.order.index((part, note_id)) + 1}]"


@dataclass(slots=True)
class Words:
    """What was read of one paragraph: its text, and the text boxes anchored in it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    size: int = 0
    hidden: str = ""

    @property
    def text(self) -> str:
        """The whole text; a line break is a line feed."""
        return "".join(self.parts)


_CHANGES = frozenset(["w:ins", "w:moveTo", "w:del", "w:moveFrom"])
_DESCEND = frozenset([
    "w:hyperlink", "w:smartTag", "w:customXml", "w:fldSimple", "w:dir", "w:bdo", "w:sdt",
    "w:sdtContent",
])  # fmt: skip
_PLAIN = {
    "w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "‑",
}  # fmt: skip
_LOST = {
    "w:drawing": "left_out.picture", "w:pict": "left_out.picture", "w:object": "left_out.object",
    "w:altChunk": "left_out.embedded",
}  # fmt: skip
_NOTES = {"w:footnoteReference": "footnotes", "w:endnoteReference": "endnotes"}


class RunReader:
    """Reads inline content. Fields may run over paragraphs, so one reader reads a document."""

    def __init__(self, styles: Styles, changes: Changes, repairs: Repairs) -> None:
        self.styles = styles
        self.changes = changes
        self.repairs = repairs
        self.notes = Notes()
        # For each open field: whether its result (after "separate") is being read.
        self.fields: list[bool] = []

    def read(self, elements: Iterable[Element], properties: Element | None, words: Words) -> None:
        """Add inline content, such as that of a paragraph, to ``words``."""
        for element in elements:
            self._inline(element, properties, words)

    def _inline(self, element: Element, properties: Element | None, words: Words) -> None:
        name = name_of(element)
        if name == "w:r":
            self._run(element, properties, words)
        elif name in _CHANGES:
            if self.keeps(name):
                self.read(element, properties, words)
        elif name in _DESCEND:
            self.read(element, properties, words)
        elif name == "mc:AlternateContent":
            # The first choice only: the fallback repeats it.
            self.read(next(iter(element), ()), properties, words)
        elif name in ("m:oMath", "m:oMathPara"):
            self.repairs.note("repair.formula")
            words.parts += [each.text or "" for each in element.iter() if name_of(each) == "m:t"]

    def keeps(self, name: str) -> bool:
        """Return whether inserted or deleted content stays, and count the change."""
        inserted = name in ("w:ins", "w:moveTo")
        accepts = self.changes is Changes.ACCEPT
        self.repairs.note("repair.accepted" if accepts else "repair.rejected")
        return inserted == accepts

    def _run(self, run: Element, properties: Element | None, words: Words) -> None:
        own = child(run, "rPr")
        if self.changes is Changes.REJECT:
            before = child(own, "rPrChange", "rPr")
            own = own if before is None else before
        hidden = self.styles.hidden(own, properties)
        words.size = max(words.size, self.styles.size(own, properties))
        for element in run:
            name = name_of(element)
            if name == "w:fldChar":
                self._field(attribute(element, "fldCharType"))
            elif hidden:
                words.hidden += (element.text or "") if name == "w:t" else ""
            elif all(self.fields):
                self._piece(name, element, words)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(False)
        elif self.fields and kind == "separate":
            self.fields[-1] = True
        elif self.fields and kind == "end":
            self.fields.pop()

    def _piece(self, name: str, element: Element, words: Words) -> None:
        if name in ("w:t", "w:delText"):
            words.parts.append(element.text or "")
        elif name in _PLAIN:
            words.parts.append(_PLAIN[name])
        elif name == "w:softHyphen":
            self.repairs.note("repair.soft_hyphen")
        elif name == "w:commentReference":
            self.repairs.leave_out("left_out.comment")
        elif name in _NOTES:
            self.repairs.note("repair.notes")
            words.parts.append(self.notes.mark(_NOTES[name], attribute(element, "id") or ""))
        elif name == "mc:AlternateContent":
            for kid in next(iter(element), ()):
                self._piece(name_of(kid), kid, words)
        else:
            self._special(name, element, words)

    def _special(self, name: str, element: Element, words: Words) -> None:
        if name == "w:sym":
            self._symbol(element, words)
        elif name == "w:ruby":
            self.repairs.leave_out("left_out.reading")
            base = child(element, "rubyBase")
            self.read(base if base is not None else (), None, words)
        elif name in _LOST:
            boxes = [box for box in within(element, "txbxContent") if _outermost(box, element)]
            words.boxes += boxes
            if not boxes:
                self.repairs.leave_out(_LOST[name])

    def _symbol(self, element: Element, words: Words) -> None:
        code = attribute(element, "char") or ""
        try:
            char = chr(int(code, 16))
        except (ValueError, OverflowError):
            char = ""
        words.parts.append(symbols(char, attribute(element, "font") or ""))
        self.repairs.note("repair.symbols")


def _outermost(box: Element, limit: Element) -> bool:
    """Return False for a box in a box, and for the fallback's copy of a box."""
    for above in box.iterancestors():
        if above is limit:
            return True
        if name_of(above) in ("w:txbxContent", "mc:Fallback"):
            return False
    return True
