"""The built site, served with the service for every path that the service does not take."""

import stat
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotFound
from werkzeug.routing import PathConverter

from comments_service.web.shell.access import Access, access
from comments_service.web.shell.page import redirect_to
from comments_service.web.shell.security import SITE_POLICY
from comments_service.web.site.send_file import send_site_file

FOLDER = "YANLU_SITE_FOLDER"
_ASSETS = "assets/"

site = Blueprint("site", __name__)


class SitePath(PathConverter):
    """Any path but the programming interface's, so that an unknown one there is its own 404."""

    regex = r"(?!api(?:/|$)).*?"


@site.after_request
def protect(answer: Response) -> Response:
    """Send the policy of the site's own pages, where the service's pages have theirs."""
    answer.headers.setdefault("Content-Security-Policy", SITE_POLICY)
    return answer


@site.get("/")
@site.get("/<site_path:path>")
@access(Access.PUBLIC)
def file(path: str = "") -> Response:
    """Serve a file of the site, or a folder's ``index.html``."""
    root = Path(current_app.config[FOLDER]).resolve()
    return folder_file(root, path) or _missing(root, path)


def folder_file(root: Path, path: str) -> Response | None:
    """Return the answer of a file in a resolved folder, or of a folder's ``index.html`` there.

    None for what is not there, leads out or hides.
    """
    found = file_inside(root, path)
    if found is not None and found.is_dir():
        if path and not path.endswith("/"):
            return _with_slash(path) if (found / "index.html").is_file() else None
        found = file_inside(root, f"{path}index.html")
    elif path.endswith("/"):
        return None
    if found is None or not found.is_file():
        return None
    # The address of an asset holds a digest: the engine's and our assets carry it as query.
    lasting = path.startswith(_ASSETS) and bool(request.query_string)
    return send_site_file(found, lasting=lasting)


def _with_slash(path: str) -> Response:
    # Relative, so that it holds under any path at which a proxy shows the site.
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    answer = redirect_to("./", 308)
    answer.autocorrect_location_header = False
    answer.location = f"./{quote(PurePosixPath(path).name)}/{query}"
    return answer


def file_inside(root: Path, path: str) -> Path | None:
    """Return what a path names in a folder; None for what leads out, hides or is not there."""
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


def _missing(root: Path, path: str) -> Response:
    """Answer with the site's own page for what is not there, in the language asked for."""
    english = PurePosixPath(path).parts[:1] == ("en",)
    for page in ([root / "en/404.html"] if english else []) + [root / "404.html"]:
        if page.is_file():
            return send_site_file(page, 404)
    raise NotFound
