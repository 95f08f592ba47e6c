"""Pages of the whole site: first page, lists, search, data, following, and what is missing."""

from collections.abc import Iterator
from dataclasses import replace

from catalogue.model import Catalogue
from interface.language import Language, language
from publisher.compile.neighbours import newest_first
from publisher.pages.shell.meta import column_meta
from publisher.pages.shell.page import Page
from publisher.pages.shell.page_columns import PageColumn, column_of, columns_of, home_column
from publisher.pages.site.consultations import open_first
from publisher.pages.site.follow import site_follow
from publisher.pages.site.home import home_page
from publisher.pages.site.items import Items
from publisher.pages.site.list_data import list_data
from publisher.pages.site.list_pages import list_pages
from publisher.pages.site.open_data import data_values
from publisher.sources import SiteFile


def site_pages(
    catalogue: Catalogue, site: SiteFile, tag: str, base_url: str = ""
) -> Iterator[Page]:
    """Yield the pages that depend on every policy, in one language."""
    locale = language(tag)
    for page, column in _of_columns(catalogue, site, locale, base_url):
        metas = column_meta(column, locale.prefix + page.path, site, base_url)
        yield replace(page, metas=tuple(metas))
    yield Page("", "missing", locale.translate("没有这个页面"), "missing.html", {}, file="404.html")


def _of_columns(
    catalogue: Catalogue, site: SiteFile, locale: Language, base_url: str
) -> Iterator[tuple[Page, PageColumn]]:
    translate = locale.translate
    policies = newest_first(catalogue.policies)
    items = Items(locale, catalogue.built_at)
    columns = columns_of(site, catalogue, translate)
    search, data, follow, every = (
        column_of(kind, site, translate) for kind in ("search", "data", "follow", "list")
    )
    yield home_page(policies, site, items, columns), home_column(site, translate)
    yield from list_pages(open_first(policies, items.now), items, [every, *columns])
    yield Page("search", "search", translate("检索"), "search.html", {}), search
    values = data_values(catalogue, site, translate, base_url)
    yield Page("data", "data", translate("开放数据"), "data.html", values), data
    followed = site_follow(policies, translate, base_url)
    yield Page("follow", "follow", follow.name, "follow.html", followed), follow


def listing(catalogue: Catalogue) -> str:
    """Return ``assets/lists.json``, by which scripts filter, in the order of the lists."""
    listed = open_first(newest_first(catalogue.policies), catalogue.built_at)
    return list_data(listed, catalogue.site.outcome_due_days)
