"""Site and service below a path, without scripts: nothing that a page leads to is missing.

Every page is fetched that the first pages, the forms and the pages for errors lead to, in both
languages, as a browser fetches it that has been given nothing but ``https://city.test/yjzj/``.
"""

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.conftest import World
from tests.worlds.sites import the_site

ROOT = "https://city.test/yjzj/"
POLICY = "shiyan-industry-2018"
LONG = "search/?q=" + "a" * 4000
AT_FAULT = ["forms/nothing", "receipts/nothing", "nothing/", LONG]
LEADING = {"a": "href", "form": "action", "link": "href", "script": "src", "img": "src"}


class Leads(HTMLParser):
    """Where a page leads, and the places in it that can be led to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids.add(given.get("id") or "")
        if tag in LEADING and LEADING[tag] in given:
            self.found.append(given[LEADING[tag]] or "")


def alike(address: str) -> str:
    """Return the address of a page for many that differ in the clause alone."""
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "clause"]
    return parts._replace(query=urlencode(query), fragment="").geturl()


class Walk:
    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.read = cache(self._read)

    def _read(self, address: str) -> tuple[int, Leads | None]:
        with self.client.get(f"/{address.removeprefix(ROOT)}") as answer:
            if answer.content_type.startswith("text/html"):
                return answer.status_code, Leads(answer.get_data(as_text=True))
            return answer.status_code, None

    def from_(self, start: list[str]) -> Iterator[str]:
        """Yield every dead end that can be reached, with the page that leads there."""
        todo, seen = [ROOT + each for each in start], set()
        while todo:
            at = todo.pop()
            _, page = self.read(at)
            for address in page.found if page else []:
                target, fragment = urldefrag(urljoin(at, address))
                kind = alike(target)
                if urlsplit(address).scheme in ("mailto", "tel") or (kind, fragment) in seen:
                    continue
                seen.add((kind, fragment))
                if not target.startswith(ROOT):
                    yield f"{at} leads out to {target}"
                    continue
                status, led = self.read(target)
                # A form is sent; to open its address is no more than refused.
                if status >= 400 and status != 405:
                    yield f"{at} leads to {target}: {status}"
                elif fragment and (led is None or fragment not in led.ids):
                    yield f"{at} leads to {target}#{fragment}, which has no such place"
                todo.append(target)


@pytest.mark.parametrize("english", ["", "en/"])
def test_no_page_leads_where_nothing_is(world: World, english: str) -> None:
    walk = Walk(world.client(YANLU_SITE=str(the_site())))
    forms = [f"forms/{POLICY}?version=v1&clause=part_1", "forms/jiaozuo-enterprise-service-2009"]
    asked = "&lang=en" if english else ""
    service = [f"{each}{'&' if '?' in each else '?'}{asked}" for each in (*forms, *AT_FAULT)]
    start = [english, f"{english}nothing/", f"{english}{LONG}", *service]
    assert list(walk.from_(start)) == []
    # What the first page leads to is the whole site.
    pages = {each.parent.relative_to(the_site()).as_posix() for each in the_site().rglob(f"{english}*/index.html")}
    read = {address.removeprefix(ROOT).strip("/") for address in walk.seen}
    assert pages - read == set()
