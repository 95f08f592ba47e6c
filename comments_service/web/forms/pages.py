"""The pages for people, which need no JavaScript: the comment form and the receipts."""

from functools import partial

from flask import Blueprint, Response
from werkzeug.exceptions import RequestEntityTooLarge

from comments_service.web.forms.receipt_page import receipts
from comments_service.web.forms.routes import forms
from comments_service.web.shell.page import show, show_refusal
from comments_service.web.shell.unavailable import answer_refusals
from comments_service.web.site.stylesheet import stylesheet

pages = Blueprint("pages", __name__)
pages.register_blueprint(stylesheet)
pages.register_blueprint(forms)
pages.register_blueprint(receipts)


answer_refusals(pages, partial(show_refusal, "refused.html"))


@pages.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Response:
    return show("too_large.html", 413)
