"""How a file of the site is sent: its type, its compressed form, how long it may be kept."""

import mimetypes
from pathlib import Path

from flask import Response, request, send_file
from werkzeug.exceptions import NotFound

from comments_service.web.shell.compressed import takes_gzip

# What the tables of Python or of the machine lack or have otherwise.
_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    ".atom": "application/atom+xml",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".gz": "application/gzip",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".ofd": "application/ofd",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".xml": "application/xml",
}
# Python's own table: the machine's is another on each.
_PYTHON_TYPES = mimetypes.MimeTypes()
# Of the files of a policy; whatever else lies there is saved, not opened.
_SHOWN = frozenset({".gif", ".jpeg", ".jpg", ".pdf", ".png", ".txt", ".webp"})
_A_YEAR = "public, max-age=31536000, immutable"


def send_site_file(found: Path, status: int = 200, *, lasting: bool = False) -> Response:
    """Send a file, its ``.gz`` where gzip is accepted; ``lasting``: cached for a year."""
    compressed = found.with_name(found.name + ".gz")
    varies = compressed.is_file() and not compressed.is_symlink()
    # A range is one of the plain form: parts of two forms do not fit together.
    gzipped = varies and takes_gzip(request) and "Range" not in request.headers
    form = compressed if gzipped else found
    try:
        seen = form.stat()
        etag = f"{seen.st_mtime_ns:x}-{seen.st_size:x}" + ("-gzip" if gzipped else "")
        answer = send_file(form, media_type(found.name), conditional=status == 200, etag=etag)
    except OSError as error:
        # The site was swapped between the look and the reading.
        raise NotFound from error
    if status != 200:
        answer.status_code = status
    if varies:
        answer.vary.add("Accept-Encoding")
    if gzipped:
        answer.headers["Content-Encoding"] = "gzip"
        answer.headers["Accept-Ranges"] = "none"
    if not _may_be_shown(found):
        answer.headers.set("Content-Disposition", "attachment", filename=found.name)
    kept = lasting and answer.status_code in {200, 206, 304}
    answer.headers["Cache-Control"] = _A_YEAR if kept else "no-cache"
    return answer


def media_type(name: str) -> str:
    """Return the media type of a file by its name."""
    known = _TYPES.get(Path(name).suffix.lower()) or _PYTHON_TYPES.guess_type(name)[0]
    return known or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _may_be_shown(found: Path) -> bool:
    """Return whether a browser may show a file itself; of attachments only what runs nothing."""
    attached = found.parent.name == "files" and found.name != "index.html"
    return not attached or found.suffix.lower() in _SHOWN
