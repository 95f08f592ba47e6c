"""The pages of the whole site: the first page, lists, search, the page for what is not there."""

from collections.abc import Iterator

from catalogue.model import Catalogue
from look.language import language
from publisher.pages.home import home_page
from publisher.pages.items import Items, newest_first
from publisher.pages.list_data import list_data
from publisher.pages.lists import list_pages
from publisher.pages.page import Page
from publisher.sources import SiteFile


def site_pages(catalogue: Catalogue, site: SiteFile, tag: str) -> Iterator[Page]:
    """Yield the pages that depend on every policy, in one language."""
    spoken = language(tag)
    policies = newest_first(catalogue.policies)
    items = Items(spoken, catalogue.built_at)
    yield home_page(catalogue, policies, site, items)
    yield from list_pages(policies, items)
    yield Page("search", "search", spoken.say("检索"), "search.html", {})
    yield Page("", "missing", spoken.say("没有这个页面"), "missing.html", {}, file="404.html")


def listing(catalogue: Catalogue, site: SiteFile) -> str:
    """Return ``assets/lists.json``, by which scripts filter, in the order of the lists."""
    return list_data(newest_first(catalogue.policies), site.outcome_due_days)
