"""The pages for people, which need no JavaScript: the comment form and the receipts."""

from flask import Blueprint, Response
from werkzeug.exceptions import RequestEntityTooLarge

from comments_service.domain.errors import Refusal
from comments_service.web.form_page import forms
from comments_service.web.look import look
from comments_service.web.page import show, show_refusal
from comments_service.web.receipt_page import receipts
from comments_service.web.unavailable import CAUSES, as_unavailable

pages = Blueprint("pages", __name__)
pages.register_blueprint(look)
pages.register_blueprint(forms)
pages.register_blueprint(receipts)


@pages.errorhandler(Refusal)
def _refused(refusal: Refusal) -> Response:
    return show_refusal("refused.html", refusal)


def _unavailable(error: Exception) -> Response:
    return _refused(as_unavailable(error))


for _cause in CAUSES:
    pages.register_error_handler(_cause, _unavailable)


@pages.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Response:
    return show("too_large.html", 413)
