"""Codes by e-mail, by which a submission shows that an address is its sender's."""

from typing import Annotated, Literal

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ConfigDict, Field

from comments_service.domain.comments.submission_rules import LONGEST
from comments_service.services.accounts.contact_codes import VALID, send_code
from comments_service.web.api.openapi import Operation
from comments_service.web.api.schema_notes import describe_null
from comments_service.web.api.schemas import Line, request_fields
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.request_body import json_body
from comments_service.web.shell.request_context import current_caller, current_service


class ContactCodeRequest(BaseModel):
    """Where a code of six digits is to go, and about which policy somebody comments."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, json_schema_extra=describe_null
    )

    policy: Annotated[Line, Field(min_length=1, max_length=LONGEST["policy"])]
    email: Annotated[Line, Field(min_length=1, max_length=LONGEST["email"])]
    language: Annotated[
        Literal["zh-CN", "en"] | None, Field(description="The language of the message.")
    ] = None


class ContactCodeOut(BaseModel):
    """The id of a code, which goes to the address within moments.

    The answer is the same where an address has had enough of them for now, and gets none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    valid_seconds: int


codes = Blueprint("codes", __name__)
OPERATIONS = (
    Operation(
        "post", "/api/v1/contact-codes", "sendContactCode",
        "Have a code sent to an e-mail address, to be shown with a submission",
        202, ContactCodeOut,
        ("malformed", "unknown_policy", "not_offered", "invalid", "too_many", "unavailable",
         "clock_unsure"),
        (), ContactCodeRequest, window="any",
    ),
)  # fmt: skip


@codes.post("/api/v1/contact-codes")
@access(Access.PUBLIC)
def send_contact_code() -> tuple[Response, int]:
    """Send a code."""
    asked = request_fields(ContactCodeRequest, json_body(request))
    language = asked.get("language", "zh-CN")
    sent = send_code(current_service(), asked["policy"], asked["email"], language, current_caller())
    given = ContactCodeOut(id=sent, valid_seconds=int(VALID.total_seconds()))
    return jsonify(given.model_dump()), 202
