"""The words of a .docx, unless it brings in anything from elsewhere."""

import io
import re
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from comments_service.attachment_reader.held_file import HeldFileError, is_enough
from comments_service.domain.comments.attachment import HeldFor

# Word on the web puts a number behind the name.
_PARTS = [
    re.compile(rf"word/{name}[0-9]{{0,3}}\.xml")
    for name in ("document", "footnotes", "endnotes", "comments")
]
_CHUNK = 1 << 18
_ENDS = {"p": "\n", "br": "\n", "cr": "\n", "tab": "\t"}
# What is there once more for programs that do not know the first form.
_AGAIN = "Fallback"


def word_words(content: bytes) -> str:
    """Return the words of text and notes, as far as there is time; ``HeldFileError``."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        for name in names:
            if name.endswith(".rels"):
                _read(archive, name, _Relations())
        found = _Words()
        for part in _PARTS:
            for name in sorted(filter(part.fullmatch, set(names))):
                _read(archive, name, found)
    return "".join(found.pieces)


class _Relations:
    """Looks for what a part refers to outside the file; a link that one presses is let be."""

    is_done = False

    def start(self, _name: str, attributes: dict[str, str]) -> None:
        outside = attributes.get("TargetMode", "").lower() == "external"
        if outside and not attributes.get("Type", "").endswith("/hyperlink"):
            raise HeldFileError(HeldFor.ACTIVE)

    def end(self, _name: str) -> None:
        """Do nothing."""

    def words(self, _text: str) -> None:
        """Do nothing."""


class _Words:
    """Gathers the words of runs, a line for each paragraph."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._length, self._in_text, self._again = 0, False, 0

    @property
    def is_done(self) -> bool:
        return is_enough(self._length)

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self._again += name == _AGAIN
        self._in_text = name == "t"

    def end(self, name: str) -> None:
        self._again -= name == _AGAIN
        self._in_text = False
        self._add(_ENDS.get(name, ""))

    def words(self, text: str) -> None:
        if self._in_text:
            self._add(text)

    def _add(self, text: str) -> None:
        if text and not self._again:
            self.pieces.append(text)
            self._length += len(text)


def _read(archive: zipfile.ZipFile, name: str, into: _Relations | _Words) -> None:
    """Read a part as a stream; one with a document type is none that Word writes."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = _local(into.start)
    parser.EndElementHandler = _local(into.end)
    parser.CharacterDataHandler = into.words
    parser.StartDoctypeDeclHandler = _refuse
    with archive.open(name) as part:
        while (chunk := part.read(_CHUNK)) and not into.is_done:
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no name


def _local(handler: Callable[..., None]) -> Callable[..., None]:
    return lambda name, *more: handler(name.rpartition(" ")[2], *more)


def _refuse(*_: object) -> None:
    raise HeldFileError(HeldFor.DAMAGED)
