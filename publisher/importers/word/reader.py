"""Word files (.docx, of Word, WPS or LibreOffice) as blocks of text."""

from collections.abc import Callable

from publisher.clauses.markers import strip
from publisher.importers.blocks.faults import ImportFault
from publisher.importers.blocks.imported_text import Block, BlockRole, ImportedText
from publisher.importers.blocks.limits import ImportLimits
from publisher.importers.blocks.plain import read_txt
from publisher.importers.blocks.repairs import WHOLE, Repairs
from publisher.importers.web.reader import read_html
from publisher.importers.word import known
from publisher.importers.word.blocks import BlockReader
from publisher.importers.word.numbering import Numbering
from publisher.importers.word.package import Package, Related
from publisher.importers.word.runs import Changes, RunReader
from publisher.importers.word.styles import Styles
from publisher.importers.word.wordml import Element, attribute, child, kids
from publisher.problems import Message

_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
# In the order of notes: one of another file, which has it already.
_BEFORE = ("", "")
# Text of Word and of drawings, the values of a chart; and what precedes each.
_WITH_WORDS = {"t": "", "v": " ", "p": " "}
_OUTSIDE = {"header": Message("place.header"), "footer": Message("place.footer")}


def read_docx(raw: bytes, limits: ImportLimits, repairs: Repairs, changes: Changes) -> ImportedText:
    """Read a Word file in reading order, with the numbers that Word shows as literal text.

    Raises ``ImportFault`` I003 (no sound .docx), I004 to I006 (a limit).
    """
    document = _Document(Package(raw, limits), repairs, changes)
    document.reader.embedded = document.embedded
    try:
        return document.read()
    except RecursionError as error:
        raise ImportFault("I006.depth", most=limits.depth) from error


class _Document:
    """A package with the readers of its text, its notes, and the head and foot of its pages."""

    def __init__(self, package: Package, repairs: Repairs, changes: Changes) -> None:
        self.package = package
        self.repairs = repairs
        # Parts that were read where they stand: none is read twice, however often it is named.
        self.read_inside: set[str] = set()
        self.related = package.related(package.main)
        self.parts = {part.kind: part.name for part in self.related if not part.external}
        styles = Styles(self._part("styles"))
        self.runs = RunReader(styles, changes, repairs)
        numbering = Numbering(self._part("numbering"), styles)
        self.reader = BlockReader(styles, numbering, self.runs, package.limits)
        comments = kids(self._part("comments"), "comment")
        self.runs.comments = {attribute(each, "id") or "": _text(each) for each in comments}

    def read(self) -> ImportedText:
        """Return the blocks of the body and of the notes; list what is in other parts."""
        body = child(self.package.part(self.package.main), "body")
        if body is None:
            raise ImportFault("I003.no_document")
        self.repairs.place = 0
        self.runs.targets = self._targets(self.package.main)
        blocks = self.reader.read(body)
        self.runs.end_fields()
        self.repairs.place = WHOLE
        blocks += self._notes()
        for part in self.related:
            if part.kind in _OUTSIDE:
                self._leave_out_page(part)
            elif part.kind not in known.PARTS:
                self.repairs.leave_out("left_out.part", part.name, name=part.kind)
        self.repairs.place = WHOLE
        for comment in self.runs.comments.values():
            self.repairs.leave_out("left_out.comment", comment)
        return ImportedText(tuple(blocks))

    def embedded(self, name: str) -> tuple[ImportedText, Repairs] | None:
        """Return a Word file, a page or a plain text that stands in this one; None for others."""
        kind = name.lower().rpartition(".")[2]
        raw = None if name in self.read_inside else self.package.raw(name)
        self.read_inside.add(name)
        limits, inside = self.package.limits, Repairs()
        if raw is None:
            return None
        try:
            self.package.count(sum(map(raw.count, (b"<", b"=", b"\n"))))
            if kind == "docx":
                return self._inner(raw, inside), inside
            if kind in ("html", "htm", "xhtml"):
                return read_html(raw, limits, inside), inside
            return (read_txt(raw, limits), inside) if kind == "txt" else None
        except ImportFault:
            # Whoever reads the list of what is left out sees to it.
            return None

    def _inner(self, raw: bytes, inside: Repairs) -> ImportedText:
        """Read a Word file in this one: its notes stand below it, and count among all."""
        package = Package(raw, self.package.limits)
        package.signs = self.package.signs
        inner, order = _Document(package, inside, self.runs.changes), self.runs.notes.order
        inner.runs.notes.order += [_BEFORE] * len(order)
        try:
            text = inner.read()
        finally:
            self.package.signs = package.signs
        order += [_BEFORE] * (len(inner.runs.notes.order) - len(order))
        return text

    def _part(self, kind: str) -> Element | None:
        return self.package.part(self.parts[kind]) if kind in self.parts else None

    def _targets(self, name: str) -> Callable[[str], str]:
        """Return what looks up the relations of a part, which each part has for itself."""
        by_id = {part.id: part for part in self.package.related(name)}

        def target(relation: str) -> str:
            part = by_id.get(relation)
            if part is None or part.external:
                return part.name if part else ""
            is_words = part.kind.startswith(("chart", "diagram"))
            return _text(self.package.part(part.name)) if is_words else part.name

        return target

    def _notes(self) -> list[Block]:
        """Return the notes as blocks; one that refers to another note extends the list."""
        notes = {
            (kind, attribute(note, "id") or ""): note
            for kind, name in _NOTES.items()
            for note in kids(self._part(kind), name)
        }
        targets = {kind: self._targets(self.parts.get(kind, "")) for kind in _NOTES}
        blocks = []
        for place, key in enumerate(self.runs.notes.order, 1):
            if key is _BEFORE:
                continue
            self.runs.targets = targets[key[0]]
            self.repairs.place = Message("place.note", {"number": place})
            inner = self.reader.read(notes.get(key, ()))
            text = " ".join(block.text for block in inner if block.text)
            blocks.append(Block(strip(f"[注{place}] {text}"), BlockRole.TEXT))
        return blocks

    def _leave_out_page(self, part: Related) -> None:
        """List what the head or foot of the pages says as left out, once."""
        root = self.package.part(part.name)
        self.repairs.place = _OUTSIDE[part.kind]
        self.runs.targets = self._targets(part.name)
        blocks = self.reader.read(root if root is not None else ())
        self.runs.end_fields()
        text = " ".join(block.text for block in blocks if block.text)
        if text:
            self.repairs.leave_out("left_out.page_text", text)


def _text(root: Element | None) -> str:
    """Return the words of a part or of an element, with a blank between paragraphs."""
    words = []
    for each in root.iter() if root is not None else ():
        name = str(each.tag).rpartition("}")[2]
        if name in _WITH_WORDS:
            words.append(_WITH_WORDS[name] + (each.text or ""))
    return " ".join("".join(words).split())
