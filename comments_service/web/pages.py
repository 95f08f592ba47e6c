"""The pages for people, which need no JavaScript: the comment form and the receipts."""

from flask import Blueprint, Response
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import RequestEntityTooLarge

from comments_service.domain.errors import Refusal, Unavailable
from comments_service.web.form_page import forms
from comments_service.web.look import look
from comments_service.web.page import show, show_refusal
from comments_service.web.receipt_page import receipts

pages = Blueprint("pages", __name__)
pages.register_blueprint(look)
pages.register_blueprint(forms)
pages.register_blueprint(receipts)


@pages.errorhandler(Refusal)
def _refused(refusal: Refusal) -> Response:
    return show_refusal("refused.html", refusal)


@pages.errorhandler(OperationalError)
def _database_unavailable(_error: OperationalError) -> Response:
    return _refused(Unavailable())


@pages.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Response:
    return show("too_large.html", 413)
