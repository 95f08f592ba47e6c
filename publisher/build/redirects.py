"""Old addresses that lead on: ``redirects`` of ``site.yml``, each a page at the old address.

A policy that was renamed leads on page by page, so that a link to a clause of one of its
versions still finds it.
"""

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from catalogue.model import Catalogue
from interface.language import LANGUAGES, language
from publisher.build.removals import addresses_of
from publisher.problems import Problems
from publisher.sources import SiteFile

_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="robots" content="noindex">
<link rel="canonical" href="{canonical}">
<meta http-equiv="refresh" content="0; url={href}">
<script type="module" src="{up}assets/yanlu/redirect.js"></script>
</head>
<body>
<p>{words} <a data-new href="{href}">{title}</a></p>
</body>
</html>
"""


def check_redirects(site: SiteFile, catalogue: Catalogue, problems: Problems) -> None:
    """Report S018 for each redirect whose old address is a page, or whose new one is none."""
    source, pages = site.source, _pages(catalogue)
    if source is None:
        return
    for old, new in site.redirects.items():
        line = source.line(("redirects", old))
        if f"{old}/" in pages:
            problems.add(source.path, line, "S018.taken", old=old)
        elif f"{new}/" not in pages:
            problems.add(source.path, line, "S018.nowhere", old=old, new=new)


def redirect_pages(
    site: SiteFile, catalogue: Catalogue, base_url: str, folder: Path
) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the page at each old address; ``folder`` holds the new ones."""
    pages = _pages(catalogue).items() if site.redirects else ()
    titles = {page: title for page, title in pages if (folder / page / "index.html").exists()}
    found: dict[str, str] = {}
    # What is said of one version counts more than what is said of its policy.
    for old, new in sorted(site.redirects.items()):
        for page in titles:
            prefix, plain = _split(page)
            if plain.startswith(f"{new}/"):
                found[f"{prefix}{old}/{plain.removeprefix(f'{new}/')}"] = page
    for old, page in found.items():
        if old not in titles:
            yield f"{old}index.html", _page(old, page, titles[page], base_url).encode()


def _pages(catalogue: Catalogue) -> Mapping[str, str]:
    """Return the addresses of the policies' pages, each with the policy's title."""
    policies = catalogue.policies
    return {page: policy.title for policy in policies for page in sorted(addresses_of(policy))}


def _split(page: str) -> tuple[str, str]:
    prefixes = (language(tag).prefix for tag in LANGUAGES[1:])
    prefix = next((prefix for prefix in prefixes if page.startswith(prefix)), "")
    return prefix, page.removeprefix(prefix)


def _page(old: str, new: str, title: str, base_url: str) -> str:
    locale = language([tag for tag in LANGUAGES if new.startswith(language(tag).prefix)][-1])
    up = "../" * old.count("/")
    return _PAGE.format(
        lang=locale.tag,
        title=escape(title),
        words=escape(locale.translate("本页已移至新的地址：")),
        canonical=escape(base_url + new if base_url else up + new),
        href=escape(up + new),
        up=up,
    )
