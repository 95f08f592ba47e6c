"""The pages for people, which need no JavaScript: the comment form and the receipts."""

from functools import partial
from pathlib import Path

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from comments_service.web.forms.identity_page import identity_page
from comments_service.web.forms.message_stop_page import message_stop_page
from comments_service.web.forms.own_page import own_receipts
from comments_service.web.forms.receipt_page import receipts
from comments_service.web.forms.rights_page import rights_page
from comments_service.web.forms.routes import forms
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.compressed import compressed
from comments_service.web.shell.page import current_site, show, show_refusal
from comments_service.web.shell.unavailable import answer_refusals
from comments_service.web.site.send_file import media_type
from interface.own_colour import colour_rules
from interface.stylesheet import SHEETS, stylesheet

_LOOK = Path(__file__).resolve().parents[3] / "interface"

pages = Blueprint("pages", __name__)
pages.register_blueprint(forms)
pages.register_blueprint(identity_page)
pages.register_blueprint(receipts)
pages.register_blueprint(rights_page)
pages.register_blueprint(own_receipts)
pages.register_blueprint(message_stop_page)
answer_refusals(pages, partial(show_refusal, "refused.html"))


@pages.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Response:
    return show("too_large.html", 413)


_ASSETS = (
    *SHEETS,
    "desk.js",
    "display.js",
    "display_sheet.js",
    "reading.js",
    "modal.js",
    "onward.js",
    "slip.js",
)


@pages.get(f"/forms/assets/<any{_ASSETS}:name>")
@access(Access.PUBLIC)
def asset(name: str) -> Response:
    """Serve a stylesheet or a script; browsers ask again whether it changed."""
    content_type = f"{media_type(name)}; charset=utf-8"
    text = stylesheet(name) if name in SHEETS else _script(name)
    if name == "yanlu.css":
        text += colour_rules(current_site().colour)
    answer = compressed(Response(text, content_type=content_type))
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _script(name: str) -> str:
    own = name in {"desk.js", "onward.js"}
    folder = _LOOK if own else _LOOK / "scripts"
    return (folder / name).read_text("utf-8")
