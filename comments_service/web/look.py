"""The look that the service's pages share with the built site."""

from pathlib import Path

from flask import Blueprint, Response, request

from comments_service.web.access import Access, access

STYLESHEET = Path(__file__).resolve().parents[2] / "look" / "yanlu.css"

look = Blueprint("look", __name__)


@look.get("/forms/assets/yanlu.css")
@access(Access.PUBLIC)
def stylesheet() -> Response:
    """Serve the stylesheet; browsers ask again whether it changed."""
    answer = Response(STYLESHEET.read_bytes(), content_type="text/css; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
