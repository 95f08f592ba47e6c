"""The blocks of a Word file in reading order: paragraphs with their numbers, tables, boxes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from publisher.clauses.markers import strip
from publisher.importers.blocks.faults import ImportFault
from publisher.importers.blocks.imported_text import (
    Block,
    BlockRole,
    ImportedText,
    check_columns,
    lines_of,
    table_block,
)
from publisher.importers.blocks.limits import ImportLimits
from publisher.importers.blocks.repairs import Repairs
from publisher.importers.word import known
from publisher.importers.word.controls import control_text
from publisher.importers.word.numbering import Label, Numbering
from publisher.importers.word.paragraph_words import Words
from publisher.importers.word.runs import Changes, RunReader
from publisher.importers.word.styles import Styles
from publisher.importers.word.wordml import (
    Element,
    attribute,
    child,
    choice,
    kids,
    name_of,
    number,
    switch,
    value,
    within,
)
from publisher.problems import Message

# A centred line of at least this size (half points; 三号 is 32, 小二 36, 二号 44) is a
# title: GB/T 9704-2012 sets titles in 二号 and text in 三号.
_TITLE_SIZE = 34
_LONGEST_TITLE = 60
# Word's own limit of columns.
_WIDEST = 63
_WRAPPERS = frozenset(["w:sdtContent", "w:customXml", "w:smartTag"])
_CHANGES = frozenset(["w:ins", "w:moveTo", "w:del", "w:moveFrom"])


class BlockReader:
    """Reads the body, or a note's or a cell's content, block by block."""

    def __init__(
        self, styles: Styles, numbering: Numbering, runs: RunReader, limits: ImportLimits
    ) -> None:
        self.limits = limits
        self.paragraphs = 0
        self.styles = styles
        self.numbering = numbering
        self.runs = runs
        self.repairs = runs.repairs
        # What reads a file that stands in the text, by the name of its part.
        self.embedded: Callable[[str], tuple[ImportedText, Repairs] | None] = lambda _: None
        # The paragraph being read, by its number; those of a cell have that of their table.
        self.at = 0
        self.in_cell = False
        # What precedes a paragraph mark that is gone: it joins the next paragraph.
        self.pending: Words | None = None
        self.kinds: dict[str, Callable[[Element], list[Block]]] = {
            "w:p": self.paragraph, "w:tbl": self._table, "w:sdt": self._control,
            "w:altChunk": self._embedded, "m:oMath": self._formula, "m:oMathPara": self._formula,
            "mc:AlternateContent": lambda each: self.read(choice(each, self.kinds)),
            **dict.fromkeys(_WRAPPERS, self.read),
        }  # fmt: skip

    def read(self, container: Iterable[Element]) -> list[Block]:
        """Return the blocks inside an element."""
        blocks: list[Block] = []
        for element in container:
            blocks += self._block(element)
        if self.pending:
            blocks += lines_of(self.runs.end(self.pending), paragraph=self.at)
            self.pending = None
        return blocks

    def _block(self, element: Element) -> list[Block]:
        name = name_of(element)
        # What has content is counted, as readers see it.
        if name in ("w:p", "w:tbl") and len(element) > (child(element, "pPr") is not None):
            self._next_paragraph()
        if name in self.kinds:
            return self.kinds[name](element)
        if name in _CHANGES:
            return self.read(element) if self.runs.keeps(name) else []
        self.runs.unread(element)
        return []

    def _formula(self, element: Element) -> list[Block]:
        words = Words()
        self.runs.read([element], words)
        return lines_of(self.runs.end(words), paragraph=self.at)

    def _embedded(self, element: Element) -> list[Block]:
        name = self.runs.targets(next((str(each) for each in element.attrib.values()), ""))
        read = self.embedded(name)
        if read is None or self.paragraphs + len(read[0].blocks) > self.limits.lines:
            self.repairs.leave_out("left_out.embedded", name)
            self.repairs.doubt(Message("doubt.embedded"))
            return []
        text, inside = read
        self.paragraphs += len(text.blocks)
        self._next_paragraph()
        self.repairs.note("repair.embedded")
        self.repairs.include(inside)
        return [replace(each, paragraph=self.at) for each in text.blocks]

    def _control(self, control: Element) -> list[Block]:
        content = child(control, "sdtContent")
        blocks = self.read(content if content is not None else ())
        text = "" if blocks or self.pending else control_text(child(control, "sdtPr"))
        return lines_of(text, paragraph=self.at) if text else blocks

    def _next_paragraph(self) -> None:
        """Count a paragraph, unless it is in a table, or in a part outside the text."""
        if isinstance(self.repairs.place, int) and not self.in_cell:
            self.repairs.place += 1
            self.at = self.repairs.place

    def paragraph(self, paragraph: Element) -> list[Block]:
        """Return a paragraph as lines, with its number, and the text boxes anchored in it."""
        self.paragraphs += 1
        if self.paragraphs > self.limits.lines:
            raise ImportFault("I004.lines", most=self.limits.lines)
        properties = self._properties(paragraph)
        self.runs.unread_properties(properties, known.PARAGRAPH)
        words = self.pending or Words()
        words.style = self.styles.of_paragraph(properties)
        stops = kids(child(properties, "tabs"), "tab")
        words.lined_tabs = any(attribute(each, "leader") == "underscore" for each in stops)
        self.pending = None
        self.runs.read(paragraph, words)
        # The paragraph mark itself was deleted, or was inserted and is rejected.
        gone = "del" if self.runs.changes is Changes.ACCEPT else "ins"
        drop_cap = attribute(child(properties, "framePr"), "dropCap") in ("drop", "margin")
        if drop_cap or child(properties, "rPr", gone) is not None:
            self.pending = words
            return []
        blocks = self._lines(properties, words, self.runs.end(words))
        for box in words.boxes:
            self.repairs.note("repair.boxes")
            blocks += lines_of(box, paragraph=self.at) if isinstance(box, str) else self.read(box)
        return blocks

    def _properties(self, paragraph: Element) -> Element | None:
        own = child(paragraph, "pPr")
        if self.runs.changes is Changes.REJECT:
            before = child(own, "pPrChange", "pPr")
            return own if before is None else before
        return own

    def _lines(self, properties: Element | None, words: Words, text: str) -> list[Block]:
        hidden = switch(child(properties, "rPr"), "vanish")
        if hidden and not strip(text):
            return []
        label = self._label(properties, struck=bool(words.named) and not strip(text))
        text = (_with_suffix(label) if label else "") + text
        return lines_of(
            text, self._role(properties, words, text, numbered=label is not None), self.at
        )

    def _label(self, properties: Element | None, *, struck: bool) -> Label | None:
        """Count a paragraph, and return its number; None where its words are all left out."""
        place = self.numbering.place(properties)
        label = self.numbering.count(place) if place else None
        if not label or not label.text:
            return None
        if struck:
            self.repairs.leave_out("left_out.number", label.text)
            return None
        if label.form == "bullet":
            self.repairs.note("repair.bullets")
        else:
            self.repairs.note("repair.numbers")
        if not label.known:
            self.repairs.doubt(Message("doubt.number_format", {"label": label.text}))
        return label

    def _role(
        self, properties: Element | None, words: Words, text: str, *, numbered: bool
    ) -> BlockRole:
        if self.styles.is_title(properties):
            return BlockRole.TITLE
        if numbered:
            return BlockRole.ITEM
        if self.styles.outline(properties) is not None:
            return BlockRole.HEADING
        centred = self.styles.centred(properties) and words.size >= _TITLE_SIZE
        return BlockRole.TITLE if centred and len(text) <= _LONGEST_TITLE else BlockRole.TEXT

    def _table(self, table: Element) -> list[Block]:
        self.runs.unread_properties(child(table, "tblPr"), known.TABLE)
        rows = [row for row in self._unwrapped(table, "w:tr") if self._row_stays(row)]
        if len(rows) == 1 and len(cells := list(self._unwrapped(rows[0], "w:tc"))) == 1:
            self.repairs.note("repair.frames")
            self.runs.unread_properties(child(cells[0], "tcPr"), known.CELL)
            return self.read(cells[0])
        before, self.in_cell = self.in_cell, True
        read = [self._cells_text(row) for row in rows]
        self.in_cell = before
        return [table_block(read, self.at)] if any(any(row) for row in read) else []

    def _unwrapped(self, container: Iterable[Element], name: str) -> Iterator[Element]:
        """Yield the elements of a name, also those inside wrappers."""
        for element in container:
            found = name_of(element)
            if found == name:
                yield element
            elif found == "w:sdt":
                content = child(element, "sdtContent")
                yield from self._unwrapped(content if content is not None else (), name)
            elif found in _WRAPPERS or (found in _CHANGES and self.runs.keeps(found)):
                yield from self._unwrapped(element, name)
            elif found not in _CHANGES:
                self.runs.unread(element)

    def _row_stays(self, row: Element) -> bool:
        properties = child(row, "trPr")
        self.runs.unread_properties(properties, known.ROW)
        if switch(properties, "hidden"):
            text = "".join(each.text or "" for each in within(row, "t"))
            self.repairs.leave_out("left_out.hidden", strip(text))
            return False
        return self._is_kept(properties, "ins", "del")

    def _is_kept(self, properties: Element | None, inserted: str, deleted: str) -> bool:
        """Return whether a row or a cell stays that may have been inserted or deleted."""
        for name, change in ((inserted, "w:ins"), (deleted, "w:del")):
            if child(properties, name) is not None:
                return self.runs.keeps(change)
        return True

    def _cells_text(self, row: Element) -> list[str]:
        """Return the texts of a row's cells; a cell that is merged into another one is empty."""
        texts = [""] * min(number(row, "trPr", "gridBefore") or 0, _WIDEST)
        for cell in self._unwrapped(row, "w:tc"):
            properties = child(cell, "tcPr")
            self.runs.unread_properties(properties, known.CELL)
            if not self._is_kept(properties, "cellIns", "cellDel"):
                continue
            span = min(number(properties, "gridSpan") or 1, _WIDEST)
            text, continues = self._cell_text(cell), _continues(properties)
            if continues and text:
                self.repairs.leave_out("left_out.merged", text)
            if continues or span > 1:
                self.repairs.note("repair.merged")
            texts += ["" if continues else text, *[""] * (span - 1)]
            check_columns(texts)
        return texts

    def _cell_text(self, cell: Element) -> str:
        lines = []
        for block in self.read(cell):
            if block.rows:
                self.repairs.note("repair.nested")
                lines += [text for row in block.rows for text in row if text]
            elif block.text:
                lines.append(block.text)
        return "\n".join(lines)


def _with_suffix(label: Label) -> str:
    """Separate a number from its text: 、 and ） do so by themselves, 条 needs a blank."""
    if label.suffix == "nothing" or label.text[-1] in "、）":
        return label.text
    return label.text + ("\u3000" if label.text[-1] in "条章节编款" else " ")


def _continues(properties: Element | None) -> bool:
    """Return whether a cell continues the one above or before it (17.4.17, 17.4.84)."""
    return any(
        child(properties, name) is not None
        and (value(properties, name) or "continue") == "continue"
        for name in ("vMerge", "hMerge")
    )
