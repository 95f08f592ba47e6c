"""Showing a page: the frame that all have in common, and the headers that protect them."""

from collections.abc import Mapping
from functools import partial
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from flask import Response, make_response, redirect, render_template, request
from markupsafe import Markup

from catalogue.model import Policy, Site
from comments_service.domain.errors import Refusal, Unavailable, UnknownPolicy
from comments_service.services.intake.notices import notice_of
from comments_service.web.shell.links import Links, Switch
from comments_service.web.shell.problem_details import STATUS, say_when_again
from comments_service.web.shell.request_context import current_service, current_settings, request_id
from comments_service.web.shell.request_locale import CHINESE, ENGLISH, Locale, request_locale
from comments_service.web.shell.words import WORDS
from interface.contact import ways_to_reach
from interface.page_foot import OFFERS
from interface.privacy_notice import PrivacyNotice
from interface.quoting import chinese, quoting, with_chinese

_NAMELESS = Site("言路")
_IN_CHINESE = Markup(' lang="zh-CN"')


def show(
    template: str,
    status: int = 200,
    *,
    secret: bool = False,
    again: Mapping[str, str] | None = None,
    again_at: str = "",
    **facts: Any,
) -> Response:
    """Render a page; a ``secret`` one is neither stored nor named to where its links lead.

    Other pages are asked for again each time, but stay in the browser's history with
    what was typed into them. ``again`` are the fields which, sent to the same address (or to
    ``again_at`` below the service's root), give this page in another language; without them
    its address alone does.
    """
    locale, links = request_locale(), current_links()
    other = CHINESE if locale.is_english else ENGLISH
    query = urlencode({**request.args.to_dict(), "lang": other})
    address = links.root + again_at if again_at else ""
    switch = Switch(other, f"{address}?{query}", again or {})
    frame = {**_frame(locale), "site": current_site(), "links": links, "switch": switch}
    answer = make_response(render_template(template, **(frame | facts)), status)
    answer.headers["Content-Security-Policy"] = _content_policy(links)
    answer.headers["Cache-Control"] = "no-store" if secret else "private, no-cache"
    if secret:
        answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def current_links() -> Links:
    """Return where the links of the page that is asked for lead."""
    settings, english = current_settings(), request_locale().is_english
    root = "../" * (request.path.count("/") - 1) or "./"
    served_here = settings.site_folder is not None
    if served_here and settings.service_url is None:
        # One origin: the site is where the service is, by whatever name it was reached.
        return Links(root, root, english=english)
    site = settings.base_url or (None if served_here else settings.site)
    return Links(root, f"{site.rstrip('/')}/" if site else root, english=english)


def lookup_address(number: str) -> str:
    """Return the whole address where a receipt is looked up, for paper and for telephones."""
    return Links(own_root(), "", english=request_locale().is_english).receipts(number)


def own_root() -> str:
    """Return the whole address of the service, as others reach it."""
    settings = current_settings()
    own = settings.service_url or settings.base_url or request.url_root
    return f"{own.rstrip('/')}/"


def redirect_to(address: str, status: int = 303) -> Response:
    """Return a redirect, which is a response of Flask although its type says Werkzeug's."""
    return cast("Response", redirect(address, status))


def show_refusal(template: str, refusal: Refusal, **facts: Any) -> Response:
    """Render a page that says why something was refused, with the status that goes with it."""
    said = request_locale().of(refusal)
    answer = show(template, STATUS[refusal.code], refusal=refusal, said=said, **facts)
    return say_when_again(answer, refusal)


def _frame(locale: Locale) -> dict[str, Any]:
    """Return the words and functions of templates; ``zh`` marks an element of Chinese text.

    ``chinese`` marks a text among others, ``quoted`` those that a message quotes.
    """
    return {
        **WORDS,
        "offers": OFFERS,
        "request_id": request_id(),
        "_": locale.translate,
        "locale": locale,
        "tag": locale.language.tag,
        "english": locale.is_english,
        "zh": _IN_CHINESE if locale.is_english else "",
        "chinese": partial(chinese, locale.translate),
        "with_chinese": with_chinese,
        "ways_to_reach": _ways_to_reach,
        "privacy_notice": _privacy_notice,
        "quoted": quoting(locale.translate),
    }


def _ways_to_reach(policy: Policy) -> list[tuple[str, str, str]]:
    return ways_to_reach((each.kind, each.to) for each in policy.channels)


def _privacy_notice(policy: Policy) -> PrivacyNotice:
    return notice_of(current_site(), policy)


def _content_policy(links: Links) -> str:
    """Allow nothing but own files, forms, drawings, and the site's icon, mark and search form."""
    site = urlsplit(links.site)
    elsewhere = f" {site.scheme}://{site.netloc}" if site.netloc else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; "
        f"img-src 'self' data:{elsewhere}; form-action 'self'{elsewhere}; frame-ancestors 'none'"
    )


def published_policy(policy_id: str) -> Policy | None:
    """Return a policy of the site; None where the site is not there, or the policy is not."""
    try:
        return current_service().published.policy(policy_id)
    except (Unavailable, UnknownPolicy):
        return None


def current_site() -> Site:
    """Return what every page carries; only the name where the site is not there."""
    try:
        return current_service().published.catalogue().site
    except Unavailable:
        return _NAMELESS
