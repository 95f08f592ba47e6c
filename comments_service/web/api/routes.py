"""The programming interface, version 1, and the health of the process."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request

from catalogue.model import KINDS
from comments_service.domain.errors import Malformed
from comments_service.services.intake.lookup import look_up
from comments_service.services.outcome.tally import public_tally
from comments_service.services.register.overview import PolicyFilter, overview
from comments_service.web.api.openapi import interface_description
from comments_service.web.api.responses import lookup_answer, submission_answer
from comments_service.web.api.schemas import parse_submission
from comments_service.web.intake import take
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.request_body import json_body
from comments_service.web.shell.request_context import (
    current_caller,
    current_health,
    current_service,
    current_settings,
)

api = Blueprint("api", __name__)


@api.get("/api/v1/policies")
@access(Access.PUBLIC)
def list_policies() -> Response:
    """List what is published, all of it or some, and which consultations are open."""
    kind, ids = request.args.get("kind"), request.args.get("ids")
    if kind is not None and kind not in KINDS:
        raise Malformed("没有这一类文件")
    wanted = PolicyFilter(kind, None if ids is None else frozenset(ids.split(",")))
    known = request.if_none_match.contains_weak
    found = overview(current_service(), wanted, current_settings().base_url, known)
    answer = Response(status=304) if found.answer is None else jsonify(found.answer)
    answer.set_etag(found.etag, weak=True)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@api.get("/api/v1/policies/<policy_id>/tally")
@access(Access.PUBLIC)
def show_tally(policy_id: str) -> Response:
    """Show how many comments there are, and on which clauses."""
    return jsonify(public_tally(current_service(), policy_id))


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
    code = request.args.get("code", "")
    return jsonify(lookup_answer(look_up(current_service(), receipt_no, code, current_caller())))


@api.get("/api/openapi.json")
@access(Access.PUBLIC)
def describe() -> dict[str, Any]:
    """Describe this interface (OpenAPI 3.1)."""
    return interface_description()


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
    return {"status": status, **asdict(found)}, 200 if found.ready else 503
