from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import context_of, launch
from tests.browser.kept import KeptPage
from tests.browser.search_world import below_a_path, searched_site
from tests.servers.live_service import Running, built_site, served


@pytest.fixture(scope="session")
def site() -> Path:
    return built_site()


@pytest.fixture(scope="session")
def running(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with served(site, tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture(scope="session")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return searched_site(tmp_path_factory.mktemp("searched"))


@pytest.fixture(scope="session")
def search_address(searched: Path) -> Iterator[str]:
    with below_a_path(searched) as address:
        yield f"{address}search/"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def kept_page(chromium: Browser) -> Iterator[KeptPage]:
    with closing(KeptPage(chromium)) as kept:
        yield kept


@pytest.fixture(scope="session")
def kept_plain_page(chromium: Browser) -> Iterator[KeptPage]:
    with closing(KeptPage(chromium, java_script_enabled=False)) as kept:
        yield kept


@pytest.fixture
def page(kept_page: KeptPage, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page like new that fails the test on a script error or a request to another host."""
    with lent(kept_page, request) as page:
        faults = _faults_of(page)
        yield page
    assert faults == []


@pytest.fixture
def failing_page(kept_page: KeptPage, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page like new on which script errors are what is asked for."""
    with lent(kept_page, request) as page:
        yield page


@pytest.fixture
def plain_page(kept_plain_page: KeptPage, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page like new in a browser without scripts."""
    with lent(kept_plain_page, request) as page:
        yield page


@pytest.fixture
def fresh_page(chromium: Browser) -> Iterator[Page]:
    """As ``page``, in a profile of its own: for clocks, scripts put before the page's, and such."""
    with context_of(chromium) as context:
        page = context.new_page()
        faults = _faults_of(page)
        yield page
    assert faults == []


@contextmanager
def lent(kept: KeptPage, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Lend the page to a test; where it fails, nobody gets that page again."""
    before = request.session.testsfailed
    page = kept.lend(request.path)
    yield page
    if request.session.testsfailed == before:
        kept.take_back(page)


def _faults_of(page: Page) -> list[str]:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: _note(faults, message.type, message.text))
    page.on("request", lambda request: _stranger(faults, request.url))
    return faults


def _note(faults: list[str], kind: str, text: str) -> None:
    # A refusal of the service is an answer; 503 is one that it cannot give now.
    refused = "status of 4" in text or "status of 503" in text
    expected = refused or "net::ERR_FAILED" in text
    if kind == "error" and not expected:
        faults.append(text)


def _stranger(faults: list[str], url: str) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:")):
        faults.append(url)
