"""The parts of a .docx, read with limits: it is a zip of XML files that anyone can make."""

import io
import lzma
import posixpath
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from publisher.importers.blocks.faults import ImportFault
from publisher.importers.blocks.limits import ImportLimits
from publisher.importers.word.wordml import Element

# What zipfile says of a part: damaged, cut off in front (ValueError), encrypted (RuntimeError),
# or packed in a way that it does not know.
_DAMAGES = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError,
    ValueError, RuntimeError,
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DECLARED = [
    word.encode(coding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for coding in ("ascii", "utf-16-le", "utf-16-be")
]
# ISO/IEC 29500 Strict has other names for the same things (Part 1, annex on namespaces).
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/"
    ),
}


@dataclass(frozen=True, slots=True)
class Related:
    """A part that another one refers to; ``kind`` is the last word of the relation's type.

    ``name`` is that of the part, or an address outside the package.
    """

    id: str
    kind: str
    name: str
    external: bool = False


class Package:
    """An opened .docx. Faults: I003 no sound .docx, I004 too large, I005 entities, I006 depth."""

    def __init__(self, raw: bytes, limits: ImportLimits) -> None:
        self.limits = limits
        self.signs = 0
        self.zip = _open(raw)
        self._check_sizes()
        self.main = next(
            (
                part.name
                for part in self.related("")
                if part.kind == "officeDocument" and not part.external
            ),
            "word/document.xml",
        )

    def _check_sizes(self) -> None:
        entries = self.zip.infolist()
        if len(entries) > self.limits.entries:
            raise ImportFault("I004.parts", count=len(entries), most=self.limits.entries)
        if sum(entry.file_size for entry in entries) > self.limits.unzipped_bytes:
            raise ImportFault("I004.unzipped", most=self.limits.unzipped_bytes // 1_000_000)
        for entry in entries:
            self._check_entry(entry)

    def _check_entry(self, entry: zipfile.ZipInfo) -> None:
        if entry.flag_bits & 1:
            raise ImportFault("I003.password")
        ratio = entry.file_size / max(1, entry.compress_size)
        if entry.file_size >= self.limits.ratio_from and ratio > self.limits.ratio:
            part, most = entry.filename, self.limits.ratio
            raise ImportFault("I004.packed", part=part, ratio=f"{ratio:.0f}", most=most)

    def related(self, name: str) -> list[Related]:
        """Return what a part refers to."""
        folder, base = posixpath.split(name)
        root = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return []
        return [_related(relation, folder) for relation in root.iter(_RELATION)]

    def part(self, name: str) -> Element | None:
        """Return the root of an XML part; None where the package has no such part."""
        raw = self.raw(name)
        if raw is None:
            return None
        self.count(raw.count(b"<") + raw.count(b"="))
        return parse_xml(raw, name, self.limits)

    def count(self, signs: int) -> None:
        """Count what takes memory when it is read; I004 where it is too much in all."""
        if self.signs + signs > self.limits.signs:
            raise ImportFault("I004.signs", most=self.limits.signs)
        self.signs += signs

    def raw(self, name: str) -> bytes | None:
        """Return a part as it is; None where the package has no such part."""
        try:
            return self._bytes(self.zip.getinfo(name))
        except KeyError:
            return None
        except _DAMAGES as error:
            raise ImportFault("I003.damaged_part", part=name, detail=str(error)) from error

    def _bytes(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.file_size > self.limits.part_bytes:
            most = self.limits.part_bytes // 1_000_000
            raise ImportFault("I004.part", part=entry.filename, most=most)
        # The size in the directory may be false; no more than that is read.
        with self.zip.open(entry) as file:
            raw = file.read(entry.file_size + 1)
        if len(raw) > entry.file_size:
            raise ImportFault("I004.false_size", part=entry.filename)
        return raw


def _related(relation: Element, folder: str) -> Related:
    kind, target = relation.get("Type", "").rpartition("/")[2], relation.get("Target", "")
    if relation.get("TargetMode") == "External":
        return Related(relation.get("Id", ""), kind, target, external=True)
    name = posixpath.normpath(posixpath.join("/", folder, target))[1:]
    return Related(relation.get("Id", ""), kind, name)


def _open(raw: bytes) -> zipfile.ZipFile:
    if raw.startswith(_OLE):
        raise ImportFault("I003.old_file")
    try:
        return zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ImportFault("I003.not_docx", detail=str(error)) from error


def parse_xml(raw: bytes, name: str, limits: ImportLimits) -> Element:
    """Parse one part; no external resource is loaded and no entity expanded."""
    if any(word in raw for word in _DECLARED):
        raise ImportFault("I005.doctype", part=name)
    for strict, transitional in _STRICT.items():
        raw = raw.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error):
            raise ImportFault("I006.too_deep", detail=str(error)) from error
        raise ImportFault("I003.not_xml", part=name, detail=str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise ImportFault("I005.doctype", part=name)
    check_depth(root, limits)
    return root


def check_depth(root: Element, limits: ImportLimits) -> None:
    """Refuse elements nested too deeply (I006), without recursion."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits.depth:
            raise ImportFault("I006.depth", most=limits.depth)
