"""The pages: what they show, and how they are set into the shells of the theme."""

from publisher.pages.policy.page import QR_FILE, PolicyPages
from publisher.pages.shell.page import Page
from publisher.pages.shell.page_renderer import Addresses, PageRenderer, path_of
from publisher.pages.site.site_pages import listing, site_pages

__all__ = [
    "QR_FILE",
    "Addresses",
    "Page",
    "PageRenderer",
    "PolicyPages",
    "listing",
    "path_of",
    "site_pages",
]
