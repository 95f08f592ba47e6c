"""What the interface answers about policies and receipts, and the health of the process."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from sqlalchemy import Connection

from catalogue.model import KINDS
from comments_service.domain.errors import Malformed
from comments_service.services.intake.lookup import look_up
from comments_service.services.register.overview import PolicyFilter, overview
from comments_service.web.api import responses
from comments_service.web.api.openapi import Operation, Parameter
from comments_service.web.api.public_figures import Known, PublicFigures, figures_answer
from comments_service.web.api.responses import lookup_answer, submission_answer
from comments_service.web.api.schemas import SubmissionIn, parse_submission
from comments_service.web.api.shown_receipt import SHOWN, shown_receipt
from comments_service.web.intake import take
from comments_service.web.lean_flask import COMPACT
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.request_body import json_body
from comments_service.web.shell.request_context import (
    current_health,
    current_service,
    current_settings,
    current_tallies,
)

api = Blueprint("api", __name__)

_SUBMISSION_CODES = (
    "malformed", "unknown_policy", "unknown_clause", "window_closed", "window_not_open",
    "no_window", "wrong_version", "idempotency_conflict", "invalid", "too_many", "unavailable",
    "clock_unsure",
)  # fmt: skip
_KIND = Parameter("kind", "query", "only policies of this kind", required=False, options=KINDS)
_IDS = Parameter(
    "ids", "query", "only these policies: ids separated by commas; unknown ones are passed over",
    required=False,
)  # fmt: skip
OPERATIONS = (
    Operation(
        "get", "/api/v1/policies", "listPolicies",
        "What is published, and which consultations are open by the service's clock",
        200, responses.PoliciesOut, ("malformed", "unavailable"), (_KIND, _IDS), conditional=True,
    ),
    Operation(
        "get", "/api/v1/policies/{policy_id}/tally", "showTally",
        "How many comments there are, and on which clauses",
        200, responses.TallyOut, ("unknown_policy", "unavailable"),
        (Parameter("policy_id", "path"),), conditional=True,
    ),
    Operation(
        "post", "/api/v1/submissions", "createSubmission",
        "Send comments; acknowledged only when they are on disk",
        201, responses.SubmissionOut, _SUBMISSION_CODES, (), SubmissionIn, window="required",
    ),
    Operation(
        "get", "/api/v1/receipts/{receipt_no}", "showReceipt",
        "What became of a submission, for whoever has its number and query code",
        200, responses.ReceiptLookupOut, ("unknown_receipt", "too_many", "unavailable"),
        SHOWN,
    ),
    Operation("get", "/healthz", "alive", "Whether the process answers", 200, responses.HealthOut),
    Operation(
        "get", "/readyz", "ready", "Whether submissions can be taken now; 503 where not",
        200, responses.HealthOut,
    ),
)  # fmt: skip


@api.get("/api/v1/policies")
@access(Access.PUBLIC)
def list_policies() -> Response:
    """List what is published, all of it or some, and which consultations are open."""
    kind, ids = request.args.get("kind"), request.args.get("ids")
    if kind is not None and kind not in KINDS:
        raise Malformed("没有这一类文件")
    wanted = PolicyFilter(kind, None if ids is None else frozenset(ids.split(",")))
    service, words, base_url = current_service(), current_app.json, current_settings().base_url

    def figures(connection: Connection, known: Known) -> PublicFigures:
        found = overview(connection, service, wanted, base_url, known)
        text = None if found.answer is None else words.dumps(found.answer, **COMPACT)
        return PublicFigures(found.etag, text, found.stands)

    return figures_answer(figures)


@api.get("/api/v1/policies/<policy_id>/tally")
@access(Access.PUBLIC)
def show_tally(policy_id: str) -> Response:
    """Show how many comments there are, and on which clauses."""
    service, tallies = current_service(), current_tallies()
    return figures_answer(
        lambda connection, known: PublicFigures(
            *tallies.tally(connection, service, policy_id, known)
        )
    )


@api.post("/api/v1/submissions")
@access(Access.PUBLIC)
def create_submission() -> tuple[Response, int]:
    """Take a submission."""
    taken = take(lambda: parse_submission(json_body(request)))
    return jsonify(submission_answer(taken)), 201


@api.get("/api/v1/receipts/<receipt_no>")
@access(Access.RECEIPT_HOLDER)
def show_receipt(receipt_no: str) -> Response:
    """Show a submission to whoever has its number and query code."""
    return jsonify(lookup_answer(look_up(current_service(), *shown_receipt(receipt_no))))


@api.get("/healthz")
@access(Access.PUBLIC)
def alive() -> dict[str, Any]:
    """Return that the process answers."""
    return {"status": "ok", "checks": {}, "problems": [], "warnings": [], "codes": []}


@api.get("/readyz")
@access(Access.PUBLIC)
def ready() -> tuple[dict[str, Any], int]:
    """Return whether submissions can be taken now."""
    found = current_health().readiness()
    status = "ok" if found.ready else "unavailable"
    told = {name: getattr(found, name) for name in ("checks", "problems", "warnings", "codes")}
    return {"status": status, **told}, 200 if found.ready else 503
