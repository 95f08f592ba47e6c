"""The interface described as OpenAPI 3.1, made from the models that check requests."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from comments_service.web.api import responses
from comments_service.web.shell.problem_details import HTTP_CODES, STATUS
from interface.language import LANGUAGES

_REF = "#/components/schemas/{model}"
_PROBLEM = "application/problem+json"
_EVERYWHERE = (405, 414, 500)


class Parameter(NamedTuple):
    """A parameter in the path or, where it may be left out, in the query."""

    name: str
    place: str
    meaning: str = ""
    required: bool = True
    options: tuple[str, ...] = ()


class Operation(NamedTuple):
    """One operation; ``codes`` are its problems, ``conditional``: it answers 304 (ETag).

    ``window`` is of every one that writes: it is ``required`` that the window of what it writes
    about is open then, or it may be in ``any`` state. ``media`` is the type of its body.
    """

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
    window: Literal["required", "any"] | None = None
    media: str = "application/json"


_LANGUAGE = Parameter(
    "lang", "query", "the language of the words in problem details; zh-CN where none is named",
    required=False, options=LANGUAGES,
)  # fmt: skip


def interface_description(operations: Sequence[Operation]) -> dict[str, Any]:
    """Return the OpenAPI document."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Yanlu comments service", "version": "1"},
        "paths": paths,
        "components": {"schemas": _schemas(operations)},
    }


def _schemas(operations: Sequence[Operation]) -> dict[str, Any]:
    models: list[tuple[type[BaseModel], Any]] = [
        *((each.answer, "serialization") for each in operations if each.answer),
        *((each.body, "validation") for each in operations if each.body),
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
    if operation.window is not None:
        described["x-yanlu-window"] = operation.window
    if operation.body is not None:
        content = {operation.media: {"schema": _reference(operation.body)}}
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
