"""Receipts on paper and screen: what was taken, and what became of it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request

from comments_service.domain.comments.receipt_number import read_copied
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.errors import MistypedNumber, UnknownReceipt
from comments_service.services.intake.course import course_of
from comments_service.services.intake.lookup import look_up
from comments_service.services.intake.receipt_holder import ShownReceipt
from comments_service.services.messages.message_stops import gets_messages
from comments_service.services.register.submission_requests import of_sender
from comments_service.web.forms.view import field_id
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.page import lookup_address, published_policy, show
from comments_service.web.shell.problem_details import STATUS
from comments_service.web.shell.qr_path import qr_path
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
    """Show what became of a submission, or the form again."""
    fields = form_fields(request)
    shown = shown_by_form(fields)
    try:
        found = look_up(current_service(), *shown)
    except UnknownReceipt as refusal:
        return show_not_found(shown, refusal, fields)
    if fields.get(_AS_TAKEN):
        return show_taken(found.submission, again=True)
    return show_receipt(found.submission)


def shown_by_form(fields: Mapping[str, str]) -> ShownReceipt:
    """Return number and code out of what was typed or pasted, whichever field it went into."""
    typed = fields.get("no", ""), fields.get("code", "")
    first, second = map(read_copied, typed)
    number = first.number or second.number or typed[0]
    code = second.code or (typed[1] if typed[1] and not second.number else first.code)
    return ShownReceipt(number, code, current_caller())


def show_not_found(
    shown: ShownReceipt, refusal: UnknownReceipt, fields: Mapping[str, str]
) -> Response:
    """Ask again; whether the number or the code is wrong is not said, but of a mistyped number."""
    return show(
        "receipt_form.html", STATUS[refusal.code], secret=True, again=fields, again_at="receipts/",
        number=shown.number, code=shown.code, wrong=True,
        mistyped=refusal.message if isinstance(refusal, MistypedNumber) else "",
        lost=request_locale().lost_span(refusal.restored) if refusal.restored else "",
    )  # fmt: skip


def show_receipt(submission: StoredSubmission, status: int = 200, **facts: Any) -> Response:
    """Show what became of a submission; in another language it is looked up.

    ``facts`` are what came of one of its forms.
    """
    return show(
        "receipt.html", status, secret=True, again=_opens(submission), again_at="receipts/",
        submission=submission, policy=published_policy(submission.policy),
        course=course_of(current_service(), submission),
        requests=of_sender(current_service(), submission.id), field_id=field_id,
        gets_messages=gets_messages(current_service(), submission.id),
        **{"typed": {}, "faults": {}, "asked": False, **facts},
    )  # fmt: skip


def show_taken(taken: StoredSubmission, *, again: bool = False) -> Response:
    """Show the slip of what was just taken; in another language it is looked up, nameless."""
    given = taken.personal.organisation or taken.personal.name
    address = lookup_address(taken.receipt_no)
    return show(
        "taken.html", 200 if again else 201, secret=True, again={**_opens(taken), _AS_TAKEN: "1"},
        again_at="receipts/", submission=taken, policy=published_policy(taken.policy),
        course=course_of(current_service(), taken), who="" if again else given,
        address=address, qr=qr_path(address),
    )  # fmt: skip


def _opens(submission: StoredSubmission) -> dict[str, str]:
    """Return the fields by which its holder opens it, which never stand in an address."""
    return {"no": submission.receipt_no, "code": submission.query_code}
