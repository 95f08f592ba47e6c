"""The blocks of a Word file in reading order: paragraphs with their numbers, tables, boxes."""

from collections.abc import Iterable, Iterator

from publisher.clauses.markers import strip
from publisher.importers.blocks.imported_text import Block, BlockRole, lines_of, table_block
from publisher.importers.word.numbering import Label, Numbering
from publisher.importers.word.runs import Changes, RunReader, Words
from publisher.importers.word.styles import Styles
from publisher.importers.word.wordml import Element, child, name_of, number, switch, value
from publisher.problems import Message

# A centred line of at least this size (half points; 三号 is 32, 小二 36, 二号 44) is a
# title: GB/T 9704-2012 sets titles in 二号 and text in 三号.
_TITLE_SIZE = 34
_LONGEST_TITLE = 60
# Word's own limit of columns.
_WIDEST = 63
_WRAPPERS = frozenset(["w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo"])


class BlockReader:
    """Reads the body, or a note's or a cell's content, block by block."""

    def __init__(self, styles: Styles, numbering: Numbering, runs: RunReader) -> None:
        self.styles = styles
        self.numbering = numbering
        self.runs = runs
        self.repairs = runs.repairs
        # The paragraph being read, by its number; those of a cell have that of their table.
        self.at = 0
        self.in_cell = False
        # What precedes a paragraph mark that is gone: it joins the next paragraph.
        self.pending: Words | None = None

    def read(self, container: Iterable[Element]) -> list[Block]:
        """Return the blocks inside an element."""
        blocks: list[Block] = []
        for element in container:
            blocks += self._block(element)
        if self.pending:
            blocks += lines_of(self.pending.text, paragraph=self.at)
            self.pending = None
        return blocks

    def _block(self, element: Element) -> list[Block]:
        name = name_of(element)
        if name in ("w:p", "w:tbl") and not self.in_cell and len(element) > (name == "w:p"):
            self._next_paragraph()
        if name == "w:p":
            return self.paragraph(element)
        if name == "w:tbl":
            return self._table(element)
        if name == "w:sdt":
            content = child(element, "sdtContent")
            return self.read(content if content is not None else ())
        if name in _WRAPPERS:
            return self.read(element)
        if name == "mc:AlternateContent":
            return self.read(next(iter(element), ()))
        if name == "w:altChunk":
            self.repairs.leave_out("left_out.embedded")
        return []

    def _next_paragraph(self) -> None:
        """Count a paragraph or table with content, unless it is in a part beside the text."""
        if isinstance(self.repairs.place, int):
            self.repairs.place += 1
            self.at = self.repairs.place

    def paragraph(self, paragraph: Element) -> list[Block]:
        """Return a paragraph as lines, with its number, and the text boxes anchored in it."""
        properties = self._properties(paragraph)
        words = self.pending or Words()
        self.pending = None
        self.runs.read(paragraph, properties, words)
        # The paragraph mark itself was deleted, or was inserted and is rejected.
        gone = "del" if self.runs.changes is Changes.ACCEPT else "ins"
        if child(properties, "rPr", gone) is not None:
            self.pending = words
            return []
        if words.hidden:
            self.repairs.leave_out("left_out.hidden", words.hidden)
        blocks = self._lines(properties, words)
        for box in words.boxes:
            self.repairs.note("repair.boxes")
            blocks += self.read(box)
        return blocks

    def _properties(self, paragraph: Element) -> Element | None:
        own = child(paragraph, "pPr")
        if self.runs.changes is Changes.REJECT:
            before = child(own, "pPrChange", "pPr")
            return own if before is None else before
        return own

    def _lines(self, properties: Element | None, words: Words) -> list[Block]:
        if switch(child(properties, "rPr"), "vanish") and not strip(words.text):
            return []
        label = self._label(properties)
        text = (_with_suffix(label) if label else "") + words.text
        return lines_of(text, self._role(properties, words, numbered=label is not None), self.at)

    def _label(self, properties: Element | None) -> Label | None:
        place = self.numbering.place(properties)
        label = self.numbering.count(place) if place else None
        if not label or not label.text:
            return None
        if label.form == "bullet":
            self.repairs.note("repair.bullets")
        else:
            self.repairs.note("repair.numbers")
        if not label.known:
            self.repairs.doubt(Message("doubt.number_format", {"label": label.text}))
        return label

    def _role(self, properties: Element | None, words: Words, *, numbered: bool) -> BlockRole:
        if self.styles.is_title(properties):
            return BlockRole.TITLE
        if numbered:
            return BlockRole.ITEM
        if self.styles.outline(properties) is not None:
            return BlockRole.HEADING
        centred = self.styles.centred(properties) and words.size >= _TITLE_SIZE
        return BlockRole.TITLE if centred and len(words.text) <= _LONGEST_TITLE else BlockRole.TEXT

    def _table(self, table: Element) -> list[Block]:
        rows = [row for row in _unwrapped(table, "w:tr") if self._row_stays(row)]
        if len(rows) == 1 and len(cells := list(_unwrapped(rows[0], "w:tc"))) == 1:
            self.repairs.note("repair.frames")
            return self.read(cells[0])
        before, self.in_cell = self.in_cell, True
        read = [self._cells_text(row) for row in rows]
        self.in_cell = before
        return [table_block(read, self.at)] if any(any(row) for row in read) else []

    def _row_stays(self, row: Element) -> bool:
        properties = child(row, "trPr")
        for name in ("ins", "del"):
            if child(properties, name) is not None:
                return self.runs.keeps(f"w:{name}")
        return True

    def _cells_text(self, row: Element) -> list[str]:
        """Return the texts of a row's cells; a cell that is merged into another one is empty."""
        texts = [""] * min(number(row, "trPr", "gridBefore") or 0, _WIDEST)
        for cell in _unwrapped(row, "w:tc"):
            properties = child(cell, "tcPr")
            span = min(number(properties, "gridSpan") or 1, _WIDEST)
            text, continues = self._cell_text(cell), _continues(properties)
            if continues and text:
                self.repairs.leave_out("left_out.merged", text)
            if continues or span > 1:
                self.repairs.note("repair.merged")
            texts += ["" if continues else text, *[""] * (span - 1)]
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


def _unwrapped(container: Iterable[Element], name: str) -> Iterator[Element]:
    """Yield the elements of a name, also those inside wrappers."""
    for element in container:
        if name_of(element) == "w:sdt":
            content = child(element, "sdtContent")
            yield from _unwrapped(content if content is not None else (), name)
        elif name_of(element) in _WRAPPERS:
            yield from _unwrapped(element, name)
        elif name_of(element) == name:
            yield element


def _continues(properties: Element | None) -> bool:
    """Return whether a cell continues the one above or before it (17.4.17, 17.4.84)."""
    return any(
        child(properties, name) is not None
        and (value(properties, name) or "continue") == "continue"
        for name in ("vMerge", "hMerge")
    )
