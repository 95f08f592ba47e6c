"""The stylesheet that the service shares with the built site, and the script of the desk."""

from pathlib import Path

from flask import Blueprint, Response, request

from comments_service.web.shell.access import Access, access
from comments_service.web.site.send_file import media_type

_FOLDER = Path(__file__).resolve().parents[3] / "look"

stylesheet = Blueprint("stylesheet", __name__)


@stylesheet.get("/forms/assets/<any('yanlu.css', 'desk.js'):name>")
@access(Access.PUBLIC)
def asset(name: str) -> Response:
    """Serve the stylesheet, or the script of the desk; browsers ask again whether it changed."""
    content_type = f"{media_type(name)}; charset=utf-8"
    answer = Response((_FOLDER / name).read_bytes(), content_type=content_type)
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
