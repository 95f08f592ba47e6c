"""What senders may ask of the office about their own data, by the interface."""

from typing import Annotated, Any, Literal

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ConfigDict, Field

from catalogue.window import rfc3339
from comments_service.domain.register.submission_request import (
    LONGEST_WORDS,
    StoredRequest,
    read_request,
)
from comments_service.services.register.submission_requests import ask
from comments_service.web.api.openapi import Operation
from comments_service.web.api.schemas import Lines, request_fields
from comments_service.web.api.shown_receipt import SHOWN, shown_receipt
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.request_body import json_body
from comments_service.web.shell.request_context import current_service

Kind = Literal["access", "correction", "erasure", "not_mine"]


class RequestIn(BaseModel):
    """A request: ``not_mine`` says that somebody else commented in one's name."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    kind: Kind
    words: Annotated[Lines, Field(max_length=LONGEST_WORDS)] = ""
    comment: Annotated[
        str, Field(max_length=64, description="Without it, it is about the whole submission.")
    ] = ""


class RequestOut(BaseModel):
    """A request as it was taken; the office answers by ``due_on``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: Kind
    comment: str | None
    words: str
    made_at: str
    due_on: str
    state: Literal["open", "granted", "restricted", "refused"]


rights = Blueprint("rights", __name__)
OPERATIONS = (
    Operation(
        "post", "/api/v1/receipts/{receipt_no}/requests", "makeRequest",
        "Ask for one's data, their correction or erasure, or say that a comment is not one's own",
        201, RequestOut,
        ("malformed", "unknown_receipt", "unknown_comment", "invalid", "too_many", "unavailable",
         "clock_unsure"),
        SHOWN, RequestIn, window="any",
    ),
)  # fmt: skip


@rights.post("/api/v1/receipts/<receipt_no>/requests")
@access(Access.RECEIPT_HOLDER)
def make_request(receipt_no: str) -> tuple[Response, int]:
    """Take a request."""
    new = read_request(request_fields(RequestIn, json_body(request)))
    made = ask(current_service(), shown_receipt(receipt_no), new)
    return jsonify(_answer(made)), 201


def _answer(made: StoredRequest) -> dict[str, Any]:
    same = {name: getattr(made, name) for name in ("id", "comment", "words")}
    days = {"made_at": rfc3339(made.made_at), "due_on": made.due_on.isoformat()}
    answer = {**same, **days, "kind": made.kind.value, "state": made.state.value}
    return RequestOut.model_validate(answer).model_dump()
