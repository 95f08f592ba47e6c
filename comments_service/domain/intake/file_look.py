"""A look at a file that anyone may send: whether it is what its name says, and does nothing."""

import io
import re
import zipfile
from collections.abc import Iterator

from comments_service.domain.comments.attachment import DOCX, LARGEST_ATTACHMENT, PDF
from comments_service.domain.errors import FieldFault, Invalid
from comments_service.domain.text_rules import cannot_be_kept

_ENDINGS = {
    "pdf": PDF, "docx": DOCX, "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png",
}  # fmt: skip
ACCEPTED = ",".join(f".{ending}" for ending in _ENDINGS)
"""What a form lets one choose."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"IEND\xaeB`\x82"
_ZIP_PART, _ZIP_END = b"PK\x01\x02", b"PK\x05\x06"
# The start of a frame in a JPEG, whatever the way it is packed; C4, C8 and CC are none.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# The end of a ZIP has a note of up to 64 KiB behind it.
_ZIP_TAIL = 22 + (1 << 16)
_MOST_PARTS = 2_000
# Of a JPEG, each up to 64 KiB: 10 MB have some 160 where they are full.
_MOST_SEGMENTS = 4_000
_MOST_UNPACKED = 200 << 20
_MOST_PIXELS = 120_000_000
# Word on the web puts a number behind the name.
_MAIN_PART = re.compile(r"word/document[0-9]{0,3}\.xml")
# Long enough that no packed bytes hold one by chance; the reader looks into what is packed.
_PDF_ACTS = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm)\b")
_PART_ACTS = re.compile(r"vbaproject\.bin$|/activex/|/embeddings/.*\.bin$", re.IGNORECASE)
_OTHER_KIND = "“%(name)s”不是PDF、Word（.docx）、JPG或PNG文件，请另存为这几种再选择"
_OTHER_CONTENT = "“%(name)s”的内容与扩展名不符，请用原来的程序另存后再选择"
_TOO_LARGE = "“%(name)s”超过10MB，请压缩或者分成几个文件"
_LOCKED = "“%(name)s”设有打开密码，请去掉密码后再选择"
_DAMAGED = "“%(name)s”不完整或者已经损坏，请重新保存后再选择"
_ACTIVE = "“%(name)s”里有脚本、宏或者嵌入的文件，请另存为不带这些内容的文件再选择"
_UNPACKED = "“%(name)s”展开后过大，请删减后再选择"
_PIXELS = "“%(name)s”超过1.2亿像素，请缩小后再选择"


def attachment_type(name: str, content: bytes) -> str:
    """Return the type of a file that may be attached; ``Invalid`` with the field ``file``."""
    kind = _ENDINGS.get(name.rpartition(".")[2].lower(), "") if "." in name else ""
    for message in _faults(kind, content):
        raise Invalid(FieldFault("file", message, {"name": name[-60:]}))
    if cannot_be_kept(name):
        raise Invalid(FieldFault("file", "含有无法保存的字符"))
    return kind


def _faults(kind: str, content: bytes) -> Iterator[str]:
    if not kind:
        yield _OTHER_KIND
    if len(content) > LARGEST_ATTACHMENT:
        yield _TOO_LARGE
    if kind == PDF:
        yield from _pdf_faults(content)
    elif kind == DOCX:
        yield from _word_faults(content)
    elif kind:
        yield from _picture_faults(kind, content)


def _pdf_faults(content: bytes) -> Iterator[str]:
    end = content.rfind(b"%%EOF")
    if not content.startswith(b"%PDF-") or content.rfind(_ZIP_END) > end >= 0:
        yield _OTHER_CONTENT
    if end < max(len(content) - 1024, 0):
        yield _DAMAGED
    if _PDF_ACTS.search(content):
        yield _ACTIVE


def _word_faults(content: bytes) -> Iterator[str]:
    if content.startswith(_OLD_OFFICE):
        yield _LOCKED if _LOCKED_OFFICE in content else _OTHER_CONTENT
    if not content.startswith(b"PK\x03\x04"):
        yield _OTHER_CONTENT
    # Before a list of them is made.
    if content.count(_ZIP_PART) > _MOST_PARTS:
        yield _UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        yield _DAMAGED
        return
    yield from _part_faults(parts)


def _part_faults(parts: list[zipfile.ZipInfo]) -> Iterator[str]:
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(map(_MAIN_PART.fullmatch, names)):
        yield _OTHER_CONTENT
    if any(part.flag_bits & 1 for part in parts):
        yield _LOCKED
    if sum(part.file_size for part in parts) > _MOST_UNPACKED:
        yield _UNPACKED
    if any(_PART_ACTS.search(name) for name in names):
        yield _ACTIVE


def _picture_faults(kind: str, content: bytes) -> Iterator[str]:
    is_png = kind == "image/png"
    start = _PNG if is_png else b"\xff\xd8\xff"
    if not content.startswith(start) or _ZIP_END in content[-_ZIP_TAIL:]:
        yield _OTHER_CONTENT
    pixels = _png_pixels(content) if is_png else _jpeg_pixels(content)
    if not pixels:
        yield _DAMAGED
    if pixels > _MOST_PIXELS:
        yield _PIXELS


def _png_pixels(content: bytes) -> int:
    """Return how many pixels a PNG has, 0 where it does not come to its end."""
    width, height = content[16:20], content[20:24]
    whole = _PNG_END in content
    return int.from_bytes(width, "big") * int.from_bytes(height, "big") if whole else 0


def _jpeg_pixels(content: bytes) -> int:
    """Return how many pixels a JPEG has, 0 where it does not come to its end."""
    at, pixels = 2, 0
    for _ in range(_MOST_SEGMENTS):
        if content[at : at + 1] != b"\xff" or at + 4 >= len(content):
            break
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _FRAMES:
            height, width = content[at + 5 : at + 7], content[at + 7 : at + 9]
            pixels = int.from_bytes(height, "big") * int.from_bytes(width, "big")
        if marker == 0xDA:
            return pixels if b"\xff\xd9" in content[at:] else 0
        at += 2 + max(length, 2)
    return 0
