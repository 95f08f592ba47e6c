"""The package of a Word file: what it starts from, and saving it as the same bytes each time."""

import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from docx import Document

_PARTS = Path(__file__).parent / "official"
_NAMES = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "package.rels",
    "word/_rels/document.xml.rels": "document.rels",
    **{
        f"word/{name}.xml": f"{name}.xml"
        for name in ("document", "styles", "settings", "fontTable", "footerOdd", "footerEven")
    },
}
EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""The zip format knows no earlier day."""


def official_document() -> Any:
    """Return an empty document with page, grid and styles after GB/T 9704-2012."""
    return Document(io.BytesIO(_template()))


@cache
def _template() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, part in _NAMES.items():
            target.writestr(name, (_PARTS / part).read_text("utf-8"))
    return packed.getvalue()


def saved(document: Any, title: str, at: datetime, author: str = "", subject: str = "") -> bytes:
    """Return the file of a document, with no time but ``at``, aware."""
    state(document, title, at, author, subject)
    whole = io.BytesIO()
    save(document, whole)
    return whole.getvalue()


def state(document: Any, title: str, at: datetime, author: str = "", subject: str = "") -> None:
    """State what a document is, and as of when."""
    properties = document.core_properties
    properties.title, properties.author, properties.subject = title, author, subject
    properties.comments = properties.last_modified_by = ""
    properties.language, properties.revision = "zh-CN", 1
    properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None)


def save(
    document: Any, file: BinaryIO, written: Callable[[bytes], Iterable[bytes]] = lambda part: [part]
) -> None:
    """Save a document, each part as it is ``written``: python-docx stamps them with the clock."""
    stamped = io.BytesIO()
    document.save(stamped)
    with zipfile.ZipFile(stamped) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EARLIEST.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            with target.open(entry, "w") as part:
                part.writelines(written(source.read(name)))
