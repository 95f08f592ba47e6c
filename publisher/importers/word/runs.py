"""The words of a paragraph of a Word file: runs, fields, links, changes, notes, drawings."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import Enum

from publisher.clauses.markers import strip
from publisher.importers.blocks.faults import ImportFault
from publisher.importers.blocks.marks import settled, without_marks
from publisher.importers.blocks.repairs import Repairs
from publisher.importers.word import known
from publisher.importers.word.controls import control_text
from publisher.importers.word.drawings import Drawn, drawn
from publisher.importers.word.fields import PAGE_NUMBERS, OpenField
from publisher.importers.word.formatting import PLAIN, Look, leave_out, look_of, not_kept
from publisher.importers.word.formulas.office_math import formula_text
from publisher.importers.word.formulas.pruning import prune
from publisher.importers.word.paragraph_words import Notes, Words
from publisher.importers.word.styles import Styles
from publisher.importers.word.symbols import write_symbols
from publisher.importers.word.wordml import (
    Element,
    attribute,
    child,
    choice,
    is_on,
    name_of,
    w,
    within,
)
from publisher.problems import Message

_LONGEST_NAME = 60
# Fields inside each other; Word itself writes a few.
_MOST_FIELDS = 100
_PRIVATE = re.compile("[\ue000-\uf8ff]")


class Changes(Enum):
    """What becomes of tracked changes."""

    ACCEPT = "accept"
    REJECT = "reject"


_CHANGES = frozenset(["w:ins", "w:moveTo", "w:del", "w:moveFrom"])
_DESCEND = ("w:hyperlink", "w:smartTag", "w:customXml", "w:dir", "w:bdo", "w:sdtContent")
_PLAIN = {
    "w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "‑",
}  # fmt: skip
_NOTES = {"w:footnoteReference": "footnotes", "w:endnoteReference": "endnotes"}
_Piece = Callable[[Element, Words, Look], None]


class RunReader:
    """Reads inline content. Fields may run over paragraphs, so one reader reads a document.

    ``comments`` are the words of comments by id, until each is listed; ``targets`` is what
    relations lead to, by id: the address of a link, or the words of a chart or a diagram.
    """

    def __init__(self, styles: Styles, changes: Changes, repairs: Repairs) -> None:
        self.styles = styles
        self.changes = changes
        self.repairs = repairs
        self.notes = Notes()
        self.fields: list[OpenField] = []
        self.comments: dict[str, str] = {}
        self.targets: Callable[[str], str] = lambda _: ""
        self.inline: dict[str, Callable[[Element, Words], None]] = {
            "w:r": self._run, "w:fldSimple": self._simple_field, "w:sdt": self._control,
            "m:oMath": self._formula, "m:oMathPara": self._formula,
            "mc:AlternateContent": lambda each, words: self.read(choice(each, self.inline), words),
            **dict.fromkeys(_CHANGES, self._change), **dict.fromkeys(_DESCEND, self._descend),
        }  # fmt: skip
        self.pieces: dict[str, _Piece] = {
            "w:t": self._text, "w:delText": self._text, **dict.fromkeys(_PLAIN, self._plain),
            "w:fldChar": self._field, "w:instrText": self._code, "w:sym": self._symbol,
            "w:ruby": self._ruby, "w:commentReference": self._comment,
            "w:softHyphen": self._soft_hyphen, "mc:AlternateContent": self._alternatives,
            **dict.fromkeys(_NOTES, self._note),
            **dict.fromkeys(["w:drawing", "w:pict", "w:object"], self._drawing),
        }  # fmt: skip

    def read(self, elements: Iterable[Element], words: Words) -> None:
        """Add inline content, such as that of a paragraph, to ``words``."""
        for element in elements:
            name = name_of(element)
            handler = self.inline.get(name)
            if handler:
                handler(element, words)
            else:
                self.unread(element)

    def unread(self, element: Element) -> None:
        """List an element that is not read, unless it makes no difference to the words."""
        name = name_of(element)
        if element.tag not in known.ELEMENTS:
            text = strip("".join(each.text or "" for each in within(element, "t")))
            self.repairs.leave_out("left_out.element", text, name=name[:_LONGEST_NAME])

    def unread_properties(self, properties: Element | None, read: frozenset[str]) -> None:
        """List the properties that are neither read nor known to be layout."""
        for each in properties if properties is not None else ():
            if each.tag not in read:
                text, name = attribute(each, "val") or "", name_of(each)[:_LONGEST_NAME]
                self.repairs.leave_out("left_out.property", text, name=name)

    def end(self, words: Words) -> str:
        """List what was named in a paragraph, and return its text with its scripts settled."""
        text, scripts = settled(words.text)
        whole = strip(without_marks(words.text))
        for each in words.named:
            leave_out(self.repairs, each.kind, strip(without_marks(each.text)), whole)
        self.repairs.note("repair.scripts", scripts)
        return text

    def keeps(self, name: str) -> bool:
        """Return whether inserted or deleted content stays, and count the change."""
        inserted = name in ("w:ins", "w:moveTo")
        accepts = self.changes is Changes.ACCEPT
        self.repairs.note("repair.accepted" if accepts else "repair.rejected")
        return inserted == accepts

    def _change(self, element: Element, words: Words) -> None:
        if self.keeps(name_of(element)):
            self.read(element, words)

    def _descend(self, element: Element, words: Words) -> None:
        if name_of(element) in ("w:dir", "w:bdo"):
            self.repairs.note("repair.direction")
        for key in element.attrib if name_of(element) == "w:hyperlink" else ():
            if str(key).endswith("}id"):
                self._address(self.targets(element.get(key, "")))
        self.read(element, words)

    def _address(self, address: str) -> None:
        if address:
            self.repairs.leave_out("left_out.address", address)

    def _formula(self, element: Element, words: Words) -> None:
        for kind, characters in prune(element, self.keeps, self.unread):
            words.name(kind, characters)
        text = formula_text(element)
        self.repairs.note("repair.formula")
        self._emit(text, words)

    def _control(self, element: Element, words: Words) -> None:
        before, amount = len(words.parts), self._amount(words)
        content, properties = child(element, "sdtContent"), child(element, "sdtPr")
        self.read(content if content is not None else (), words)
        if self._amount(words) == amount:
            self._emit(control_text(properties), words)
        elif is_on(child(properties, "showingPlcHdr")):
            shown = strip(without_marks("".join(words.parts[before:])))
            self.repairs.doubt(Message("doubt.placeholder", {"text": shown}))

    def _amount(self, words: Words) -> tuple[int, ...]:
        return len(words.parts), len(words.named), len(words.boxes), len(self.fields)

    def _run(self, run: Element, words: Words) -> None:
        properties = child(run, "rPr")
        if self.changes is Changes.REJECT:
            before = child(properties, "rPrChange", "rPr")
            properties = properties if before is None else before
        own = {str(each.tag): each for each in properties} if properties is not None else {}
        found = self.styles.run(own, words.style)
        look = look_of(found)
        start = len(words.parts)
        words.run += 1
        for element in run:
            piece = self.pieces.get(name_of(element))
            if piece:
                piece(element, words, look)
            else:
                self.unread(element)
        shown = "".join(words.parts[start:])
        if strip(shown):
            size = attribute(found.get(w("sz")), "val") or ""
            words.size = max(words.size, int(size) if size.isdecimal() and len(size) < 5 else 0)
            for kind in not_kept(own) if own else ():
                words.name(kind, shown)
        if not own.keys() <= known.RUN:
            self.unread_properties(properties, known.RUN)

    def _text(self, element: Element, words: Words, look: Look) -> None:
        self._say(without_marks(element.text or ""), words, look)

    def _plain(self, element: Element, words: Words, look: Look) -> None:
        text = _PLAIN[name_of(element)]
        is_line = words.lined_tabs and text == "\t"
        self._say(text, words, replace(look, underlined=True) if is_line else look)

    def _say(self, text: str, words: Words, look: Look) -> None:
        """Add words as they are seen, or name them where they do not count."""
        if look.font or _PRIVATE.search(text):
            text, is_known = write_symbols(text, look.font)
            if not is_known:
                self.repairs.doubt(Message("doubt.symbol", {"text": strip(text)}))
        if look is PLAIN:
            self._emit(text, words)
        elif look.hidden or look.struck:
            self._show()
            words.name("left_out.hidden" if look.hidden else "left_out.struck", text)
        else:
            self._emit(look.shown(text), words)

    def _emit(self, text: str, words: Words) -> None:
        """Add words to the text, or to the code of the field that is open."""
        for each in reversed(self.fields):
            if not each.in_result:
                each.code.append(text)
                return
        if text:
            words.parts.append(text)
            self._show()

    def _show(self) -> None:
        """Note that the open fields have a result; one that has is in fields that have."""
        for each in reversed(self.fields):
            if each.shown:
                break
            each.shown = True

    def _code(self, element: Element, _words: Words, _look: Look) -> None:
        if self.fields:
            self.fields[-1].code.append(element.text or "")
        else:
            self.repairs.leave_out("left_out.field", strip(element.text or ""))

    def _field(self, element: Element, words: Words, _look: Look) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            if len(self.fields) == _MOST_FIELDS:
                raise ImportFault("I006.depth", most=_MOST_FIELDS)
            self.fields.append(OpenField(data=child(element, "ffData")))
        elif self.fields and kind == "separate":
            self.fields[-1].in_result = True
        elif self.fields and kind == "end":
            self._end_field(words)

    def end_fields(self) -> None:
        """List the fields that were never closed, with what they swallowed, as left out."""
        for each in self.fields:
            self.repairs.leave_out("left_out.field", strip(without_marks("".join(each.code))))
        if self.fields:
            self.repairs.doubt(Message("doubt.open_field"))
        self.fields.clear()

    def _simple_field(self, element: Element, words: Words) -> None:
        code = attribute(element, "instr") or ""
        self.fields.append(OpenField([code], child(element, "ffData"), in_result=True))
        self.read(element, words)
        self._end_field(words)

    def _end_field(self, words: Words) -> None:
        ended = self.fields.pop()
        address = ended.address()
        self._address(address)
        if ended.shown or address:
            return
        text = ended.text()
        if text is None:
            code = strip(without_marks("".join(ended.code)))
            self.repairs.leave_out("left_out.field", code)
            if ended.name not in PAGE_NUMBERS:
                self.repairs.doubt(Message("doubt.field", {"code": code}))
        elif text:
            self.repairs.note("repair.field")
            self._emit(text, words)

    def _symbol(self, element: Element, words: Words, look: Look) -> None:
        code = attribute(element, "char") or ""
        try:
            char = without_marks(chr(int(code, 16)))
        except (ValueError, OverflowError):
            char = ""
        if not char or "\ud800" <= char <= "\udfff":
            self.repairs.leave_out("left_out.element", code[:_LONGEST_NAME], name="w:sym")
            return
        font = attribute(element, "font") or ""
        self.repairs.note("repair.symbols")
        self._say(char, words, Look(look.hidden, look.struck, look.script, font=font))

    def _ruby(self, element: Element, words: Words, _look: Look) -> None:
        reading = "".join(each.text or "" for each in within(child(element, "rt"), "t"))
        self.repairs.leave_out("left_out.reading", strip(reading))
        base = child(element, "rubyBase")
        self.read(base if base is not None else (), words)

    def _soft_hyphen(self, _element: Element, _words: Words, _look: Look) -> None:
        self.repairs.note("repair.soft_hyphen")

    def _comment(self, element: Element, _words: Words, _look: Look) -> None:
        text = self.comments.pop(attribute(element, "id") or "", "")
        self.repairs.leave_out("left_out.comment", text)

    def _note(self, element: Element, words: Words, look: Look) -> None:
        self.repairs.note("repair.notes")
        mark = self.notes.mark(_NOTES[name_of(element)], attribute(element, "id") or "")
        self._say(mark, words, Look(look.hidden, look.struck))

    def _alternatives(self, element: Element, words: Words, look: Look) -> None:
        for each in choice(element, self.pieces):
            piece = self.pieces.get(name_of(each))
            if piece:
                piece(each, words, look)
            else:
                self.unread(each)

    def _drawing(self, element: Element, words: Words, look: Look) -> None:
        self._show()
        if look.hidden:
            text = "".join(each.text or "" for each in within(element, "t"))
            words.name("left_out.hidden", text)
            return
        for each in drawn(element):
            if each.box is not None:
                words.boxes.append(each.box)
            elif each.kind == "word_art":
                words.boxes.append(each.text)
            else:
                self._leave_out_drawn(each)

    def _leave_out_drawn(self, found: Drawn) -> None:
        text = " ".join(filter(None, [found.text, self.targets(found.part) if found.part else ""]))
        self.repairs.leave_out(found.kind, text)
