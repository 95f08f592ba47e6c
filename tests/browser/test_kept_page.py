"""The page that tests share is like new for each, or is not shared."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import WIDE
from tests.browser.kept import KeptPage
from tests.servers.live_service import Running

pytestmark = [pytest.mark.browser, pytest.mark.soak]
HERE = Path(__file__)
KEEP = """async () => {
  sessionStorage.setItem("kept", "1");
  localStorage.setItem("kept", "1");
  document.cookie = "kept=1";
  await (await caches.open("kept")).put("/kept", new Response("1"));
  await new Promise((done) => { indexedDB.open("kept").onsuccess = done; });
  addEventListener("pagehide", () => sessionStorage.setItem("kept", "again"));
  addEventListener("beforeunload", (event) => event.preventDefault());
}"""
KEPT = """async () => [
  sessionStorage.length, localStorage.length, document.cookie, history.length,
  (await caches.keys()).length, (await indexedDB.databases()).length,
  matchMedia("print").matches, matchMedia("(prefers-color-scheme: dark)").matches, innerWidth,
  navigator.language, document.hasFocus(), new Date(0).toString(),
]"""


@pytest.fixture
def kept(chromium: Browser) -> Iterator[KeptPage]:
    kept = KeptPage(chromium)
    yield kept
    kept.close()


def leave_traces(page: Page, address: str) -> list[str]:
    heard: list[str] = []
    page.on("request", lambda request: heard.append(request.url))
    page.route("**/assets/**", lambda route: route.abort())
    page.context.route("**/api/**", lambda route: route.abort())
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address)
    page.evaluate(KEEP)
    page.locator("[name=q]").first.fill("unsent")
    assert heard
    return heard


def test_nothing_that_a_test_did_is_left_for_the_next(kept: KeptPage, running: Running) -> None:
    address = f"{running.address}/list/"
    page = kept.lend(HERE)
    page.goto(address)
    new = page.evaluate(KEPT)
    kept.take_back(page)
    heard = leave_traces(kept.lend(HERE), address)
    kept.take_back(page)
    heard.clear()
    again = kept.lend(HERE)
    assert again is page
    assert (page.url, page.viewport_size) == ("about:blank", WIDE)
    page.goto(address)
    expect(page.locator(".yl-count")).to_be_visible()
    assert page.evaluate(KEPT) == new
    assert heard == []


def test_what_a_test_emulates_before_it_goes_to_a_page_holds_there(
    kept: KeptPage, running: Running
) -> None:
    page = kept.lend(HERE)
    page.goto(running.address)
    kept.take_back(page)
    page = kept.lend(HERE)
    page.emulate_media(media="print")
    page.goto(running.address)
    assert page.evaluate("matchMedia('print').matches")


def test_a_page_that_was_not_given_back_or_opened_another_is_not_lent_again(
    kept: KeptPage,
) -> None:
    failed = kept.lend(HERE)
    other = kept.lend(HERE)
    assert other is not failed
    with other.context.expect_page():
        other.evaluate("void open('about:blank')")
    kept.take_back(other)
    assert kept.lend(HERE) is not other


def test_what_cannot_be_undone_is_refused(kept: KeptPage) -> None:
    page = kept.lend(HERE)
    for attempt in (
        lambda: page.add_init_script("1"),
        lambda: page.clock.set_fixed_time(0),
        lambda: page.context.set_offline(offline=True),
        lambda: page.expose_function("f", print),
    ):
        with pytest.raises(AssertionError, match="use the fixture fresh_page"):
            attempt()
