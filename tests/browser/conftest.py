import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.running import Running, build, served

_SWITCHES = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "site"
    build(folder)
    return folder


@pytest.fixture(scope="session")
def running(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with served(site, tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "no Chromium: script/bootstrap as root installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page that fails the test on a script error or a request to another host."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: _note(faults, message.type, message.text))
    page.on("request", lambda request: _stranger(faults, request.url))
    yield page
    context.close()
    assert faults == []


def _note(faults: list[str], kind: str, text: str) -> None:
    expected = "status of 4" in text or "net::ERR_FAILED" in text
    if kind == "error" and not expected:
        faults.append(text)


def _stranger(faults: list[str], url: str) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:")):
        faults.append(url)
