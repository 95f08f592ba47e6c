"""Receipts on paper and screen: what was taken, and what became of it."""

from typing import Any

from flask import Blueprint, Response, request

from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.errors import UnknownReceipt
from comments_service.services.intake.lookup import look_up
from comments_service.services.intake.receipt_holder import ShownReceipt, require_holder
from comments_service.services.register.submission_requests import of_sender
from comments_service.web.forms.view import field_id
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.page import published_policy, show
from comments_service.web.shell.problem_details import STATUS
from comments_service.web.shell.request_body import form_fields
from comments_service.web.shell.request_context import current_caller, current_service
from comments_service.web.shell.request_locale import request_locale

# The field by which a receipt is shown as when it was taken.
_AS_TAKEN = "taken"

receipts = Blueprint("receipts", __name__)


@receipts.get("/receipts/")
@access(Access.PUBLIC)
def ask_receipt() -> Response:
    """Ask for a receipt number, which may be in the address, and the code, which never is."""
    return show("receipt_form.html", number=request.args.get("no", ""), code="", wrong=False)


@receipts.post("/receipts/")
@access(Access.RECEIPT_HOLDER)
def find_receipt() -> Response:
    """Show what became of a submission, or the form again; what was wrong is not said."""
    fields = form_fields(request)
    number, code = fields.get("no", ""), fields.get("code", "")
    try:
        found = look_up(current_service(), number, code, current_caller())
    except UnknownReceipt as refusal:
        lost = request_locale().lost_span(refusal.restored) if refusal.restored else ""
        return show(
            "receipt_form.html", STATUS[refusal.code], secret=True, again=fields,
            number=number, code=code, wrong=True, lost=lost,
        )  # fmt: skip
    if fields.get(_AS_TAKEN):
        return show_taken(found.submission, 200)
    return _receipt(found.submission)


def show_receipt(shown: ShownReceipt, **facts: Any) -> Response:
    """Show what became of a submission after one of its forms; ``facts`` are what came of that."""
    return _receipt(require_holder(current_service(), shown), **facts)


def _receipt(submission: StoredSubmission, **facts: Any) -> Response:
    faults = {each.field: request_locale().of(each) for each in facts.pop("faults", ())}
    return show(
        "receipt.html", 422 if faults else 200, secret=True, again_at="receipts/",
        again={"no": submission.receipt_no, "code": submission.query_code},
        submission=submission, policy=published_policy(submission.policy),
        requests=of_sender(current_service(), submission.id), faults=faults,
        **{"typed": {}, "asked": False, "field_id": field_id, **facts},
    )  # fmt: skip


def show_taken(taken: StoredSubmission, status: int = 201) -> Response:
    """Show the receipt just taken with its code; in another language it is looked up."""
    again = {"no": taken.receipt_no, "code": taken.query_code, _AS_TAKEN: "1"}
    return show(
        "taken.html", status, secret=True, again=again, again_at="receipts/", submission=taken,
        policy=published_policy(taken.policy),
    )  # fmt: skip
