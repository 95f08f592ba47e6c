"""What a ticket proves: the name that somebody proved at the provider, before it is sent."""

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ConfigDict

from comments_service.domain.errors import FieldFault, Invalid
from comments_service.services.accounts.identity_proofs import GONE, proved_name
from comments_service.web.api.openapi import Operation, Parameter
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.request_context import current_service

_HEADER = "X-Identity-Ticket"


class IdentityOut(BaseModel):
    """The name under which a submission with this ticket is to be sent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str


identities = Blueprint("identities", __name__)
OPERATIONS = (
    Operation(
        "get", "/api/v1/identity", "showIdentity", "The name that a ticket proves, while it does",
        200, IdentityOut, ("invalid", "unavailable"), (Parameter(_HEADER, "header", "the ticket"),),
    ),
)  # fmt: skip


@identities.get("/api/v1/identity")
@access(Access.PUBLIC)
def show_identity() -> Response:
    """Show the name to whoever has the ticket."""
    name = proved_name(current_service(), request.headers.get(_HEADER, ""))
    if name is None:
        raise Invalid(FieldFault("identity", GONE))
    return jsonify(IdentityOut(name=name).model_dump())
