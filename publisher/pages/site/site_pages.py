"""Pages of the whole site: first page, lists, search, data, following, and what is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from catalogue.model import Catalogue, Policy
from publisher.compile.neighbours import newest_first
from publisher.pages.shell.meta import column_meta
from publisher.pages.shell.page import Page
from publisher.pages.shell.page_columns import PageColumn, column_of, columns_of, home_column
from publisher.pages.site.consultations import open_first
from publisher.pages.site.follow import site_follow
from publisher.pages.site.home import home_page
from publisher.pages.site.items import ROOT, Items
from publisher.pages.site.list_data import list_data
from publisher.pages.site.list_pages import PER_PAGE, list_pages
from publisher.pages.site.open_data import data_values
from publisher.sources import SiteFile


def site_pages(
    catalogue: Catalogue,
    site: SiteFile,
    items: Items,
    base_url: str = "",
    examples: Sequence[str] = (),
) -> Iterator[Page]:
    """Yield the pages that depend on every policy, in the language of ``items``.

    ``examples`` are questions that the search page suggests.
    """
    locale = items.locale
    for page, column in _of_columns(catalogue, site, items, base_url, examples):
        metas = column_meta(column, locale.prefix + page.path, site, base_url)
        yield replace(page, metas=tuple(metas))
    yield Page("", "missing", locale.translate("没有这个页面"), "missing.html", {}, file="404.html")


def _of_columns(
    catalogue: Catalogue,
    site: SiteFile,
    items: Items,
    base_url: str,
    examples: Sequence[str],
) -> Iterator[tuple[Page, PageColumn]]:
    translate = items.locale.translate
    policies = newest_first(catalogue.policies)
    columns = columns_of(site, catalogue, translate)
    search, data, follow, every, answered = (
        column_of(kind, site, translate)
        for kind in ("search", "data", "follow", "list", "answered")
    )
    yield home_page(policies, site, items, columns), home_column(site, translate)
    yield from list_pages(open_first(policies, items.now), items, [every, *columns], answered)
    yield _search_page(policies, items, examples), search
    values = data_values(catalogue, site, translate, base_url)
    yield Page("data", "data", translate("开放数据"), "data.html", values), data
    followed = site_follow(policies, translate, base_url)
    yield Page("follow", "follow", follow.name, "follow.html", followed), follow


def _search_page(policies: Sequence[Policy], items: Items, examples: Sequence[str]) -> Page:
    """Return the page of the search; without scripts it lists the policies, if not too many."""
    up = "../../" if items.locale.prefix else "../"
    # A page from a folder is found by its file alone.
    hrefs = [f"{items.href(policy).replace(ROOT, up)}index.html" for policy in policies]
    titles = [policy.title for policy in policies]
    documents = [*zip(hrefs, titles, strict=True)] if len(policies) <= PER_PAGE else []
    values = {"examples": examples, "documents": documents, "count": len(policies)}
    return Page("search", "search", items.locale.translate("检索"), "search.html", values)


def listing(catalogue: Catalogue, shown_at: datetime) -> str:
    """Return ``assets/lists.json``, by which scripts filter, in the order of the lists."""
    listed = open_first(newest_first(catalogue.policies), shown_at)
    return list_data(listed, catalogue.site.outcome_due_days)
