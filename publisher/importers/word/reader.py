"""Word files (.docx, of Word, WPS or LibreOffice) as blocks of text."""

from publisher.clauses.markers import strip
from publisher.importers.blocks.faults import ImportFault
from publisher.importers.blocks.limits import ImportLimits
from publisher.importers.blocks.received import Block, BlockRole, ImportedText
from publisher.importers.blocks.repairs import Repairs
from publisher.importers.word.blocks import BlockReader
from publisher.importers.word.numbering import Numbering
from publisher.importers.word.package import Package
from publisher.importers.word.runs import Changes, RunReader
from publisher.importers.word.styles import Styles
from publisher.importers.word.wordml import Element, attribute, child, kids, within
from publisher.problems import Message

_OUTSIDE = {"header": "the header of the pages", "footer": "the footer of the pages"}


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
    blocks = reader.read(body)
    blocks += _notes(package, parts, reader)
    _leave_out_pages(package, repairs)
    if runs.fields:
        repairs.doubts.append(Message("doubt.open_field"))
    return ImportedText(tuple(blocks))


def _part(package: Package, parts: dict[str, str], kind: str) -> Element | None:
    return package.part(parts[kind]) if kind in parts else None


def _notes(package: Package, parts: dict[str, str], reader: BlockReader) -> list[Block]:
    """List the notes at the end; one that speaks of another note adds to the list."""
    roots = {kind: _part(package, parts, kind) for kind in ("footnotes", "endnotes")}
    blocks = []
    order = reader.runs.notes.order
    for place, (kind, note_id) in enumerate(order, 1):
        note = _note(roots[kind], note_id)
        inner = reader.read(note) if note is not None else []
        text = " ".join(block.text for block in inner if block.text)
        blocks.append(Block(strip(f"[注{place}] {text}"), BlockRole.TEXT))
    return blocks


def _note(root: Element | None, note_id: str) -> Element | None:
    for name in ("footnote", "endnote"):
        for note in kids(root, name) if root is not None else ():
            if attribute(note, "id") == note_id:
                return note
    return None


def _leave_out_pages(package: Package, repairs: Repairs) -> None:
    """Name what stands at the head and foot of the pages, once each."""
    for part in package.related(package.main):
        root = package.part(part.name) if part.kind in _OUTSIDE else None
        text = (
            strip("".join(each.text or "" for each in within(root, "t")))
            if root is not None
            else ""
        )
        entry = (_OUTSIDE.get(part.kind, ""), text)
        if text and entry not in repairs.left_out:
            repairs.left_out.append(entry)
