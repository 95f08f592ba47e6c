"""Pages of the whole site: first page, lists, search, data, and the one for what is not there."""

from collections.abc import Iterator
from dataclasses import replace

from catalogue.model import Catalogue
from look.language import Language, language
from publisher.pages.shell.meta import column_meta
from publisher.pages.shell.page import Page
from publisher.pages.shell.page_columns import (
    PageColumn,
    columns_of,
    data_column,
    home_column,
    list_column,
    search_column,
)
from publisher.pages.site.home import home_page
from publisher.pages.site.items import Items, newest_first
from publisher.pages.site.list_data import list_data
from publisher.pages.site.list_pages import list_pages
from publisher.pages.site.open_data import data_values
from publisher.sources import SiteFile


def site_pages(
    catalogue: Catalogue, site: SiteFile, tag: str, base_url: str = ""
) -> Iterator[Page]:
    """Yield the pages that depend on every policy, in one language."""
    spoken = language(tag)
    for page, column in _of_columns(catalogue, site, spoken, base_url):
        path = spoken.prefix + (f"{page.folder}/" if page.folder else "")
        metas = tuple(column_meta(column, path, site, base_url))
        yield replace(page, metas=metas)
    yield Page("", "missing", spoken.say("没有这个页面"), "missing.html", {}, file="404.html")


def _of_columns(
    catalogue: Catalogue, site: SiteFile, spoken: Language, base_url: str
) -> Iterator[tuple[Page, PageColumn]]:
    say = spoken.say
    policies = newest_first(catalogue.policies)
    items = Items(spoken, catalogue.built_at)
    columns = columns_of(site, catalogue, say)
    yield home_page(policies, site, items, columns), home_column(site, say)
    yield from list_pages(policies, items, [list_column(site, say), *columns])
    yield Page("search", "search", say("检索"), "search.html", {}), search_column(site, say)
    values = data_values(catalogue, site, say, base_url)
    yield Page("data", "data", say("开放数据"), "data.html", values), data_column(site, say)


def listing(catalogue: Catalogue) -> str:
    """Return ``assets/lists.json``, by which scripts filter, in the order of the lists."""
    return list_data(newest_first(catalogue.policies), catalogue.site.outcome_due_days)
