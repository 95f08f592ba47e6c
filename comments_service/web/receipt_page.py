"""Receipts on paper and screen: what was taken, and what became of it."""

from flask import Blueprint, Response, request

from comments_service.domain.errors import UnknownReceipt
from comments_service.domain.submission import StoredSubmission
from comments_service.services.lookup import look_up
from comments_service.web.access import Access, access
from comments_service.web.current import current_service
from comments_service.web.form_body import form_fields
from comments_service.web.page import show
from comments_service.web.problems import STATUS
from comments_service.web.words import COMMENT_STATES, STANCES, moment

receipts = Blueprint("receipts", __name__)


@receipts.get("/receipts/")
@access(Access.PUBLIC)
def ask_receipt() -> Response:
    """Ask for a receipt number, which may be in the address, and the code, which never is."""
    return show("receipt_form.html", number=request.args.get("no", ""), code="", wrong=False)


@receipts.post("/receipts/")
@access(Access.RECEIPT_HOLDER)
def find_receipt() -> Response:
    """Show what became of a submission, or the form again; what was wrong is not told."""
    fields = form_fields(request)
    number, code = fields.get("no", ""), fields.get("code", "")
    try:
        found = look_up(current_service(), number, code)
    except UnknownReceipt as refusal:
        facts = {"number": number, "code": code, "wrong": True}
        return show("receipt_form.html", STATUS[refusal.code], secret=True, **facts)
    return show(
        "receipt.html",
        secret=True,
        submission=found.submission,
        matters=found.matters,
        received=moment(found.submission.received_at),
        states=COMMENT_STATES,
        stances=dict(STANCES),
    )


def show_taken(taken: StoredSubmission) -> Response:
    """Show the receipt of a submission that was just taken, with its query code."""
    received = moment(taken.received_at)
    return show("taken.html", 201, secret=True, submission=taken, received=received)
