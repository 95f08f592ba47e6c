"""What senders ask of the office about their own data, at their receipt, without JavaScript."""

from flask import Blueprint, Response, request

from comments_service.domain.errors import Invalid, TooMany
from comments_service.domain.register.submission_request import read_request
from comments_service.services.intake.receipt_holder import ShownReceipt, require_holder
from comments_service.services.register.submission_requests import ask
from comments_service.web.forms.receipt_page import show_receipt
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.problem_details import STATUS, say_when_again
from comments_service.web.shell.request_body import form_fields
from comments_service.web.shell.request_context import current_caller, current_service
from comments_service.web.shell.request_locale import request_locale

rights_page = Blueprint("rights_page", __name__)


@rights_page.post("/receipts/requests")
@access(Access.RECEIPT_HOLDER)
def take_request() -> Response:
    """Take a request and show the receipt with it, or with what is wrong with it."""
    fields = form_fields(request)
    shown = ShownReceipt(fields.get("no", ""), fields.get("code", ""), current_caller())
    try:
        ask(current_service(), shown, read_request(fields))
    except (Invalid, TooMany) as refusal:
        faults = {each.field: request_locale().of(each) for each in refusal.at("words")}
        held = require_holder(current_service(), shown)
        answer = show_receipt(held, STATUS[refusal.code], faults=faults, typed=fields)
        return say_when_again(answer, refusal)
    return show_receipt(require_holder(current_service(), shown), asked=True)
