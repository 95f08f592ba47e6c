"""How a file of the site is sent: its type, its compressed form, how long it may be kept."""

import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Request, Response, request, send_file
from werkzeug.exceptions import NotFound

# What the machine's own tables may lack or have otherwise.
_TYPES = {
    ".atom": "application/atom+xml",
    ".bin": "application/octet-stream",
    ".csv": "text/csv",
    ".css": "text/css",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".gif": "image/gif",
    ".gz": "application/gzip",
    ".html": "text/html",
    ".ics": "text/calendar",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".ofd": "application/ofd",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webp": "image/webp",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
# Of the files of a policy; whatever else lies there is saved, not opened.
_SHOWN = frozenset({".gif", ".jpeg", ".jpg", ".pdf", ".png", ".txt", ".webp"})
_REVALIDATE = "no-cache"
_FOR_GOOD = "public, max-age=31536000, immutable"
_GOOD = frozenset({200, 206, 304})


@dataclass(frozen=True, slots=True)
class _EncodedFile:
    """One form of a file; ``coding`` is a content coding of RFC 9110, empty for none."""

    path: Path
    coding: str
    varies: bool

    def etag(self) -> str:
        """Return a tag of this form alone; ``OSError`` where the file is gone."""
        seen = self.path.stat()
        return f"{seen.st_mtime_ns:x}-{seen.st_size:x}" + (f"-{self.coding}" if self.coding else "")


def send_site_file(found: Path, status: int = 200, *, lasting: bool = False) -> Response:
    """Send a file, its ``.gz`` to whoever takes gzip; ``lasting``: kept for a year."""
    form = _form(found, request)
    try:
        answer = send_file(
            form.path,
            mimetype=media_type(found.name),
            conditional=status == 200,
            etag=form.etag(),
        )
    except OSError as error:
        # The site was swapped between the look and the reading.
        raise NotFound from error
    if status != 200:
        answer.status_code = status
    _describe(answer, form)
    if not _may_be_shown(found):
        answer.headers.set("Content-Disposition", "attachment", filename=found.name)
    kept = lasting and answer.status_code in _GOOD
    answer.headers["Cache-Control"] = _FOR_GOOD if kept else _REVALIDATE
    return answer


def media_type(name: str) -> str:
    """Return the media type of a file by its name."""
    known = _TYPES.get(Path(name).suffix.lower())
    return known or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _may_be_shown(found: Path) -> bool:
    """Tell whether a browser may show a file itself; of attachments only what runs nothing."""
    attached = found.parent.name == "files" and found.name != "index.html"
    return not attached or found.suffix.lower() in _SHOWN


def takes_gzip(asked: Request) -> bool:
    """Tell whether gzip is wanted at least as much as the plain form (RFC 9110, 12.5.3)."""
    codings = asked.accept_encodings
    gzip = codings.quality("gzip")
    return bool(gzip) and gzip >= codings.quality("identity")


def _form(found: Path, asked: Request) -> _EncodedFile:
    beside = found.with_name(found.name + ".gz")
    there = _is_plain_file(beside)
    # A part is a part of the plain form: nobody can put together parts of two.
    if there and takes_gzip(asked) and "Range" not in asked.headers:
        return _EncodedFile(beside, "gzip", varies=True)
    return _EncodedFile(found, "", varies=there)


def _is_plain_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _describe(answer: Response, form: _EncodedFile) -> None:
    if form.varies:
        answer.vary.add("Accept-Encoding")
    if form.coding:
        answer.headers["Content-Encoding"] = form.coding
        answer.headers["Accept-Ranges"] = "none"
