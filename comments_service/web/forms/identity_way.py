"""The way to the provider of identities, from a page of ours; and what binds it to this browser."""

from collections.abc import Mapping

from flask import Response, request

from comments_service.services.accounts.identity_proofs import KEPT_FOR, begin_proof
from comments_service.web.shell.page import own_root, show
from comments_service.web.shell.request_context import (
    current_caller,
    current_service,
    current_settings,
)
from comments_service.web.shell.request_locale import request_locale
from comments_service.web.shell.security import over_https

CALLBACK = "forms/identity/callback"


def provider_label() -> str:
    """Return what the provider is called on this page, "" where there is none."""
    settings = current_settings()
    return request_locale().translate(settings.oidc_name) if settings.oidc_issuer else ""


def callback_address() -> str:
    """Return the whole address to which the provider sends a browser back."""
    return own_root() + CALLBACK


def browser_token() -> str:
    """Return what this browser was given when it left."""
    return request.cookies.get(_cookie(), "")


def leave(policy_id: str, typed: Mapping[str, str] | None = None, version: str = "") -> Response:
    """Send the browser to the provider; ``typed`` is the form that is shown again afterwards.

    Without one it is the page of that ``version``.

    By a page that leads there: a form's answer may not lead to another host by our own rules.
    """
    way = request_locale().language.tag, callback_address(), browser_token()
    address, browser = begin_proof(
        current_service(), policy_id, current_caller(), way, typed, version
    )
    answer = show("identity_leave.html", secret=True, address=address, provider=provider_label())
    answer.set_cookie(
        _cookie(), browser, path="/", secure=over_https(current_settings()), httponly=True,
        samesite="Lax", max_age=KEPT_FOR,
    )  # fmt: skip
    return answer


def _cookie() -> str:
    return "__Host-yanlu_identity" if over_https(current_settings()) else "yanlu_identity"
