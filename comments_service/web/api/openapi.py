"""The interface described as OpenAPI 3.1, made from the models that check requests."""

from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from catalogue.model import KINDS
from comments_service.web.api import responses
from comments_service.web.api.schemas import SubmissionIn
from comments_service.web.shell.problem_details import HTTP_CODES, STATUS
from interface.language import LANGUAGES

_REF = "#/components/schemas/{model}"
_PROBLEM = "application/problem+json"
_EVERYWHERE = (405, 414, 500)
_SUBMISSION_CODES = (
    "malformed", "unknown_policy", "unknown_clause", "window_closed", "window_not_open",
    "no_window", "wrong_version", "idempotency_conflict", "invalid", "too_many", "unavailable",
    "clock_unsure",
)  # fmt: skip


class Parameter(NamedTuple):
    """A parameter in the path or, where it may be left out, in the query."""

    name: str
    place: str
    meaning: str = ""
    required: bool = True
    options: tuple[str, ...] = ()


class Operation(NamedTuple):
    """One operation; ``codes`` are its problems, ``conditional``: it answers 304 (ETag)."""

    method: str
    path: str
    name: str
    summary: str
    status: int
    answer: type[BaseModel] | None
    codes: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    body: type[BaseModel] | None = None
    conditional: bool = False


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
        (Parameter("policy_id", "path"),),
    ),
    Operation(
        "post", "/api/v1/submissions", "createSubmission",
        "Send comments; acknowledged only when they are on disk",
        201, responses.SubmissionOut, _SUBMISSION_CODES, (), SubmissionIn,
    ),
    Operation(
        "get", "/api/v1/receipts/{receipt_no}", "showReceipt",
        "What became of a submission, for whoever has its number and query code",
        200, responses.ReceiptLookupOut, ("unknown_receipt", "too_many", "unavailable"),
        (Parameter("receipt_no", "path"), Parameter("code", "query")),
    ),
    Operation("get", "/api/openapi.json", "describe", "This description", 200, None),
    Operation("get", "/healthz", "alive", "Whether the process answers", 200, responses.HealthOut),
    Operation(
        "get", "/readyz", "ready", "Whether submissions can be taken now; 503 where not",
        200, responses.HealthOut,
    ),
)  # fmt: skip


_LANGUAGE = Parameter(
    "lang", "query", "the language of the words in problem details; zh-CN where none is named",
    required=False, options=LANGUAGES,
)  # fmt: skip


@cache
def interface_description() -> dict[str, Any]:
    """Return the OpenAPI document."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Yanlu comments service", "version": "1"},
        "paths": paths,
        "components": {"schemas": _schemas()},
    }


def _schemas() -> dict[str, Any]:
    models: list[tuple[type[BaseModel], Any]] = [
        *((each.answer, "serialization") for each in OPERATIONS if each.answer),
        *((each.body, "validation") for each in OPERATIONS if each.body),
        (responses.Problem, "serialization"),
    ]
    return dict(models_json_schema(models, ref_template=_REF)[1]["$defs"])


def _operation(operation: Operation) -> dict[str, Any]:
    everywhere = (_LANGUAGE,) if operation.path.startswith("/api/v1/") else ()
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [_parameter(each) for each in (*operation.parameters, *everywhere)],
        "responses": _responses(operation),
    }
    if operation.body is not None:
        content = {"application/json": {"schema": _reference(operation.body)}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _parameter(asked: Parameter) -> dict[str, Any]:
    options = {"enum": list(asked.options)} if asked.options else {}
    schema = {"type": "string", **options}
    found = {"name": asked.name, "in": asked.place, "required": asked.required, "schema": schema}
    return {**found, "description": asked.meaning} if asked.meaning else found


def _responses(operation: Operation) -> dict[str, Any]:
    schema = _reference(operation.answer) if operation.answer else {"type": "object"}
    good = {"description": "OK", "content": {"application/json": {"schema": schema}}}
    found = {str(operation.status): good}
    if operation.conditional:
        found["304"] = {"description": "Not modified"}
    if operation.path == "/readyz":
        found["503"] = {**good, "description": "Not ready"}
    for code in operation.codes:
        status = str(STATUS[code])
        before = found.get(status, {}).get("description")
        found[status] = _problem(f"{before}, {code}" if before else code)
    for each in _EVERYWHERE if operation.body is None else (413, *_EVERYWHERE):
        found[str(each)] = _problem(HTTP_CODES[each][0])
    return found


def _problem(codes: str) -> dict[str, Any]:
    content = {_PROBLEM: {"schema": _reference(responses.Problem)}}
    return {"description": codes, "content": content}


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REF.format(model=model.__name__)}
