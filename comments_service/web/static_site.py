"""The built site, served beside the service for every path that the service does not take."""

import mimetypes
import stat
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from flask import Blueprint, Response, current_app, redirect, request, send_file
from werkzeug.exceptions import NotFound
from werkzeug.routing import PathConverter
from werkzeug.wrappers import Response as AnyResponse

from comments_service.web.access import Access, access

FOLDER = "YANLU_SITE_FOLDER"
SITE_ENDPOINTS = frozenset({"site.home", "site.file"})
# What the machine's own tables may lack or have otherwise.
_TYPES = {
    ".bin": "application/octet-stream",
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_REVALIDATE = "no-cache"

site = Blueprint("site", __name__)


class SitePath(PathConverter):
    """Any path but the programming interface's, so that an unknown one there is its own 404."""

    regex = r"(?!api(?:/|$)).*?"


@site.get("/")
@access(Access.PUBLIC)
def home() -> AnyResponse:
    """Serve the site's first page."""
    return _serve("")


@site.get("/<site_path:path>")
@access(Access.PUBLIC)
def file(path: str) -> AnyResponse:
    """Serve a file of the site, or a folder's ``index.html``."""
    return _serve(path)


def _serve(path: str) -> AnyResponse:
    root = Path(current_app.config[FOLDER]).resolve()
    found = _inside(root, path)
    if found is None:
        return _missing(root)
    if found.is_dir():
        index = found / "index.html"
        if not index.is_file():
            return _missing(root)
        if path and not path.endswith("/"):
            return _with_slash(path)
        found = index
    elif path.endswith("/"):
        return _missing(root)
    return _send(found)


def _with_slash(path: str) -> AnyResponse:
    # Relative, so that it holds under any path at which a proxy shows the site.
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    answer = redirect("./", 308)
    answer.autocorrect_location_header = False
    answer.location = f"./{quote(PurePosixPath(path).name)}/{query}"
    return answer


def _inside(root: Path, path: str) -> Path | None:
    """Return what a path names in the site; None for what leads out, hides or is not there."""
    parts = PurePosixPath(path).parts
    if any(part.startswith(".") or "\x00" in part or "\\" in part for part in parts):
        return None
    try:
        found = root.joinpath(*parts).resolve()
        mode = found.stat().st_mode
    except (OSError, ValueError):
        return None
    ordinary = stat.S_ISREG(mode) or stat.S_ISDIR(mode)
    return found if ordinary and found.is_relative_to(root) else None


def _send(found: Path, status: int = 200) -> Response:
    suffix = found.suffix.lower()
    kind = _TYPES.get(suffix) or mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    try:
        answer = send_file(found, mimetype=kind, conditional=status == 200)
    except OSError as error:
        # The site was swapped between the look and the reading.
        raise NotFound from error
    answer.headers["Cache-Control"] = _REVALIDATE
    answer.status_code = status if status != 200 else answer.status_code
    return answer


def _missing(root: Path) -> Response:
    page = root / "404.html"
    if page.is_file():
        return _send(page, 404)
    raise NotFound
