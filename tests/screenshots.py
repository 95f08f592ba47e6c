"""Pictures of each kind of page, for people to look at: ``script/screenshots DIR``."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import launch
from tests.browser.rest import visit
from tests.ports import free_port
from tests.running import ROOT, build, served

_WIDTHS = {1280: 900, 390: 844}
_PAGES = {
    "home": "",
    "list": "list/",
    "policy": "shiyan-industry-2018/",
    "version": "shiyan-industry-2018/v1/",
    "answered": "sample-parking/",
    "outcome": "sample-parking/results/",
    "changes": "sample-parking/changes/v1-v2/",
    "commitments": "sample-promises/",
    "search": "search/?q=企业",
    "data": "data/",
    "missing": "nowhere/",
}
_SERVICE = {"form": "forms/shiyan-industry-2018?version=v1", "receipts": "receipts/"}


def main(target: Path) -> None:
    """Build, serve, and take every page in both languages at both widths."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        policies = shutil.copytree(ROOT / "policies", folder / "policies")
        shutil.copytree(ROOT / "tests/data/outcome/policies", policies, dirs_exist_ok=True)
        port = free_port()
        # Where it is served, too: the page for what is missing has absolute addresses.
        build(folder / "site", policies, {"YANLU_BASE_URL": f"http://127.0.0.1:{port}/"})
        (folder / "service").mkdir()
        browser = launch(driver)
        with served(folder / "site", folder / "service", port=port) as running:
            _take_all(browser, running.address, target)
        browser.close()


def _take_all(browser: Browser, address: str, target: Path) -> None:
    places = {f"{name}-zh": path for name, path in {**_PAGES, **_SERVICE}.items()}
    places |= {f"{name}-en": f"en/{path}" for name, path in _PAGES.items() if name != "version"}
    for width, height in _WIDTHS.items():
        page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
        for name, path in places.items():
            visit(page, f"{address}/{path}")
            page.screenshot(path=target / f"{name}-{width}.png", full_page=True)
        page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
