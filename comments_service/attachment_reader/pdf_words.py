"""The words of a PDF, unless it does anything when it is opened or holds other files."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from comments_service.attachment_reader.held_file import HeldFileError, is_enough
from comments_service.domain.comments.attachment import HeldFor

_ACTS = frozenset([
    "/JavaScript", "/JS", "/Launch", "/EF", "/EmbeddedFiles", "/RichMedia", "/SubmitForm",
    "/ImportData", "/XFA", "/GoToR", "/GoToE",
])  # fmt: skip
_DEEPEST = 50


def pdf_words(content: bytes) -> str:
    """Return the words of all pages, as far as there is time; ``HeldFileError``."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise HeldFileError(HeldFor.LOCKED)
    if any(map(_acts, _objects(reader))):
        raise HeldFileError(HeldFor.ACTIVE)
    pages: list[str] = []
    for page in reader.pages:
        pages.append(page.extract_text())
        if is_enough(sum(map(len, pages))):
            break
    return "\n".join(pages)


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Yield every object of the file, whether anything refers to it or not."""
    numbers = {(number, kind) for kind, each in reader.xref.items() for number in each}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    for number, generation in sorted(numbers):
        if is_enough(0):
            raise HeldFileError(HeldFor.TOO_SLOW)
        yield reader.get_object(IndirectObject(number, generation, reader))


def _acts(value: Any, depth: int = 0) -> bool:
    """Return whether an object names an action that does more than to show another page."""
    if depth > _DEEPEST:
        raise HeldFileError(HeldFor.DAMAGED)
    if isinstance(value, NameObject):
        return value in _ACTS
    if isinstance(value, DictionaryObject):
        # What it refers to is looked at by itself.
        return any(_acts(each, depth + 1) for pair in dict.items(value) for each in pair)
    return isinstance(value, ArrayObject) and any(_acts(e, depth + 1) for e in list.__iter__(value))
