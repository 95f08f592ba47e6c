"""What the Shiyan page costs a reader who comes for the first time, as it is served."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.browser.chromium import context_of
from tests.browser.looks import SHIFTS
from tests.browser.rest import visit
from tests.servers.live_service import served

pytestmark = [pytest.mark.browser, pytest.mark.soak]


@pytest.fixture(scope="module")
def address(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service without a comment: figures of comments are one answer more."""
    with served(site, tmp_path_factory.mktemp("weight")) as running:
        yield running.address


def first_visit(page: Page, address: str) -> list[Response]:
    """Open the page with an empty cache; return what was sent for it."""
    got: list[Response] = []
    page.add_init_script(SHIFTS)
    page.on("response", lambda response: got.append(response))  # noqa: PLW0108 - a builtin will not do
    visit(page, address)
    page.wait_for_function("document.querySelector('.yl-left').textContent")
    return got


def size(response: Response) -> int:
    sizes = response.request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


@pytest.mark.parametrize("path", ["shiyan-industry-2018/", "en/shiyan-industry-2018/"])
def test_a_first_visit_is_light(fresh_page: Page, address: str, path: str) -> None:
    page = fresh_page
    got = first_visit(page, f"{address}/{path}")
    assert {urlsplit(response.url).netloc for response in got} == {urlsplit(address).netloc}
    assert [response.url for response in got if response.status != 200] == []
    assert any(response.url.endswith("/qr.svg") for response in got)
    assert len(got) <= 12, [response.url for response in got]
    assert sum(map(size, got)) <= 250_000


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "path", ["", "shiyan-industry-2018/", "shiyan-industry-2018/#part_3__sec_2"]
)
def test_nothing_moves_while_it_loads(
    fresh_page: Page, address: str, path: str, width: int
) -> None:
    page = fresh_page
    page.set_viewport_size({"width": width, "height": 844})
    first_visit(page, f"{address}/{path}")
    assert page.evaluate("window.shifted") < 0.02


def test_nothing_moves_on_a_slow_line(chromium: Browser, address: str) -> None:
    slow = {
        "offline": False,
        "latency": 150,
        "downloadThroughput": 80_000,
        "uploadThroughput": 40_000,
    }
    narrow = {"width": 390, "height": 844}
    with context_of(chromium, viewport=narrow) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", slow)
        first_visit(page, f"{address}/shiyan-industry-2018/")
        assert page.evaluate("window.shifted") < 0.02
