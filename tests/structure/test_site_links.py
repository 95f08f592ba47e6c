"""Every address in the built site leads somewhere below it, or to the service."""

import re
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from catalogue.window import parse_instant
from tests.readers.html_tree import Element, page
from tests.readers.over_all import every
from tests.worlds.sites import build, the_site, write

SERVICE = re.compile(
    r"(?:\.\./|\./)*(?:forms/[a-z0-9-]+\?version=v\d+(?:&clause=[\w.]+)?(?:&lang=en)?"
    r"|forms/[a-z0-9-]+/comments(?:\?lang=en)?"
    r"|receipts/(?:\?lang=en)?)"
)
ATTRIBUTES = ("href", "src", "action", "content", "poster", "srcset", "data")
SERVICE_URL = "https://yjzj.example.org:8443/api-host"
FIXED = parse_instant("2018-07-15T10:00:00+08:00")
SOURCES = {
    "a/policy.yml": "title: 甲\nkind: consultation\n"
    "windows: [{id: w1, version: v1, opens: 2018-07-12, closes: 2018-07-18}]\n",
    "a/v1.md": "一、总则\n",
}


def addresses(root: Element) -> list[str]:
    found = [e.attributes[name] for e in root.walk() for name in ATTRIBUTES if name in e.attributes]
    metas = {m.attributes.get("content") for m in root.all("meta")}
    roots = {
        m.attributes["content"]
        for m in root.all("meta")
        if m.attributes.get("name") == "yanlu-root"
    }
    # The icon is in the page itself.
    own = [address for address in found if not address.startswith("data:image/")]
    return [address for address in own if address not in metas or address in roots]


def pages() -> list[Path]:
    return sorted(the_site().rglob("*.html"))


def inner_pages() -> list[Path]:
    return [path for path in pages() if path.name != "404.html"]


@every(inner_pages)
def test_every_address_of_a_page_is_relative_and_resolves(path: Path) -> None:
    for address in addresses(page(path)):
        if urlsplit(address).scheme in {"mailto", "tel"}:
            continue
        assert not urlsplit(address).scheme, address
        assert not address.startswith("/"), address
        assert SERVICE.fullmatch(address) or resolves(path, address), address


def resolves(path: Path, address: str) -> bool:
    way, fragment = urldefrag(address.partition("?")[0])
    target = (path.parent / way).resolve() if way else path
    if target.is_dir():
        target /= "index.html"
    if not target.is_relative_to(the_site()) or not target.is_file():
        return False
    ids = {e.attributes.get("id") for e in page(target).walk()} if fragment else {fragment}
    return fragment in ids


def test_the_page_for_what_is_not_there_leads_home_from_any_depth() -> None:
    ways = from_the_lost_page(the_site())
    assert {f"https://example.org/{end}" for end in ("", "search/", "receipts/")} <= ways
    assert {urlsplit(way).netloc for way in ways} == {"example.org"}


def from_the_lost_page(site: Path) -> set[str]:
    """Return where its addresses lead when it is shown somewhere deep below the site."""
    deep = "https://example.org/yjzj/no/such/page"
    return {urljoin(deep, address) for address in addresses(page(site / "404.html"))}


@pytest.mark.parametrize("suffix", ["html", "css", "js", "svg"])
def test_no_file_loads_anything_from_another_host(suffix: str) -> None:
    # A namespace is a name, not an address; nothing is loaded from it.
    names = re.compile(r"http://www\.w3\.org/(?:2000/svg|1999/xlink)")
    loads = re.compile(r"(?:url\(|@import|src=|href=|from|import\(|fetch\()\s*[\"']?(?:https?:)?//")
    for path in the_site().rglob(f"*.{suffix}"):
        assert not loads.search(names.sub("", path.read_text("utf-8"))), path


def test_every_stylesheet_loads_only_what_is_there() -> None:
    for path in the_site().rglob("*.css"):
        for address in re.findall(r"url\([\"']?([^\"')]+)", path.read_text("utf-8")):
            assert address.startswith(("data:", "#")) or (path.parent / address).is_file(), address


def test_the_modules_of_a_script_are_there() -> None:
    for path in the_site().rglob("*.js"):
        for address in re.findall(
            r"(?:from|import)\s*\(?\s*\"(\./[^\"]+)\"", path.read_text("utf-8")
        ):
            assert (path.parent / address).is_file(), address


def test_the_address_of_the_service_goes_into_links_policy_and_meta(tmp_path: Path) -> None:
    build(write(tmp_path / "policies", SOURCES), tmp_path / "site", service_url=SERVICE_URL)
    root = page(tmp_path / "site" / "a" / "index.html")
    outside = {address for address in addresses(root) if urlsplit(address).scheme}
    assert outside == {
        f"{SERVICE_URL}/receipts/",
        f"{SERVICE_URL}/forms/a?version=v1",
        f"{SERVICE_URL}/forms/a?version=v1&clause=v1.part_1",
    }
    metas = {
        m.attributes.get("name", m.attributes.get("http-equiv", "")): m.attributes.get(
            "content", ""
        )
        for m in root.all("meta")
    }
    assert metas["yanlu-service"] == f"{SERVICE_URL}/"
    policy = metas["Content-Security-Policy"]
    assert "connect-src 'self' https://yjzj.example.org:8443;" in policy
    assert "form-action 'self' https://yjzj.example.org:8443;" in policy
    assert "script-src 'self';" in policy


def test_the_address_of_the_site_makes_no_link_absolute(tmp_path: Path) -> None:
    policies = write(tmp_path / "policies", SOURCES)
    build(policies, tmp_path / "site", base_url="https://www.example.org/yjzj", now=FIXED)
    root = page(tmp_path / "site" / "a" / "index.html")
    absolute = [address for address in addresses(root) if urlsplit(address).scheme]
    assert absolute == []
    (canonical,) = [e for e in root.all("link") if e.attributes["rel"] == "canonical"]
    assert canonical.attributes["href"] == "https://www.example.org/yjzj/a/"
    ways = from_the_lost_page(tmp_path / "site")
    assert {way for way in ways if not way.startswith("https://example.org/yjzj/")} == set()
    assert "https://example.org/yjzj/" in ways
