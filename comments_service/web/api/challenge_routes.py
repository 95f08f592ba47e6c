"""The token that goes with a submission by the interface, as the form has it in a hidden field."""

from flask import Blueprint, Response, jsonify
from pydantic import BaseModel, ConfigDict

from comments_service.domain.comments.challenge import OLDEST
from comments_service.services.intake.challenges import new_challenge, youngest
from comments_service.web.api.openapi import Operation
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.request_context import current_service, current_settings
from comments_service.web.shell.request_locale import api_locale

challenges = Blueprint("challenges", __name__)


class IdentityOffer(BaseModel):
    """Senders can prove who they are at the provider that people call by this ``label``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str


class Offers(BaseModel):
    """What senders can prove: that they are reached at an e-mail address, and who they are."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    contact_codes: bool
    identity: IdentityOffer | None


class ChallengeOut(BaseModel):
    """A token for one submission, null where none is asked for, and what can be proved with it.

    It may be used from ``wait_seconds`` to ``valid_seconds`` after this answer.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    offers: Offers
    challenge: str | None
    wait_seconds: int
    valid_seconds: int


OPERATIONS = (
    Operation(
        "get", "/api/v1/challenge", "showChallenge", "A token to be sent along with one submission",
        200, ChallengeOut, ("unavailable",),
    ),
)  # fmt: skip


@challenges.get("/api/v1/challenge")
@access(Access.PUBLIC)
def show_challenge() -> Response:
    """Return a new token."""
    service = current_service()
    given = ChallengeOut(
        offers=_offers(),
        challenge=new_challenge(service) or None,
        wait_seconds=int(youngest(service).total_seconds()),
        valid_seconds=int(OLDEST.total_seconds()),
    )
    return jsonify(given.model_dump())


def _offers() -> Offers:
    settings = current_settings()
    label = api_locale().translate(settings.oidc_name)
    offered = IdentityOffer(label=label) if settings.oidc_issuer else None
    return Offers(contact_codes=current_service().mail, identity=offered)
