"""Files that come with comments: sound ones, and such as were made to harm whoever opens them."""

import io
import random
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.conftest import POLICY
from tests.worlds.hostile_files import hostile_files
from tests.worlds.word_files import docx, paragraph

WORDS = "门槛应当降到一千万元。"
_OUTSIDE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" TargetMode="External" Target="http://192.0.2.1/a.dotm" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
    "</Relationships>"
)


def word_file(words: str = WORDS) -> bytes:
    return docx(paragraph("见附件：") + paragraph(words))


def web_word_file() -> bytes:
    """Return a Word file as Word on the web names its main part."""
    old, new, into = b"document.xml", b"document2.xml", io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file())) as was, zipfile.ZipFile(into, "w") as archive:
        for name in was.namelist():
            renamed = name.encode().replace(old, new).decode()
            archive.writestr(renamed, was.read(name).replace(old, new))
    return into.getvalue()


def with_part(name: str, data: bytes, *, packed: bool = True) -> bytes:
    """Return a Word file with one part more."""
    into = io.BytesIO()
    into.write(word_file())
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(into, "a", kind) as archive:
        archive.writestr(name, data)
    return into.getvalue()


def linked_word(kind: str) -> bytes:
    """Return a Word file that refers to another place."""
    return with_part("word/_rels/settings.xml.rels", _OUTSIDE.format(kind=kind).encode())


def pdf_file(words: str = WORDS) -> bytes:
    """Return a PDF whose font says which character each of its signs is."""
    signs = words.encode("utf-16-be").hex()
    drawn = f"BT /F1 12 Tf 40 700 Td <{signs}> Tj ET".encode()
    to_text = (
        b"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        b"1 beginbfrange <0000> <ffff> <0000> endbfrange endcmap"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 8 0 R >>",
        _stream(drawn),
        b"<< /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A >>",
        _stream(to_text),
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    whole, places = b"%PDF-1.5\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 9 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(whole)
    return whole + b"xref\n0 9\n0000000000 65535 f \n" + table + end


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def changed_pdf(*, script: str = "", password: str = "", packed: bool = False) -> bytes:
    """Return a PDF that runs a script when it is opened, is locked, or whose objects are packed."""
    writer, out = PdfWriter(PdfReader(io.BytesIO(pdf_file()))), io.BytesIO()
    if script:
        # A name may be written so that nobody finds it who looks at the bytes.
        action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(script)}
        opens = DictionaryObject({NameObject(key): value for key, value in action.items()})
        writer._root_object[NameObject("/OpenAction")] = opens
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return _hidden(out.getvalue()) if packed else out.getvalue()


def _hidden(content: bytes) -> bytes:
    return content.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")


def picture(width: int = 4, height: int = 4) -> bytes:
    """Return a PNG that says it is so large."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\0\0\0\0"
    rows = zlib.compress(b"\0" * 20)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
        for kind, data in ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    )


def photo(width: int = 16, height: int = 16) -> bytes:
    """Return the outline of a JPEG of that size."""
    frame = b"\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + b"\x01\x01\x11\0"
    return b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b" + frame + b"\xff\xda\0\x02words\xff\xd9"


def form_body(fields: dict[str, Any]) -> dict[str, Any]:
    """Return how a form with files is sent: the client of tests would write large ones to disk."""
    boundary, body = encode_multipart(fields)
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


def stored_file(name: str, content: bytes) -> FileStorage:
    """Return a file as a field of a form."""
    return FileStorage(io.BytesIO(content), name)


def sent_file(name: str, content: bytes, policy: str = POLICY) -> dict[str, Any]:
    """Return how a client of the tests sends a file."""
    return form_body({"policy": policy, "file": stored_file(name, content)})


def hostile_attachments(count: int) -> Iterator[tuple[str, bytes]]:
    """Yield files of anyone: what harms readers of Word files, PDF and pictures, and at random."""
    yield from _made()
    word = ((f"{number}.docx", data) for number, (_, data) in enumerate(hostile_files(60)))
    yield from ((name, data) for name, data in word if len(data) < 12_000_000)
    chance = random.Random(13)
    sound = [("a.pdf", pdf_file()), ("a.docx", word_file()), ("a.png", picture())]
    for _ in range(count):
        name, data = chance.choice(sound)
        spoilt = bytearray(data)
        for _ in range(chance.randint(1, 40)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        yield name, bytes(spoilt[: chance.choice([len(spoilt), chance.randrange(len(spoilt))])])


def _made() -> Iterator[tuple[str, bytes]]:
    yield "tool.pdf", b"MZ" + bytes(5_000)
    yield "tool.png", b"MZ" + bytes(5_000)
    yield "tool.docx", b"\x7fELF" + bytes(5_000)
    yield "script.pdf", changed_pdf(script="app.alert(1)")
    yield "hidden.pdf", changed_pdf(script="app.alert(1)", packed=True)
    yield "locked.pdf", changed_pdf(password="geheim")
    yield "half.pdf", pdf_file()[:400]
    yield "both.pdf", pdf_file() + word_file()
    yield "both.png", picture() + word_file()
    yield "wide.png", picture(60_000, 60_000)
    yield "wide.jpg", photo(60_000, 60_000)
    yield "half.jpg", photo()[:-2]
    yield "macro.docx", with_part("word/vbaProject.bin", b"macro")
    yield "tool.docx", with_part("word/embeddings/oleObject1.bin", b"MZ")
    yield "template.docx", linked_word("attachedTemplate")
    yield "bomb.docx", with_part("word/media/a.bin", bytes(220_000_000))
    yield "deep.docx", docx("<w:p>" * 400_000)
    yield "flood.docx", docx(f"<w:p><w:r><w:t>{'停' * 40_000_000}</w:t></w:r></w:p>")
    deep = b"[" * 100_000 + b"]" * 100_000
    yield "deep.pdf", pdf_file().replace(b"/Count 1", b"/Count 1 /A " + deep)
    many = b"".join(b"%d 0 obj\n<< /A [1 2 3] >>\nendobj\n" % at for at in range(9, 200_000))
    yield "many.pdf", b"%PDF-1.5\n" + many + pdf_file()[9:]
    bomb = zlib.compress(bytes(200_000_000), 9)
    packed = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(bomb) + bomb
    yield "bomb.pdf", pdf_file().replace(_stream(b"")[:4], packed + b"\nendstream\n<< /L", 1)
    loop = pdf_file().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")
    yield "loop.pdf", loop
