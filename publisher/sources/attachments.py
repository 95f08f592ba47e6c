"""What may be attached to a policy: files of a few kinds, by their name and by their content.

A page or a picture made of markup would run its scripts with all the rights of the portal,
so what is no document of a known kind is not published.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from publisher.problems import Message, Problems, cause_of
from publisher.sources.own_file import is_left_behind, read_own
from publisher.sources.schema import PolicyFile
from publisher.sources.yaml_text import YamlText

# How far readers of PDF look for its mark behind what mail programs put in front.
_NEAR = 1024
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
# What a browser that guesses takes for a page (WHATWG MIME Sniffing, 7.1), and drawings.
_MARKUP = re.compile(
    r"<(?:(?:html|head|title|body|script|style|iframe|object|embed|svg|img|div|table|font|h1"
    r"|br|a|b|p)[\s>/]|!doctype|!--|\?xml)",
    re.IGNORECASE,
)


def _is_pdf(data: bytes) -> bool:
    before, mark, _ = data[: _NEAR + 5].partition(b"%PDF-")
    return bool(mark) and b"<" not in before


def _is_ole(*streams: str) -> Callable[[bytes], bool]:
    """Know old Office files by a stream that the directory inside them names."""
    marks = [stream.encode("utf-16-le") for stream in streams]

    def is_it(data: bytes) -> bool:
        return data.startswith(_OLE) and any(mark in data for mark in marks)

    return is_it


def _is_zip(part: str) -> Callable[[bytes], bool]:
    """Know new ones, and OFD (GB/T 33190), by a part of the archive that they are."""

    def is_it(data: bytes) -> bool:
        return any(name.startswith(part) for name in _names_in(data))

    return is_it


def _names_in(data: bytes) -> list[str]:
    if not data.startswith(b"PK"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []


def _is_either(*tests: Callable[[bytes], bool]) -> Callable[[bytes], bool]:
    return lambda data: any(test(data) for test in tests)


def _is_plain_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-16" if data.startswith(_UTF16_MARKS) else "utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            return False
    return not (_CONTROL.search(text) or _MARKUP.search(text))


def _begins(mark: str) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(bytes.fromhex(mark))


_WORD, _BOOK, _SLIDES = _is_zip("word/"), _is_zip("xl/"), _is_zip("ppt/")
_OLD_WORD = _is_ole("WordDocument")
_OLD_BOOK = _is_ole("Workbook", "Book")
_OLD_SLIDES = _is_ole("PowerPoint Document")
_KINDS: Mapping[str, Callable[[bytes], bool]] = {
    "pdf": _is_pdf,
    "doc": _OLD_WORD,
    "docx": _WORD,
    "xls": _OLD_BOOK,
    "xlsx": _BOOK,
    "ppt": _OLD_SLIDES,
    "pptx": _SLIDES,
    # WPS writes either form under its own names.
    "wps": _is_either(_OLD_WORD, _WORD),
    "et": _is_either(_OLD_BOOK, _BOOK),
    "dps": _is_either(_OLD_SLIDES, _SLIDES),
    "ofd": _is_zip("OFD.xml"),
    "txt": _is_plain_text,
    "csv": _is_plain_text,
    "jpg": _begins("ffd8ff"),
    "png": _begins("89504e470d0a1a0a"),
    "zip": _is_zip(""),
}


def fault_of_kind(name: str, data: bytes) -> Message | None:
    """Return why a file may not be published as an attachment (S015); None where it may."""
    kind = name.rpartition(".")[2].lower()
    if kind not in _KINDS or "." not in name:
        return Message("S015.kind", {"file": name, "kinds": " ".join(_KINDS)})
    if _KINDS[kind](data):
        return None
    if _KINDS[kind] is _is_plain_text:
        return Message("S015.markup", {"file": name})
    return Message("S015.other_content", {"file": name, "kind": kind})


def read_attachments(
    folder: Path,
    file: PolicyFile,
    data: YamlText,
    is_source: Callable[[str], bool],
    problems: Problems,
) -> tuple[Path, ...]:
    """Return the files that ``policy.yml`` offers; S003 and S015 name those that it may not.

    ``is_source`` tells of a name whether it is of a draft or its data.
    """
    files = []
    for index, entry in enumerate(file.attachments):
        path = folder / entry.file
        own = path.parent == folder and not is_left_behind(path.name)
        line = data.line(("attachments", index, "file"))
        if not own or is_source(path.name) or not path.is_file() or path.is_symlink():
            problems.add(data.path, line, "S003.not_attachable", file=entry.file)
        elif fault := _fault_of_file(path):
            problems.add(data.path, line, fault.kind, **fault.values)
        else:
            files.append(path)
    return tuple(files)


def _fault_of_file(path: Path) -> Message | None:
    try:
        return fault_of_kind(path.name, read_own(path))
    except OSError as error:
        return Message("S015.unreadable", {"file": path.name, "cause": cause_of(error)})
