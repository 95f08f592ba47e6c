"""The look that the service's pages share with the built site."""

from pathlib import Path

from flask import Blueprint, Response, request

from comments_service.web.access import Access, access

_FOLDER = Path(__file__).resolve().parents[2] / "look"
STYLESHEET = _FOLDER / "yanlu.css"
_SCRIPT = _FOLDER / "desk.js"

look = Blueprint("look", __name__)


@look.get("/forms/assets/yanlu.css")
@access(Access.PUBLIC)
def stylesheet() -> Response:
    """Serve the stylesheet; browsers ask again whether it changed."""
    return _asked_anew(STYLESHEET, "text/css")


@look.get("/forms/assets/desk.js")
@access(Access.PUBLIC)
def desk_script() -> Response:
    """Serve the script of the desk, without which the desk works too."""
    return _asked_anew(_SCRIPT, "text/javascript")


def _asked_anew(file: Path, kind: str) -> Response:
    answer = Response(file.read_bytes(), content_type=f"{kind}; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
