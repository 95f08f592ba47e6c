"""The receipt that a request shows: its number in the address, with its code."""

from flask import request

from comments_service.services.intake.receipt_holder import ShownReceipt
from comments_service.web.api.openapi import Parameter
from comments_service.web.shell.request_context import current_caller

_HEADER = "X-Query-Code"
_NUMBER = Parameter("receipt_no", "path")
_MEANING = "the query code; no log of addresses holds it"
SHOWN = (
    _NUMBER,
    Parameter(_HEADER, "header", _MEANING, required=False),
    Parameter("code", "query", "the query code, where there is no such header", required=False),
)
SHOWN_TO_CHANGE = (_NUMBER, Parameter(_HEADER, "header", _MEANING))
"""An address is sent on and kept in logs; the code in one may show, and change nothing."""


def shown_receipt(receipt_no: str) -> ShownReceipt:
    """Return what the current request shows."""
    code = request.headers.get(_HEADER, "")
    if request.method in {"GET", "HEAD"}:
        code = code or request.args.get("code", "")
    return ShownReceipt(receipt_no, code, current_caller())
