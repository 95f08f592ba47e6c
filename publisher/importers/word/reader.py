"""Word files (.docx, of Word, WPS or LibreOffice) as blocks of text."""

from publisher.clauses.markers import strip
from publisher.importers.blocks.faults import ImportFault
from publisher.importers.blocks.imported_text import Block, BlockRole, ImportedText
from publisher.importers.blocks.limits import ImportLimits
from publisher.importers.blocks.repairs import WHOLE, Repairs
from publisher.importers.word.blocks import BlockReader
from publisher.importers.word.numbering import Numbering
from publisher.importers.word.package import Package
from publisher.importers.word.runs import Changes, RunReader
from publisher.importers.word.styles import Styles
from publisher.importers.word.wordml import Element, attribute, child, kids, within
from publisher.problems import Message

_NOTES = ("footnote", "endnote")
_OUTSIDE = {"header": Message("place.header"), "footer": Message("place.footer")}


def read_docx(raw: bytes, limits: ImportLimits, repairs: Repairs, changes: Changes) -> ImportedText:
    """Read a Word file in reading order, with the numbers that Word shows as literal text.

    Raises ``ImportFault`` I003 (no sound .docx), I004 to I006 (a limit).
    """
    package = Package(raw, limits)
    body = child(package.part(package.main), "body")
    if body is None:
        raise ImportFault("I003.no_document")
    parts = {part.kind: part.name for part in package.related(package.main)}
    styles = Styles(_part(package, parts, "styles"))
    runs = RunReader(styles, changes, repairs)
    reader = BlockReader(styles, Numbering(_part(package, parts, "numbering"), styles), runs)
    repairs.place = 0
    blocks = reader.read(body)
    blocks += _notes(package, parts, reader)
    repairs.place = WHOLE
    _leave_out_pages(package, repairs)
    if runs.fields:
        repairs.doubt(Message("doubt.open_field"))
    return ImportedText(tuple(blocks))


def _part(package: Package, parts: dict[str, str], kind: str) -> Element | None:
    return package.part(parts[kind]) if kind in parts else None


def _notes(package: Package, parts: dict[str, str], reader: BlockReader) -> list[Block]:
    """Return the notes as blocks; one that refers to another note extends the list."""
    roots = {kind: _part(package, parts, kind) for kind in ("footnotes", "endnotes")}
    blocks = []
    repairs = reader.repairs
    order = reader.runs.notes.order
    for place, (kind, note_id) in enumerate(order, 1):
        notes = (note for name in _NOTES for note in kids(roots[kind], name))
        note = next((each for each in notes if attribute(each, "id") == note_id), ())
        repairs.place = Message("place.note", {"number": place})
        inner = reader.read(note)
        text = " ".join(block.text for block in inner if block.text)
        blocks.append(Block(strip(f"[注{place}] {text}"), BlockRole.TEXT))
    return blocks


def _leave_out_pages(package: Package, repairs: Repairs) -> None:
    """List the headers and footers of the pages as left out, once each."""
    for part in package.related(package.main):
        root = package.part(part.name) if part.kind in _OUTSIDE else None
        text = strip("".join(each.text or "" for each in within(root, "t")))
        if text:
            repairs.leave_out("left_out.page_text", text, _OUTSIDE[part.kind])
