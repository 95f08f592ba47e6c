from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import PATIENCE, context_of, launch
from tests.running import Running, built_site, served


@pytest.fixture(scope="session")
def site() -> Path:
    return built_site()


@pytest.fixture(scope="session")
def running(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with served(site, tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page that fails the test on a script error or a request to another host."""
    with context_of(chromium) as context:
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: _note(faults, message.type, message.text))
        page.on("request", lambda request: _stranger(faults, request.url))
        yield page
    assert faults == []


@pytest.fixture
def plain_page(chromium: Browser) -> Iterator[Page]:
    """A page in a browser without scripts."""
    with context_of(chromium, java_script_enabled=False) as context:
        yield context.new_page()


def _note(faults: list[str], kind: str, text: str) -> None:
    # A refusal of the service is an answer; 503 is one that it cannot give now.
    refused = "status of 4" in text or "status of 503" in text
    expected = refused or "net::ERR_FAILED" in text
    if kind == "error" and not expected:
        faults.append(text)


def _stranger(faults: list[str], url: str) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:")):
        faults.append(url)
