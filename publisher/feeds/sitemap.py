"""``sitemap.xml`` (sitemaps.org 0.9) and ``robots.txt`` (RFC 9309), which need a base URL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from xml.etree.ElementTree import Element

from catalogue.model import Catalogue
from catalogue.window import china_day
from publisher.addresses.feeds import has_feed
from publisher.feeds.origin import Origin
from publisher.feeds.xml_file import add, xml_bytes
from publisher.wording.events import last_changes

_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_AT_MOST = 50_000
"""Addresses in one file, by the protocol."""
# Who reads neither language is sent to the Chinese page.
_TWINS = (("zh-CN", ""), ("en", "en/"), ("x-default", ""))
_NOT_PAGES = ("api/", "forms/", "receipts/", "staff/")


@dataclass(frozen=True, slots=True)
class Listed:
    """A page that is at ``path`` below the site and, if ``in_english``, below ``en/``."""

    path: str
    changed_on: date | None = None
    in_english: bool = True


def sitemap_files(
    catalogue: Catalogue, origin: Origin, lists: Sequence[str] = (), at_most: int = _AT_MOST
) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemap, as an index and its parts where it is long, and ``robots.txt``.

    ``lists`` are the paths of the pages that list policies, besides home. Nothing is
    yielded without a base URL: both files need absolute addresses.
    """
    if not origin.base_url:
        return
    changes = {policy: china_day(at) for policy, at in last_changes(catalogue).items()}
    pages = [*_site_pages(changes, lists), *_policy_pages(catalogue, changes)]
    entries = [
        (page, prefix) for page in pages for prefix in ("", "en/") if page.in_english or not prefix
    ]
    parts = [entries[at : at + at_most] for at in range(0, len(entries), at_most)]
    if len(parts) == 1:
        yield "sitemap.xml", _url_set(parts[0], origin)
    else:
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        yield "sitemap.xml", _index(names, origin)
        for name, part in zip(names, parts, strict=True):
            yield name, _url_set(part, origin)
    yield "robots.txt", _robots(origin)


def _site_pages(changes: Mapping[str, date], lists: Sequence[str]) -> Iterator[Listed]:
    newest = max(changes.values(), default=None)
    yield from (Listed(path, newest) for path in ("", *lists))
    yield from (Listed(path) for path in ("search/", "data/", "follow/"))


def _policy_pages(catalogue: Catalogue, changes: Mapping[str, date]) -> Iterator[Listed]:
    for policy in catalogue.policies:
        english = "en" in policy.languages
        yield Listed(f"{policy.id}/", changes.get(policy.id), english)
        for version in policy.versions:
            yield Listed(f"{policy.id}/{version.id}/", version.published_on, in_english=False)
        for old, new in pairwise(policy.versions):
            path = f"{policy.id}/changes/{old.id}-{new.id}/"
            yield Listed(path, new.published_on, english)
        if policy.outcome:
            yield Listed(f"{policy.id}/results/", policy.outcome.published_on, english)
        if has_feed(policy):
            yield Listed(f"{policy.id}/follow/", None, english)


def _url_set(entries: Iterable[tuple[Listed, str]], origin: Origin) -> bytes:
    root = Element("urlset", {"xmlns": _SCHEMA, "xmlns:xhtml": _XHTML})
    for page, prefix in entries:
        url = add(root, "url")
        add(url, "loc", f"{origin.base_url}{prefix}{page.path}")
        if page.changed_on:
            add(url, "lastmod", page.changed_on.isoformat())
        if page.in_english:
            for language, folder in _TWINS:
                href = f"{origin.base_url}{folder}{page.path}"
                add(url, "xhtml:link", rel="alternate", hreflang=language, href=href)
    return xml_bytes(root)


def _index(names: Iterable[str], origin: Origin) -> bytes:
    root = Element("sitemapindex", {"xmlns": _SCHEMA})
    for name in names:
        add(add(root, "sitemap"), "loc", origin.base_url + name)
    return xml_bytes(root)


def _robots(origin: Origin) -> bytes:
    """Keep robots from forms and receipts; a site below a path hands this to its host."""
    lines = ["User-agent: *", *(f"Disallow: {origin.path}{name}" for name in _NOT_PAGES)]
    return "\n".join([*lines, "", f"Sitemap: {origin.base_url}sitemap.xml", ""]).encode()
