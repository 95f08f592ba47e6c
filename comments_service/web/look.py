"""The look that the service's pages share with the built site."""

from pathlib import Path

from flask import Blueprint, Response, send_file

from comments_service.web.access import Access, access

STYLESHEET = Path(__file__).resolve().parents[2] / "look" / "yanlu.css"

look = Blueprint("look", __name__)


@look.get("/forms/assets/yanlu.css")
@access(Access.PUBLIC)
def stylesheet() -> Response:
    """Serve the stylesheet; browsers ask again whether it changed."""
    answer = send_file(STYLESHEET, mimetype="text/css")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
