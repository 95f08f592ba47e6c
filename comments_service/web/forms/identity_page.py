"""Going to the provider of identities and coming back: two forms, and the page between them.

The provider sends browsers back with a GET, which only shows the second form: a GET writes
nothing. The script of its page sends it at once; without scripts a button does.
"""

from urllib.parse import urlencode

from flask import Blueprint, Response, request

from catalogue.model import Policy
from comments_service.domain.errors import NotOffered, ProviderDown, TooMany
from comments_service.services.accounts.identity_proofs import end_proof
from comments_service.web.forms.identity_way import (
    CALLBACK,
    browser_token,
    callback_address,
    leave,
    provider_label,
)
from comments_service.web.forms.routes import show_returned
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.page import (
    current_links,
    published_policy,
    redirect_to,
    show,
    show_refusal,
)
from comments_service.web.shell.request_body import form_fields
from comments_service.web.shell.request_context import current_caller, current_service
from comments_service.web.shell.request_locale import ENGLISH

_ANSWER = ("state", "code")

identity_page = Blueprint("identity_page", __name__)


@identity_page.post("/forms/identity/start")
@access(Access.PUBLIC)
def start() -> Response:
    """Leave for the provider from the dialog, which keeps what was written in its tab."""
    fields = form_fields(request)
    policy_id = fields.get("policy", "")
    try:
        return leave(policy_id, version=fields.get("version", ""))
    except (NotOffered, ProviderDown, TooMany) as refusal:
        policy = published_policy(policy_id)
        return show_refusal("refused.html", refusal, again=fields, policy=policy)


@identity_page.get(f"/{CALLBACK}")
@access(Access.PUBLIC)
def show_return() -> Response:
    """Show the form that takes what the provider sent along."""
    answer = {name: request.args.get(name, "") for name in _ANSWER}
    # The address of return is fixed, so the language comes with the state.
    if answer["state"].startswith(f"{ENGLISH}.") and "lang" not in request.args:
        query = urlencode({**answer, "lang": ENGLISH})
        return redirect_to(f"{current_links().root}{CALLBACK}?{query}")
    return show("identity_return.html", secret=True, answer=answer, provider=provider_label())


@identity_page.post(f"/{CALLBACK}")
@access(Access.PUBLIC)
def take_return() -> Response:
    """Ask the provider who it was, and go on where they were: in the form, or in the dialog."""
    answer = form_fields(request)
    if busy := current_caller().busy:
        raise busy
    sender = end_proof(current_service(), browser_token(), answer, callback_address())
    if sender.session.typed is not None:
        return show_returned(sender)
    policy = published_policy(sender.session.policy)
    if sender.refusal:
        return show_refusal("refused.html", sender.refusal, again=answer, policy=policy)
    done = redirect_to(f"{_page_left(policy, sender.session.version)}#identity={sender.ticket}")
    done.headers["Cache-Control"] = "no-store"
    return done


def _page_left(policy: Policy | None, version: str) -> str:
    """Return the address of the page whose dialog waits: what is written is kept by version."""
    links = current_links()
    if policy is None:
        return links.pages
    earlier = {each.id for each in policy.versions[:-1]}
    return links.version(policy.id, version) if version in earlier else links.policy(policy)
