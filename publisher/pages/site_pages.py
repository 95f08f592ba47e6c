"""The pages of the whole site: the first page, the search page, the page for what is not there."""

from collections.abc import Iterator
from dataclasses import replace

from catalogue.model import Catalogue, Policy
from look.language import language
from publisher.pages import words
from publisher.pages.columns import Column, data_column, home_column, search_column
from publisher.pages.data import data_values
from publisher.pages.meta import Meta, column_meta
from publisher.pages.page import Page
from publisher.sources import SiteFile

_GROUPS = (
    ("open", "征集中"),
    ("upcoming", "即将开始"),
    ("closed", "已截止"),
    ("answered", "已反馈"),
)


def site_pages(
    catalogue: Catalogue, site: SiteFile, tag: str, base_url: str = ""
) -> Iterator[Page]:
    """Yield the pages that depend on every policy, in one language."""
    spoken = language(tag)
    say = spoken.say

    def metas(column: Column, path: str) -> tuple[Meta, ...]:
        return tuple(column_meta(column, spoken.prefix + path, site, base_url))

    yield replace(_home(catalogue, site), metas=metas(home_column(site, say), ""))
    found = metas(search_column(site, say), "search/")
    yield Page("search", "search", say("检索"), "search.html", {}, metas=found)
    found = metas(data_column(site, say), "data/")
    values = data_values(catalogue, site, say, base_url)
    yield Page("data", "data", say("开放数据"), "data.html", values, metas=found)
    yield Page("", "missing", say("没有这个页面"), "missing.html", {}, file="404.html")


def _home(catalogue: Catalogue, site: SiteFile) -> Page:
    policies = catalogue.policies
    consultations = [policy for policy in policies if policy.kind == "consultation"]
    lists = []
    for kind, name in words.KIND_NAMES.items():
        listed = [policy for policy in policies if policy.kind == kind]
        if listed and kind != "consultation":
            lists.append((kind, name, sorted(listed, key=_newest_first)))
    values = {
        "catalogue": catalogue,
        "consultations": sorted(consultations, key=_newest_first),
        "groups": _GROUPS,
        "lists": lists,
    }
    return Page("", "home", site.name, "home.html", values)


def _newest_first(policy: Policy) -> tuple[int, str]:
    at = policy.issued_on or policy.written_on
    return (-at.toordinal() if at else 0, policy.id)
