"""Site and service below a path, without scripts: nothing that a page leads to is missing.

Every page is fetched that the first pages, the forms and the pages for errors lead to, in both
languages, as a browser fetches it that has been given nothing but its address.
"""

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.conftest import World
from tests.worlds.sites import BELOW as ROOT
from tests.worlds.sites import below_a_path

pytestmark = pytest.mark.sqlite

POLICY = "shiyan-industry-2018"
LONG = "search/?q=" + "a" * 6000
OTHERS = ("mailto", "tel", "data")
"""What leads to no page."""
SERVICE = [
    f"forms/{POLICY}?version=v1&clause=part_1",
    *(f"forms/{name}?" for name in ("jiaozuo-enterprise-service-2009", "nothing")),
    *("receipts/?", "receipts/nothing?", LONG),
]
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
        self.seen: set[tuple[str, str]] = set()

    def _read(self, address: str) -> tuple[int, Leads | None]:
        with self.client.get(f"/{address.removeprefix(ROOT)}") as answer:
            if answer.content_type.startswith("text/html"):
                return answer.status_code, Leads(answer.get_data(as_text=True))
            return answer.status_code, None

    def from_(self, start: list[str]) -> Iterator[str]:
        """Yield every dead end that can be reached, with the page that leads there."""
        todo = [ROOT + each for each in start]
        while todo:
            at = todo.pop()
            _, page = self.read(at)
            for address in page.found if page else []:
                target, fragment = urldefrag(urljoin(at, address.replace("webcal:", "https:")))
                kind = alike(target)
                if urlsplit(address).scheme in OTHERS or (kind, fragment) in self.seen:
                    continue
                self.seen.add((kind, fragment))
                if not target.startswith(ROOT):
                    yield f"{at} leads out to {target}"
                    continue
                status, led = self.read(target)
                # A form is sent; to open its address is no more than refused. What was not
                # found leads to itself in the other language.
                is_itself = urlsplit(target).path == urlsplit(at).path
                if status >= 400 and status != 405 and not is_itself:
                    yield f"{at} leads to {target}: {status}"
                elif fragment and (led is None or fragment not in led.ids):
                    yield f"{at} leads to {target}#{fragment}, which has no such place"
                todo.append(target)


def test_no_page_leads_where_nothing_is(world: World) -> None:
    site = below_a_path()
    walk = Walk(world.client(YANLU_SITE=str(site), YANLU_BASE_URL=ROOT))
    start = [f"{way}{each}" for way in ("", "en/") for each in ("", "nothing/", LONG)]
    found = list(walk.from_([*start, *SERVICE, *(f"{each}&lang=en" for each in SERVICE)]))
    assert found == []
    # What the first pages lead to is the whole site.
    pages = {f"{ROOT}{each.parent.relative_to(site)}/" for each in site.glob("*/**/index.html")}
    assert pages - {address for address, _ in walk.seen} == set()
