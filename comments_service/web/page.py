"""Showing a page: the frame that all have in common, and the headers that protect them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request

from catalogue.model import Site
from comments_service.domain.errors import Refusal, Unavailable
from comments_service.settings import Settings
from comments_service.web.current import current_service, current_settings
from comments_service.web.problems import STATUS

_NAMELESS = Site("言路")
_ASKED_ANEW = "private, no-cache"
_KEPT_NOWHERE = "no-store"


@dataclass(frozen=True, slots=True)
class Links:
    """Where things are, each ending in a slash: the service's root, the site's.

    The service's own links are relative, so that they hold under any path at which a
    proxy shows it.
    """

    root: str
    site: str

    @property
    def together(self) -> bool:
        """Whether the site is served by this same service."""
        return self.root == self.site


def show(template: str, status: int = 200, *, secret: bool = False, **facts: Any) -> Response:
    """Render a page; a ``secret`` one is neither stored nor named to where its links lead.

    Other pages are asked for anew each time, but stay in the browser's history with
    what was typed into them.
    """
    links = _links(current_settings(), request.path)
    page = render_template(template, site=_site(), links=links, **facts)
    answer = make_response(page, status)
    answer.headers["Content-Security-Policy"] = _content_policy(links)
    answer.headers["Cache-Control"] = _KEPT_NOWHERE if secret else _ASKED_ANEW
    if secret:
        answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def show_refusal(template: str, refusal: Refusal, **facts: Any) -> Response:
    """Render a page that says why something was refused, with the status that goes with it."""
    answer = show(template, STATUS[refusal.code], refusal=refusal, **facts)
    if isinstance(refusal, Unavailable):
        answer.headers["Retry-After"] = "10"
    return answer


def _links(settings: Settings, path: str) -> Links:
    root = "../" * (path.count("/") - 1) or "./"
    site = settings.base_url or (settings.site if settings.site_folder is None else None)
    return Links(root, f"{site.rstrip('/')}/" if site else root)


def _content_policy(links: Links) -> str:
    """Allow nothing but the stylesheet, the icon and forms, the site's search form among them."""
    site = urlsplit(links.site)
    elsewhere = f" {site.scheme}://{site.netloc}" if site.netloc else ""
    return (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
        f"form-action 'self'{elsewhere}; frame-ancestors 'none'"
    )


def _site() -> Site:
    try:
        return current_service().published.catalogue().site
    except Unavailable:
        return _NAMELESS
