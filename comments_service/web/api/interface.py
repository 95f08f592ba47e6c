"""The programming interface, version 1: all of its operations, and their description."""

from functools import cache
from typing import Any

from flask import Blueprint, Flask

from comments_service.web.api import (
    challenge_routes,
    code_routes,
    identity_routes,
    own_routes,
    request_routes,
    routes,
    slip_routes,
)
from comments_service.web.api.openapi import Operation, interface_description
from comments_service.web.shell.access import Access, access

_PARTS = (
    (routes.api, routes.OPERATIONS),
    (own_routes.own, own_routes.OPERATIONS),
    (challenge_routes.challenges, challenge_routes.OPERATIONS),
    (code_routes.codes, code_routes.OPERATIONS),
    (identity_routes.identities, identity_routes.OPERATIONS),
    (request_routes.rights, request_routes.OPERATIONS),
    (slip_routes.slips, slip_routes.OPERATIONS),
)
_described = Blueprint("described", __name__)


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI document of all operations."""
    own = Operation("get", "/api/openapi.json", "describe", "This description", 200, None)
    return interface_description([*(each for _, part in _PARTS for each in part), own])


@_described.get("/api/openapi.json")
@access(Access.PUBLIC)
def describe() -> dict[str, Any]:
    """Describe this interface (OpenAPI 3.1)."""
    return description()


def register_interface(app: Flask) -> None:
    """Let the application answer every operation."""
    for blueprint, _ in _PARTS:
        app.register_blueprint(blueprint)
    app.register_blueprint(_described)
