"""The pages of the whole site: the first page, the search page, the page for what is not there."""

from collections.abc import Iterator

from catalogue.model import Catalogue, Policy
from look.language import language
from publisher.pages import words
from publisher.pages.page import Page
from publisher.sources import SiteFile

_GROUPS = (
    ("open", "征集中"),
    ("upcoming", "即将开始"),
    ("closed", "已截止"),
    ("answered", "已反馈"),
)


def site_pages(catalogue: Catalogue, site: SiteFile, tag: str) -> Iterator[Page]:
    """Yield the pages that depend on every policy, in one language."""
    say = language(tag).say
    yield _home(catalogue, site)
    yield Page("search", "search", say("检索"), "search.html", {})
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
