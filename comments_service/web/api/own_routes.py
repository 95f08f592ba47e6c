"""What senders may do with their own submission by the interface."""

from flask import Blueprint, Response, jsonify, request

from comments_service.services.intake import own_submission
from comments_service.web.api import responses
from comments_service.web.api.openapi import Operation, Parameter
from comments_service.web.api.responses import lookup_answer
from comments_service.web.api.schemas import RevisionIn, revision_fields
from comments_service.web.api.shown_receipt import SHOWN_TO_CHANGE, shown_receipt
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.request_body import json_body
from comments_service.web.shell.request_context import current_service

own = Blueprint("own", __name__)

_COMMENT = "/api/v1/receipts/{receipt_no}/comments/{comment_id}"
_OF_HOLDER = ("unknown_receipt", "too_many", "unavailable", "clock_unsure")
_IN_TIME = (
    "unknown_policy", "unknown_comment", "window_closed", "window_not_open", "no_window",
    "not_changeable", *_OF_HOLDER,
)  # fmt: skip
_THIS = (*SHOWN_TO_CHANGE, Parameter("comment_id", "path"))
OPERATIONS = (
    Operation(
        "patch", _COMMENT, "reviseComment",
        "Let one of one's own comments say something else; what it said is kept",
        200, responses.ReceiptLookupOut, ("malformed", "invalid", *_IN_TIME), _THIS, RevisionIn,
        window="required",
    ),
    Operation(
        "delete", _COMMENT, "withdrawComment", "Withdraw one of one's own comments",
        200, responses.ReceiptLookupOut, _IN_TIME, _THIS, window="required",
    ),
    Operation(
        "delete", "/api/v1/receipts/{receipt_no}/publish-name", "withdrawNameConsent",
        "Take back the consent to publish one's name",
        200, responses.ReceiptLookupOut, ("not_changeable", *_OF_HOLDER), SHOWN_TO_CHANGE,
        window="any",
    ),
    Operation(
        "delete", "/api/v1/receipts/{receipt_no}/messages", "stopMessages",
        "Send no more e-mails about this submission",
        200, responses.ReceiptLookupOut, _OF_HOLDER, SHOWN_TO_CHANGE, window="any",
    ),
)  # fmt: skip


@own.patch("/api/v1/receipts/<receipt_no>/comments/<comment_id>")
@access(Access.RECEIPT_HOLDER)
def revise_comment(receipt_no: str, comment_id: str) -> Response:
    """Take other words for a comment."""
    fields = revision_fields(json_body(request))
    shown = shown_receipt(receipt_no)
    found = own_submission.revise(current_service(), shown, comment_id, fields)
    return jsonify(lookup_answer(found))


@own.delete("/api/v1/receipts/<receipt_no>/comments/<comment_id>")
@access(Access.RECEIPT_HOLDER)
def withdraw_comment(receipt_no: str, comment_id: str) -> Response:
    """Withdraw a comment."""
    shown = shown_receipt(receipt_no)
    return jsonify(lookup_answer(own_submission.withdraw(current_service(), shown, comment_id)))


@own.delete("/api/v1/receipts/<receipt_no>/publish-name")
@access(Access.RECEIPT_HOLDER)
def withdraw_name_consent(receipt_no: str) -> Response:
    """Take back the consent to publish the name."""
    shown = shown_receipt(receipt_no)
    return jsonify(lookup_answer(own_submission.withdraw_name_consent(current_service(), shown)))


@own.delete("/api/v1/receipts/<receipt_no>/messages")
@access(Access.RECEIPT_HOLDER)
def stop_messages(receipt_no: str) -> Response:
    """Send no more messages."""
    shown = shown_receipt(receipt_no)
    return jsonify(lookup_answer(own_submission.stop_messages(current_service(), shown)))
